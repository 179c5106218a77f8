import { isOnlyMatching } from './grep.js'

/** What just-bash's program prints, as the one on a runner does. */
export function asGnuPrints(name: string, args: readonly string[], text: string): string {
  if (name === 'uniq' && args.some((arg) => /^(-\w*c|--count$)/.test(arg))) {
    return text.replace(/^ *(\d+)(?= )/gm, (_whole, count: string) => count.padStart(7))
  }
  if (/^[ef]?grep$/.test(name) && isOnlyMatching(args)) return text.replace(/^\n/gm, '')
  return name === 'sort' && sortsWholeLines(args) ? inOrder(args, text) : text
}

/** Neither keys nor another order than that of the characters. */
export function sortsWholeLines(args: readonly string[]): boolean {
  return args.every((arg) => !arg.startsWith('-') || /^(-[rsu]*|--reverse|--unique)$/.test(arg))
}

/** A runner's language is C.UTF-8, which orders characters by their numbers; just-bash puts a before B. */
function inOrder(args: readonly string[], text: string): string {
  if (text === '') return text
  const lines = text.replace(/\n$/, '').split('\n').sort()
  if (args.some((arg) => /^(-\w*r|--reverse$)/.test(arg))) lines.reverse()
  return `${lines.join('\n')}\n`
}

/** Largest number that mawk, the awk of a runner, is sure to write with all its digits. */
const LARGEST = 2_147_483_647

/**
 * Whether awk reckoned a whole number beyond that: one in its text that stands nowhere in what it read.
 * `read`: `null` when it read files.
 */
export function makesLargeNumber(
  args: readonly string[],
  read: string | null,
  text: string,
): boolean {
  if (read === null || !args.some((arg) => /[*+]|%\d*[di]|\bint\b|\/\s*\d/.test(arg))) return false
  const numbers = text.match(/\d{10,}/g) ?? []
  const known = [...args, read].join('\n')
  return numbers.some((number) => Number(number) > LARGEST && !known.includes(number))
}
