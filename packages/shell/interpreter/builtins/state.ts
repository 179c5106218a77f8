import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import { isName } from '../assignments.js'
import type { Options, Shell } from '../shell.js'
import { keyOf, subscripted } from '../values.js'
import { AssociativeArray, IndexedArray, ReadonlyVariable } from '../variables.js'
import type { Builtin } from './index.js'
import { writeList } from './various.js'

const LETTERS: Readonly<Record<string, keyof Options | null>> = {
  e: 'errexit',
  u: 'nounset',
  f: 'noglob',
  a: 'allexport',
  n: 'noexec',
  C: 'noclobber',
  E: 'errtrace',
  // Tracing, hashing, jobs and the like change nothing of what a script does.
  x: null,
  v: null,
  h: null,
  b: null,
  m: null,
  B: null,
  H: null,
  T: null,
  p: null,
}

const NAMES: Readonly<Record<string, keyof Options | null>> = {
  errexit: 'errexit',
  nounset: 'nounset',
  pipefail: 'pipefail',
  noglob: 'noglob',
  allexport: 'allexport',
  noexec: 'noexec',
  noclobber: 'noclobber',
  errtrace: 'errtrace',
  posix: 'posix',
  xtrace: null,
  verbose: null,
  functrace: null,
  hashall: null,
  braceexpand: null,
  monitor: null,
  notify: null,
  interactive_comments: null,
}

/** `set -euo pipefail`, `set +e`, `set -- a b`. */
export const set: Builtin = async (shell, args) => {
  if (args.some(({ uncertain }) => uncertain))
    throw cannotFollow('nobody knows what the script sets')
  const texts = args.map(({ text }) => text)
  if (texts.length === 0) return writeList(shell, 'set')
  while (texts.length > 0) {
    const text = texts[0] ?? ''
    if (text === '--' || text === '-') {
      shell.positional = texts.slice(1)
      return 0
    }
    if (!/^[-+]./.test(text)) {
      shell.positional = texts
      return 0
    }
    texts.shift()
    const on = text.startsWith('-')
    for (const letter of text.slice(1)) {
      const name = letter === 'o' ? texts.shift() : undefined
      if (letter === 'o' && name === undefined) {
        await writeList(shell, 'set')
        continue
      }
      const option = letter === 'o' ? NAMES[name ?? ''] : LETTERS[letter]
      if (option === undefined) {
        await shell.err(`bash: set: ${text}: invalid option\n`)
        return 2
      }
      if (option !== null) shell.options[option] = on
    }
  }
  return 0
}

export const shopt: Builtin = async (shell, args) => {
  const texts = args.map(({ text }) => text)
  const flags = texts.filter((text) => text.startsWith('-')).join('')
  const names = texts.filter((text) => !text.startsWith('-'))
  if (flags.includes('q')) return names.every((name) => shell.shopt.has(name)) ? 0 : 1
  for (const name of names) {
    if (flags.includes('o')) {
      const option = NAMES[name]
      if (option) shell.options[option] = flags.includes('s')
    } else if (flags.includes('s')) shell.shopt.add(name)
    else if (flags.includes('u')) shell.shopt.delete(name)
  }
  return 0
}

export const unset: Builtin = async (shell, args, context) => {
  let kind: 'any' | 'function' | 'variable' = 'any'
  let status = 0
  for (const { text } of args) {
    if (text === '-f') kind = 'function'
    else if (text === '-v') kind = 'variable'
    else if (kind === 'function') shell.functions.delete(text)
    else if (subscripted(text) !== null) await unsetElement(shell, text)
    else if (isName(text)) {
      const isVariable = kind === 'variable' || shell.variables.get(text) !== undefined
      if (!isVariable) shell.functions.delete(text)
      if (!(await unsetVariable(shell, text))) status = 1
    }
  }
  return status

  async function unsetElement(of: Shell, target: string): Promise<void> {
    const element = subscripted(target)
    const value = of.variables.get(element?.name ?? '')
    const subscript = element?.subscript ?? ''
    if (value instanceof AssociativeArray) {
      value.elements.delete(await keyOf(of, subscript, context))
    } else if (value instanceof IndexedArray && /^-?\d+$/.test(subscript)) {
      const index = Number(subscript)
      value.elements.delete(index < 0 ? value.end + index : index)
    } else throw cannotFollow(`the script unsets ${target}, which the grader cannot follow`)
  }
}

async function unsetVariable(shell: Shell, name: string): Promise<boolean> {
  try {
    shell.variables.unset(name)
    return true
  } catch (error) {
    if (!(error instanceof ReadonlyVariable)) throw error
    await shell.err(`bash: unset: ${name}: cannot unset: readonly variable\n`)
    return false
  }
}

export const shift: Builtin = async (shell, args) => {
  if (args.some(({ text, uncertain }) => uncertain || hasHole(text))) {
    throw cannotFollow('nobody knows how far the script shifts')
  }
  const count = Number(args[0]?.text ?? 1)
  if (!Number.isInteger(count) || count < 0 || count > shell.positional.length) return 1
  shell.positional = shell.positional.slice(count)
  return 0
}

const SIGNALS = /^(EXIT|0|ERR|INT|TERM|HUP|QUIT|PIPE|SIGINT|SIGTERM|SIGHUP|SIGQUIT|SIGPIPE)$/

/** `trap COMMAND SIGNAL…`. Signals themselves never come. */
export const trap: Builtin = async (shell, args) => {
  const [action, ...signals] = args.map(({ text }) => text).filter((text) => text !== '--')
  if (action === undefined || action.startsWith('-l') || action.startsWith('-p')) {
    throw cannotFollow('the script lists its traps, which the grader lacks')
  }
  for (const signal of signals) {
    if (!SIGNALS.test(signal))
      throw cannotFollow(`the script traps ${signal}, which the grader lacks`)
    const name = signal === '0' ? 'EXIT' : signal
    if (action === '-') shell.traps.delete(name)
    else shell.traps.set(name, action)
  }
  return 0
}
