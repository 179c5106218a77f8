import { hasHole } from '@grade4/unknown'
import type { Shell } from '../shell.js'
import { assignText, targetOf } from '../values.js'
import { ArrayValue } from '../variables.js'
import { separators } from '../words.js'
import { type Builtin, type Options, textsOf } from './builtin.js'

/** What ends a line; `-d ''` is a NUL. */
function delimiterOf(options: Options): string {
  return options.has('d') ? (options.get('d') ?? '').slice(0, 1) || '\0' : '\n'
}

/** One line of input, split into variables. The number of lines of an unknown text is unknown. */
export const read: Builtin = async (shell, args, _name, options) => {
  const given = textsOf('read', args)
  const array = options.get('a')
  const names = given.length === 0 && array === undefined ? ['REPLY'] : given
  const { text, ended } = lineOf(shell, options)
  if (hasHole(text)) throw shell.undecided(text)
  const count = array === undefined ? names.length : Number.POSITIVE_INFINITY
  const fields = names === given ? split(text, separators(shell), count) : [text]
  const values = fields.map((field) => field.replace(PROTECTED, (one) => shifted(one, -SHIFT)))
  if (array !== undefined) shell.variables.set(array, ArrayValue.of(values))
  for (const [index, name] of array === undefined ? names.entries() : []) {
    const target = targetOf(shell, name)
    if (target === null) return shell.fail(`read: ${name}: not a valid identifier`)
    assignText(shell, target.name, target.subscript, values[index] ?? '')
  }
  return ended ? 1 : 0
}

/** Characters that a backslash quotes separate nothing; until the text is split they stand in private use. */
const SHIFT = 0xe200
const PROTECTED = /[\uE200-\uE27F]/g
const shifted = (one: string, by: number) => String.fromCharCode(one.charCodeAt(0) + by)

/** Up to the delimiter; without `-r` a backslash joins lines and quotes a character. */
function lineOf(shell: Shell, options: Options): { text: string; ended: boolean } {
  const input = shell.input(Number(options.get('u') ?? 0))
  let { text, ended } = input.until(delimiterOf(options))
  if (options.has('r')) return { text, ended }
  while (!ended && /(?<!\\)(?:\\\\)*\\$/.test(text)) {
    const next = input.until(delimiterOf(options))
    text = text.slice(0, -1) + next.text
    ended = next.ended
  }
  const quoted = text.replace(/\\([\0-\x7F])/g, (_, one: string) => shifted(one, SHIFT))
  return { text: quoted.replace(/\\(.)/gs, '$1'), ended }
}

/** At most `count` words, the last of them with all that is left. */
function split(text: string, ifs: string, count: number): string[] {
  const set = (pattern: RegExp) => {
    const characters = [...ifs].filter((one) => pattern.test(one)).join('')
    return characters === '' ? '[]' : `[${characters.replace(/[\\\]^-]/g, '\\$&')}]`
  }
  const blank = set(/[ \t\n]/)
  const separator = `${blank}*${set(/[^ \t\n]/)}${blank}*|${blank}+`
  const trimmed = text.replace(new RegExp(`^${blank}+`), '')
  const words: string[] = []
  let from = 0
  for (const { 0: between, index } of trimmed.matchAll(new RegExp(separator, 'g'))) {
    if (words.length >= count - 1) break
    words.push(trimmed.slice(from, index))
    from = index + between.length
  }
  if (from >= trimmed.length) return words
  // A separator at the very end belongs to the last word only where others stand before it.
  const rest = trimmed.slice(from).replace(new RegExp(`${blank}+$`), '')
  const [only = '', ...more] = rest.split(new RegExp(separator))
  return [...words, more.length === 1 && more[0] === '' ? only : rest]
}

/** `mapfile -t lines`. */
export const mapfile: Builtin = async (shell, args, _name, options) => {
  const [name = 'MAPFILE'] = textsOf('mapfile', args)
  const delimiter = delimiterOf(options)
  const input = shell.input().rest()
  if (hasHole(input)) throw shell.undecided(input)
  const lines = input.split(delimiter)
  const unended = lines.pop()
  const kept = options.has('t') ? lines : lines.map((one) => one + delimiter)
  if (unended) kept.push(unended)
  shell.host.budget.words(kept.length)
  shell.variables.set(name, ArrayValue.of(kept))
  return 0
}
