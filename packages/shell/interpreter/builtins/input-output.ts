import { hasHole } from '@grade4/unknown'
import { runJustBash } from '../../just-bash.js'
import type { Shell } from '../shell.js'
import { assignText, targetOf } from '../values.js'
import { ArrayValue } from '../variables.js'
import { separators } from '../words.js'
import { type Builtin, type Builtins, type Options, textsOf } from './builtin.js'

/** `mapfile -t lines`. */
const mapfile: Builtin = async (shell, args, _name, options) => {
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

export const INPUT_OUTPUT: Builtins = {
  async echo(shell, args) {
    const texts = args.map(({ text }) => text)
    // To dash -e is a text, and escapes are always read.
    const isOption = shell.kind === 'sh' ? /^-n$/ : /^-[neE]+$/
    let flags = shell.kind === 'sh' ? 'e' : ''
    while (isOption.test(texts[0] ?? '')) flags += texts.shift()
    const escapes = /[eE](?!.*[eE])/.exec(flags)?.[0] === 'e'
    const line = `${texts.join(' ')}${flags.includes('n') ? '' : '\n'}`
    const reads = escapes && line.includes('\\')
    if (reads && hasHole(line)) throw shell.undecided(line)
    await shell.out(reads ? (await format(shell, ['%b', line])).stdout : line)
    return 0
  },

  async printf(shell, args, _name, options) {
    const texts = args.map(({ text }) => text)
    const target = options.get('v')
    const variable = target === undefined ? null : targetOf(shell, target)
    if (target !== undefined && variable === null)
      return shell.fail(`printf: \`${target}': not a valid identifier`, 2)
    const passesOn = PASSES_ON.test(texts[0] ?? '') && !args.some(({ uncertain }) => uncertain)
    const isUnsure = texts.some(hasHole) && !(passesOn && !hasHole(texts[0] ?? ''))
    const { stdout, stderr, exitCode } = isUnsure
      ? { stdout: shell.host.holes.holeLike(...texts), stderr: '', exitCode: 0 }
      : await format(shell, await withTimes(shell, texts))
    await shell.sink(2).write(stderr)
    if (variable === null) await shell.out(stdout)
    else assignText(shell, variable.name, variable.subscript, stdout)
    return exitCode
  },

  /** One line of input, split into variables. The number of lines of an unknown text is unknown. */
  async read(shell, args, _name, options) {
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
  },

  mapfile,
  readarray: mapfile,
}

/** A format that passes its arguments on as they are, whatever they hold. */
const PASSES_ON = /^(?:%s|%%|\\[nt]|[^%\\])*$/

function format(shell: Shell, texts: readonly string[]) {
  const [written = '', ...values] = texts
  const conversions = [...written.replaceAll('%%', '').matchAll(/%[^a-z]*?(?:\.(\d+)f|[a-z])/gi)]
  const placesOf = (nth: number) => Number(conversions[nth % conversions.length]?.[1])
  // A half: bash, whose numbers are longer, rounds it in another way.
  if (values.some((value, nth) => isHalf(value, placesOf(nth))))
    throw shell.refuse(`printf ${written}`)
  const { host } = shell
  const call = { script: 'printf', args: ['--', ...texts], environment: {}, cwd: '/', stdin: '' }
  return runJustBash({ host, budget: host.budget }, call)
}

/** Whether a number lies between two of so many decimal places. */
function isHalf(number: string, places: number): boolean {
  return /\.(\d*)5$/.exec(number)?.[1]?.length === places
}

/** A format that is one time of now, `%(FORMAT)T`, with text around it. */
const TIME = /^((?:[^%]|%%)*)%\(([^)]+)\)T((?:[^%]|%%)*)$/s

/** The arguments of `printf`, where a time is one of the clock as `date` tells it. */
async function withTimes(
  shell: Shell,
  [text = '', ...values]: readonly string[],
): Promise<readonly string[]> {
  if (!/%[^%]*\)T/.test(text)) return [text, ...values]
  const [, before, written, behind] = TIME.exec(text) ?? []
  const [moment = '-1', ...more] = values
  if (written === undefined || more.length > 0 || !/^(-1|\d+)$/.test(moment))
    throw shell.refuse(`printf ${text}`)
  const when = moment === '-1' ? [] : ['-d', `@${moment}`]
  const time = await shell.outputOf(['date', ...when, `+${written}`])
  return [`${before}%s${behind}`, time]
}

/** What ends a line; `-d ''` is a NUL. */
function delimiterOf(options: Options): string {
  return options.has('d') ? (options.get('d') ?? '').slice(0, 1) || '\0' : '\n'
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
