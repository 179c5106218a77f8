import { hasHole } from '@grade4/unknown'
import { runJustBash } from '../../just-bash.js'
import { formatted } from '../../programs/date-format.js'
import type { Shell } from '../shell.js'
import { assignText, splitTarget } from '../values.js'
import type { Builtin } from './builtin.js'

export const echo: Builtin = async (shell, args) => {
  const texts = args.map(({ text }) => text)
  // To dash -e is a text, and escapes are always read.
  const isOption = shell.kind === 'sh' ? /^-n$/ : /^-[neE]+$/
  let newline = true
  let escapes = shell.kind === 'sh'
  while (isOption.test(texts[0] ?? '')) {
    const option = texts.shift() ?? ''
    if (option.includes('n')) newline = false
    const last = /[eE](?!.*[eE])/.exec(option)?.[0]
    if (last !== undefined) escapes = last === 'e'
  }
  const line = texts.join(' ')
  if (!escapes) await shell.out(newline ? `${line}\n` : line)
  else {
    const { text, stopped } = unescaped(line)
    await shell.out(newline && !stopped ? `${text}\n` : text)
  }
  return 0
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

const ESCAPE = /\\(?:0([0-7]{0,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([abceEfnrtv\\]))/g

/** `echo -e`. `stopped`: at `\c`, after which nothing is written. */
function unescaped(line: string): { text: string; stopped: boolean } {
  const [written, ...rest] = line.split(/(?<=(?<!\\)(?:\\\\)*)\\c/)
  const text = (written ?? '').replace(
    ESCAPE,
    (_, octal?: string, hex?: string, unicode?: string, letter?: string) => {
      if (letter !== undefined) return ESCAPES[letter] ?? ''
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(`0${octal}`, 8) & 0xff)
      return String.fromCodePoint(Number.parseInt(hex ?? unicode ?? '', 16))
    },
  )
  return { text, stopped: rest.length > 0 }
}

/** A format that passes its arguments on as they are, whatever they hold. */
const PASSES_ON = /^(?:%s|%%|\\[nt]|[^%\\])*$/

export const printf: Builtin = async (shell, args, _name, options) => {
  const { host } = shell
  const [format = '', ...values] = args.map(({ text }) => text)
  const target = options.get('v')
  const unsure = [format, ...values].some(hasHole) && (!PASSES_ON.test(format) || hasHole(format))
  if (args.some(({ uncertain }) => uncertain)) {
    await shell.out(host.holes.holeLike(format, ...values))
    return 0
  }
  const result = unsure
    ? { stdout: host.holes.holeLike(format, ...values), stderr: '', exitCode: 0 }
    : await runJustBash(
        { host, budget: host.budget },
        {
          script: 'printf',
          args: ['--', ...withTimesAsText(shell, format, values)],
          environment: {},
          cwd: '/',
          stdin: '',
        },
      )
  await shell.sink(2).write(result.stderr)
  const variable = splitTarget(target ?? '')
  if (target === undefined) await shell.out(result.stdout)
  else if (variable === null) return shell.fail(`printf: \`${target}': not a valid identifier`, 2)
  else assignText(shell, variable.name, variable.subscript, result.stdout)
  return result.exitCode
}

/** A directive of a format: `%%`, or flags, width, precision, and what is converted to; `(FORMAT)T` is a time. */
const DIRECTIVE = /%%|%([-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?)(?:\(([^)]*)\)T|[a-zA-Z])/g

/**
 * The arguments of `printf` with each `%(FORMAT)T` as a `%s` of the clock.
 * Source: Bash Reference Manual, "printf": -1 or nothing is now, -2 when the shell was started.
 */
function withTimesAsText(
  shell: Shell,
  format: string,
  values: readonly string[],
): readonly string[] {
  const directives = [...format.matchAll(DIRECTIVE)].filter(([whole]) => whole !== '%%')
  if (!directives.some(([, , time]) => time !== undefined)) return [format, ...values]
  const left = [...values]
  const texts: string[] = []
  do {
    for (const [, options = '', time] of directives) {
      texts.push(...left.splice(0, options.split('*').length - 1))
      const value = left.shift()
      texts.push(time === undefined ? (value ?? '') : timeText(shell, time, value))
    }
  } while (left.length > 0)
  const asText = (whole: string, options: string, time: string | undefined) =>
    time === undefined ? whole : `%${options}s`
  return [format.replaceAll(DIRECTIVE, asText), ...texts]
}

function timeText({ host, variables }: Shell, format: string, value = '-1'): string {
  const seconds = Number(value)
  const moment =
    seconds === -1 ? host.clock.now() : seconds === -2 ? host.startedAt : seconds * 1000
  return formatted(format === '' ? '%X' : format, moment, variables.text('TZ') ?? 'UTC')
}
