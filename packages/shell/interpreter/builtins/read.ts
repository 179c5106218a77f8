import { hasHole } from '@grade4/unknown'
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
  const { text, ended } = shell.input().until(delimiterOf(options))
  if (hasHole(text)) throw shell.undecided(text)
  // It would join lines and quote a character.
  if (!options.has('r') && text.includes('\\')) throw shell.refuse('read without -r')
  const count = array === undefined ? names.length : Number.POSITIVE_INFINITY
  const fields = names === given ? split(text, separators(shell), count) : [text]
  if (array !== undefined) shell.variables.set(array, ArrayValue.of(fields))
  for (const [index, name] of array === undefined ? names.entries() : []) {
    const target = targetOf(shell, name)
    if (target === null) return shell.fail(`read: \`${name}': not a valid identifier`)
    assignText(shell, target.name, target.subscript, fields[index] ?? '')
  }
  return ended ? 1 : 0
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
