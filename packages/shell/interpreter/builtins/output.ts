import { hasHole } from '@grade4/unknown'
import { runJustBash } from '../../just-bash.js'
import type { Shell } from '../shell.js'
import { assignText, targetOf } from '../values.js'
import type { Builtin } from './builtin.js'

export const echo: Builtin = async (shell, args) => {
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
}

/** A format that passes its arguments on as they are, whatever they hold. */
const PASSES_ON = /^(?:%s|%%|\\[nt]|[^%\\])*$/

export const printf: Builtin = async (shell, args, _name, options) => {
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
}

function format({ host }: Shell, texts: readonly string[]) {
  const call = { script: 'printf', args: ['--', ...texts], environment: {}, cwd: '/', stdin: '' }
  return runJustBash({ host, budget: host.budget }, call)
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
