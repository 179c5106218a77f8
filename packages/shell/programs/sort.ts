import { cannotFollow } from '@grade4/unknown'
import { linesOf, type Tool, textOf } from './text-tools.js'

/** A part of a line that is compared: fields by their numbers, and how, in letters of GNU's. */
interface Key {
  readonly flags: string
  readonly from: number
  readonly to: number
}

/** `sort`, in the order of a runner's language, C.UTF-8: characters by their numbers. */
export const sort: Tool = ({ args, inputs, work }) => {
  const letters = args.options.map(([name]) => name).join('')
  const globalFlags = letters.replace(/[^nVfr]/g, '')
  const keys = args.all('k').map((written) => keyOf(written, globalFlags))
  const separator = args.value('t')
  if (separator !== undefined && separator.length !== 1)
    throw cannotFollow('the script gives sort -t a text')
  const lines = inputs.flatMap(({ text }) => linesOf(text))
  work(lines.length * 20 * Math.ceil(Math.log2(lines.length + 2)))
  const byKeys = (one: string, other: string) => {
    for (const key of keys) {
      const order = compared(
        fieldsOf(one, key, separator),
        fieldsOf(other, key, separator),
        key.flags,
      )
      if (order !== 0) return order
    }
    return keys.length === 0 ? compared(one, other, globalFlags) : 0
  }
  const isLast = !args.has('s') && !args.has('u')
  const sorted = lines.toSorted(
    (one, other) =>
      byKeys(one, other) || (isLast ? compared(one, other, args.has('r') ? 'r' : '') : 0),
  )
  const kept = args.has('u')
    ? sorted.filter((line, at) => at === 0 || byKeys(sorted[at - 1] ?? '', line) !== 0)
    : sorted
  return { out: textOf(kept), status: 0 }
}

/** `2,3nr`, as `-k` gives it. Without letters of its own a key is compared as all are. */
function keyOf(written: string, globalFlags: string): Key {
  const [, from, first, to, second] = /^(\d+)([nVfr]*)(?:,(\d+)([nVfr]*))?$/.exec(written) ?? []
  if (from === undefined || from === '0')
    throw cannotFollow(`the grader does not follow sort -k ${written}`)
  const flags = `${first}${second ?? ''}`
  return {
    from: Number(from),
    to: Number(to ?? Infinity),
    flags: flags === '' ? globalFlags : flags,
  }
}

/** Without a separator a field begins with the blanks before it. */
function fieldsOf(line: string, key: Key, separator: string | undefined): string {
  const fields =
    separator === undefined ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []) : line.split(separator)
  return fields.slice(key.from - 1, key.to).join(separator ?? '')
}

function compared(one: string, other: string, flags: string): number {
  const order = flags.includes('n')
    ? Number(numberOf(one) > numberOf(other)) - Number(numberOf(one) < numberOf(other))
    : flags.includes('V')
      ? byVersion(one, other)
      : flags.includes('f')
        ? byCharacters(one.toUpperCase(), other.toUpperCase())
        : byCharacters(one, other)
  return flags.includes('r') ? -order : order
}

function byCharacters(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** The number that a text begins with, in units of 10^-20: 0 without one. */
function numberOf(text: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^[ \t]*(-?)(\d*)(?:\.(\d{0,20}))?/.exec(text) ?? []
  const value = BigInt(whole + fraction.padEnd(20, '0'))
  return sign === '-' ? -value : value
}

/** Versions of numbers and dots. Throws `UnknownError` for others, whose order has more rules. */
function byVersion(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => {
    if (!/^v?\d+(\.\d+)*$/.test(text))
      throw cannotFollow(`the grader does not follow sort -V for ${text}`)
    return text.replace(/^v/, '').split('.').map(Number)
  })
  if (left === undefined || right === undefined || one.startsWith('v') !== other.startsWith('v')) {
    throw cannotFollow('the grader does not follow sort -V for versions with and without a v')
  }
  const at = left.findIndex((part, index) => part !== right[index])
  if (at < 0) return left.length - right.length
  return (left[at] ?? 0) - (right[at] ?? -1)
}
