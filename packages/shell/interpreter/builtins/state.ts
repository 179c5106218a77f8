import { isUnknown } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { IDLE_OPTIONS, IDLE_SHOPT, OPTIONS, SHOPT } from '../../supported.js'
import { waitFor } from '../jobs.js'
import type { Shell } from '../shell.js'
import { calculateIn, splitTarget, unsetElement } from '../values.js'
import { ReadonlyVariable } from '../variables.js'
import type { Builtin } from './builtin.js'
import { isName, knownText, textsOf } from './known.js'

/** `set -euo pipefail`, `set +e`, `set -- a b`. */
export const set: Builtin = async (shell, args) => {
  const texts = textsOf('set', args)
  if (texts.length === 0) throw shell.refuse('set without arguments, which lists variables')
  for (let text = texts[0]; text !== undefined; text = texts[0]) {
    if (!/^[-+]/.test(text) || text === '--' || text === '-') {
      shell.positional = text.startsWith('-') ? texts.slice(1) : texts
      return 0
    }
    texts.shift()
    for (const letter of text.slice(1)) {
      const name = letter === 'o' ? texts.shift() : undefined
      setOption(shell, letter, name, text.startsWith('-'))
    }
  }
  return 0
}

function setOption(shell: Shell, letter: string, name: string | undefined, on: boolean): void {
  const matches = ([option, own]: readonly [string, string]) =>
    letter === 'o' ? option === name : own === letter
  if (Object.entries(IDLE_OPTIONS).some(matches)) return
  const option = entriesOf(OPTIONS).find(matches)?.[0]
  const lacks = shell.kind === 'sh' && (option === 'pipefail' || option === 'errtrace')
  if (option === undefined || lacks)
    throw shell.refuse(`set -${letter}${name === undefined ? '' : ` ${name}`}`)
  if (on) shell.options.add(option)
  else shell.options.delete(option)
}

function entriesOf<K extends string>(record: Readonly<Record<K, string>>): [K, string][]
function entriesOf(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record)
}

export const shopt: Builtin = async (shell, args, _name, options) => {
  const names = args.map((arg) => knownText(shell, arg))
  if (names.length === 0) throw shell.refuse('shopt without a name, which lists options')
  for (const name of names) {
    if (options.has('o') && !options.has('q')) setOption(shell, 'o', name, options.has('s'))
    else if (IDLE_SHOPT.has(name) && !options.has('q')) continue
    else if (!SHOPT.has(name)) throw shell.refuse(`shopt ${name}`)
    else if (options.has('s')) shell.shopt.add(name)
    else if (options.has('u')) shell.shopt.delete(name)
  }
  if (options.has('s') || options.has('u')) return 0
  if (!options.has('q')) throw shell.refuse('shopt that lists options')
  return names.every((name) => shell.shopt.has(name)) ? 0 : 1
}

export const unset: Builtin = async (shell, args, _name, options) => {
  let status: Status = 0
  for (const arg of args) {
    const text = knownText(shell, arg)
    const target = splitTarget(text)
    if (options.has('f')) shell.functions.delete(text)
    else if (target?.subscript !== undefined) unsetElement(shell, target.name, target.subscript)
    else if (!isName(shell, text)) {
      if (options.has('v')) status = await shell.fail(`unset: \`${text}': not a valid identifier`)
    } else {
      if (!options.has('v') && shell.variables.get(text) === undefined) shell.functions.delete(text)
      try {
        shell.variables.unset(text)
      } catch (error) {
        if (!(error instanceof ReadonlyVariable)) throw error
        status = await shell.fail(`unset: ${text}: cannot unset: readonly variable`)
      }
    }
  }
  return status
}

export const shift: Builtin = async (shell, args) => {
  const count = args[0] === undefined ? 1 : Number(knownText(shell, args[0]))
  if (!Number.isInteger(count) || count < 0) throw shell.refuse(`shift ${args[0]?.text}`)
  if (count > shell.positional.length) {
    if (shell.kind === 'sh') throw shell.refuse('shift beyond the last argument')
    return 1
  }
  shell.positional = shell.positional.slice(count)
  return 0
}

/** Signals that never come. */
const SIGNALS = new Set(['INT', 'TERM', 'HUP', 'QUIT', 'PIPE'])

/** `trap COMMAND SIGNAL…`. */
export const trap: Builtin = async (shell, args) => {
  const [action, ...signals] = textsOf('trap', args)
  if (action === undefined || signals.length === 0) throw shell.refuse('trap that lists traps')
  for (const signal of signals) {
    const name = signal === '0' ? 'EXIT' : signal.replace(/^SIG/, '')
    if (SIGNALS.has(name)) continue
    if (name !== 'EXIT' && (name !== 'ERR' || shell.kind === 'sh'))
      throw shell.refuse(`trap for ${signal}`)
    if (action === '-') shell.traps.delete(name)
    else shell.traps.set(name, action)
  }
  return 0
}

/** `wait`, `wait $!`. Jobs in the background have run by now. */
export const wait: Builtin = async (shell, args) => {
  const { jobs } = shell.host
  if (args.length === 0) {
    for (const job of jobs.values()) await waitFor(shell, job)
    return 0
  }
  let status: Status = 0
  for (const text of textsOf('wait', args)) {
    const job = jobs.get(Number(text))
    status =
      job === undefined
        ? await shell.fail(`wait: pid ${text} is not a child of this shell`, 127)
        : await waitFor(shell, job)
  }
  return status
}

export const letBuiltin: Builtin = async (shell, args) => {
  let status: Status = 1
  for (const text of textsOf('let', args)) {
    const value = calculateIn(shell, text)
    status = isUnknown(value) ? value : value === 0n ? 1 : 0
  }
  return status
}
