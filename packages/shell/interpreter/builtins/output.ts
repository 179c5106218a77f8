import { hasHole } from '@grade4/unknown'
import { runJustBash } from '../../just-bash.js'
import { assignVariable } from '../assignments.js'
import type { Builtin } from './index.js'
import { withTimesAsText } from './printf-times.js'

export const echo: Builtin = async (shell, args) => {
  const texts = args.map(({ text }) => text)
  let newline = true
  let escapes = shell.shopt.has('xpg_echo')
  while (/^-[neE]+$/.test(texts[0] ?? '')) {
    const option = texts.shift() ?? ''
    for (const letter of option.slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const line = texts.join(' ')
  if (!escapes) {
    await shell.out(newline ? `${line}\n` : line)
    return 0
  }
  const { text, stopped } = unescaped(line)
  await shell.out(newline && !stopped ? `${text}\n` : text)
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
  let text = ''
  let position = 0
  for (const match of line.matchAll(ESCAPE)) {
    const [whole, octal, hex, unicode, letter] = match
    text += line.slice(position, match.index)
    position = match.index + whole.length
    if (letter === 'c') return { text, stopped: true }
    if (letter !== undefined) text += ESCAPES[letter] ?? ''
    else if (octal !== undefined)
      text += String.fromCharCode(Number.parseInt(`0${octal}`, 8) & 0xff)
    else text += String.fromCodePoint(Number.parseInt(hex ?? unicode ?? '', 16))
  }
  return { text: text + line.slice(position), stopped: false }
}

/** A format that passes its arguments on as they are, whatever they hold. */
const PASSES_ON = /^(?:%s|%%|\\[nt]|[^%\\])*$/

export const printf: Builtin = async (shell, args, context) => {
  const texts = args.map(({ text }) => text)
  let target: string | null = null
  if (texts[0] === '-v') {
    target = texts[1] ?? null
    texts.splice(0, 2)
  }
  if (texts[0] === '--') texts.shift()
  const [format = '', ...values] = texts
  const marked = texts.some(hasHole)
  const result =
    marked && (!PASSES_ON.test(format) || hasHole(format))
      ? { stdout: shell.host.holes.holeLike(...texts), stderr: '', exitCode: 0 }
      : await runJustBash(
          { host: shell.host, budget: shell.host.budget },
          {
            script: 'printf',
            args: ['--', ...withTimesAsText(shell, format, values)],
            environment: {},
            cwd: '/',
            stdin: '',
          },
        )
  await shell.err(result.stderr)
  if (target === null) await shell.out(result.stdout)
  else await assignVariable(shell, target, result.stdout, context)
  return result.exitCode
}
