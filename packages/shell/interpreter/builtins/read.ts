import { hasHole } from '@grade4/unknown'
import type { Shell } from '../shell.js'
import { assignText, splitTarget } from '../values.js'
import { ArrayValue } from '../variables.js'
import { separators } from '../words.js'
import type { Builtin } from './builtin.js'
import { textsOf } from './known.js'

/** One line of input, split into variables. The number of lines of an unknown text is unknown. */
export const read: Builtin = async (shell, args, _name, options) => {
  const names = textsOf('read', args)
  const delimiter = options.get('d')
  const descriptor = Number(options.get('u') ?? 0)
  const ends = delimiter === undefined ? '\n' : delimiter.slice(0, 1) || '\0'
  const { text, ended } = line(shell, descriptor, ends, options.has('r'))
  if (hasHole(text)) throw shell.undecided(text)
  const ifs = separators(shell)
  const array = options.get('a')
  const values =
    array === undefined && names.length === 0
      ? [text]
      : split(text, ifs, array === undefined ? names.length : Number.POSITIVE_INFINITY)
  const plain = values.map((value) =>
    value.replace(PROTECTED, (one) => String.fromCharCode(one.charCodeAt(0) - SHIFT)),
  )
  if (array !== undefined) shell.variables.set(array, ArrayValue.of(plain))
  for (const [index, name] of (array !== undefined
    ? []
    : names.length === 0
      ? ['REPLY']
      : names
  ).entries()) {
    const target = splitTarget(name)
    if (target === null) return shell.fail(`read: \`${name}': not a valid identifier`)
    assignText(shell, target.name, target.subscript, plain[index] ?? '')
  }
  return ended ? 1 : 0
}

/** Characters that a backslash quotes separate nothing; until the text is split they stand in private use. */
const SHIFT = 0xe200
const PROTECTED = /[\uE200-\uE27F]/g

/** Up to the delimiter; without `-r` a backslash joins lines and quotes a character. */
function line(
  shell: Shell,
  descriptor: number,
  delimiter: string,
  raw: boolean,
): { text: string; ended: boolean } {
  const input = shell.input(descriptor)
  let { text, ended } = input.until(delimiter)
  if (raw) return { text, ended }
  while (!ended && /(?<!\\)(?:\\\\)*\\$/.test(text)) {
    const next = input.until(delimiter)
    text = text.slice(0, -1) + next.text
    ended = next.ended
  }
  const quoted = text.replace(/\\([\0-\x7F])/g, (_, one: string) =>
    String.fromCharCode(one.charCodeAt(0) + SHIFT),
  )
  return { text: quoted.replace(/\\(.)/gs, '$1'), ended }
}

/** At most `count` words, the last of them with all that is left. */
function split(text: string, ifs: string, count: number): string[] {
  const set = (characters: string) =>
    characters === '' ? '[]' : `[${characters.replace(/[\\\]^-]/g, '\\$&')}]`
  const blank = set([...ifs].filter((one) => ' \t\n'.includes(one)).join(''))
  const other = set([...ifs].filter((one) => !' \t\n'.includes(one)).join(''))
  const trimmed = text.replace(new RegExp(`^${blank}+`), '')
  const separator = new RegExp(`${blank}*${other}${blank}*|${blank}+`, 'g')
  const words: string[] = []
  let from = 0
  for (const { 0: between, index } of trimmed.matchAll(separator)) {
    if (words.length >= count - 1) break
    words.push(trimmed.slice(from, index))
    from = index + between.length
  }
  if (from >= trimmed.length) return words
  // A separator at the very end belongs to the last word only where others stand before it.
  const rest = trimmed.slice(from).replace(new RegExp(`${blank}+$`), '')
  const [only = '', ...more] = rest.split(new RegExp(separator.source))
  return [...words, more.length === 1 && more[0] === '' ? only : rest]
}

/** `mapfile -t lines`. */
export const mapfile: Builtin = async (shell, args, _name, options) => {
  const [name = 'MAPFILE'] = textsOf('mapfile', args)
  const delimiter = options.get('d')
  const ends = delimiter === undefined ? '\n' : delimiter.slice(0, 1) || '\0'
  const input = shell.input().rest()
  if (hasHole(input)) throw shell.undecided(input)
  const lines = input.split(ends)
  const unended = lines.pop()
  const kept = options.has('t') ? lines : lines.map((one) => one + ends)
  if (unended) kept.push(unended)
  shell.host.budget.words(kept.length)
  shell.variables.set(name, ArrayValue.of(kept))
  return 0
}
