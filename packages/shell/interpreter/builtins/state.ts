import { hasHole, isOwnPath, isUnknown } from '@grade4/unknown'
import type { Status } from '../../command.js'
import { IDLE_OPTIONS, IDLE_SHOPT, OPTIONS, SHOPT } from '../../supported.js'
import { waitFor } from '../jobs.js'
import type { Option, Shell } from '../shell.js'
import { calculateIn } from '../values.js'
import { type Builtins, knownText, textsOf } from './builtin.js'

/** What changes the shell itself, or shows it. */
export const STATE: Builtins = {
  /** `set -euo pipefail`, `set +e`, `set -- a b`. */
  async set(shell, args) {
    const texts = textsOf('set', args)
    if (texts.length === 0) throw shell.refuse('set without arguments, which lists variables')
    for (let text = texts[0]; text !== undefined; text = texts[0]) {
      if (!/^[-+]/.test(text) || text === '--' || text === '-') {
        shell.positional = text.startsWith('-') ? texts.slice(1) : texts
        break
      }
      texts.shift()
      for (const letter of text.slice(1)) {
        setOption(shell, letter, letter === 'o' ? texts.shift() : undefined, text.startsWith('-'))
      }
    }
    return 0
  },

  /** `shopt -s nullglob`. */
  async shopt(shell, args, _name, options) {
    const names = args.map((arg) => knownText(shell, arg))
    if (names.length === 0 || options.size !== 1) throw shell.refuse('shopt that lists options')
    for (const name of names) {
      if (IDLE_SHOPT.includes(name)) continue
      if (!SHOPT.includes(name)) throw shell.refuse(`shopt ${name}`)
      if (options.has('s')) shell.shopt.add(name)
      else shell.shopt.delete(name)
    }
    return 0
  },

  /** `unset name`, a variable or, where there is none, a function. */
  async unset(shell, args, _name, options) {
    for (const arg of args) {
      const name = knownText(shell, arg)
      if (!/^[A-Za-z_]\w*$/.test(name)) throw shell.refuse(`unset ${name}`)
      const isFunction = !options.has('v') && shell.variables.get(name) === undefined
      if (options.has('f') || isFunction) shell.functions.delete(name)
      if (options.has('f')) continue
      if (shell.variables.isReadonly(name)) throw shell.refuse('unset of a readonly variable')
      shell.variables.unset(name)
    }
    return 0
  },

  async shift(shell, args) {
    const count = args[0] === undefined ? 1 : Number(knownText(shell, args[0]))
    const isTooFar = count > shell.positional.length
    if (!Number.isInteger(count) || count < 0 || (isTooFar && shell.kind === 'sh'))
      throw shell.refuse(`shift ${count}`)
    if (!isTooFar) shell.positional = shell.positional.slice(count)
    return isTooFar ? 1 : 0
  },

  /** `trap COMMAND SIGNAL…`. Signals themselves never come. */
  async trap(shell, args) {
    const [action, ...signals] = textsOf('trap', args)
    if (action === undefined || signals.length === 0) throw shell.refuse('trap that lists traps')
    for (const signal of signals) {
      const name = signal === '0' ? 'EXIT' : signal.replace(/^SIG/, '')
      if (/^(INT|TERM|HUP|QUIT|PIPE)$/.test(name)) continue
      if (name !== 'EXIT' && (name !== 'ERR' || shell.kind === 'sh'))
        throw shell.refuse(`trap for ${signal}`)
      if (action === '-') shell.traps.delete(name)
      else shell.traps.set(name, action)
    }
    return 0
  },

  /** `wait`, `wait $!`. Jobs in the background have run by now. */
  async wait(shell, args) {
    const jobs = [...shell.host.jobs].filter(([, job]) => job.shell === shell)
    let status: Status = 0
    for (const text of textsOf('wait', args)) {
      const job = new Map(jobs).get(text)
      const isNone = () => shell.fail(`wait: pid ${text} is not a child of this shell`, 127)
      status = job === undefined ? await isNone() : await waitFor(shell, job)
    }
    if (args.length === 0) for (const [, job] of jobs) await waitFor(shell, job)
    return status
  },

  async let(shell, args) {
    let status: Status = 1
    for (const text of textsOf('let', args)) {
      const value = calculateIn(shell, text)
      status = isUnknown(value) ? value : value === 0n ? 1 : 0
    }
    return status
  },

  async cd(shell, args) {
    const { variables, host, directory } = shell
    const { files } = host
    const [target, ...more] = textsOf('cd', args)
    const variable = target === '-' ? 'OLDPWD' : 'HOME'
    const named = target === '-' || target === undefined ? variables.text(variable) : target
    if (more.length > 0) return shell.fail('cd: too many arguments')
    if (named === undefined) return shell.fail(`cd: ${variable} not set`)
    if (hasHole(named) && !isOwnPath(named)) throw shell.undecided(named)
    if (variables.text('CDPATH')) throw shell.refuse('CDPATH')
    // What stands before `..` has to be there too.
    const beforeParent = /^.*[^./][^/]*(?=\/\.\.(\/|$))/.exec(named)?.[0]
    for (const path of beforeParent === undefined ? [named] : [beforeParent, named]) {
      const absolute = shell.path(path === '' ? '.' : path)
      // A folder of the checked-out repository, as far as is known.
      if (!(await files.exists(absolute)) && files.isUnlisted(absolute))
        await files.mkdir(absolute, { recursive: true })
      if (await files.isFolder(absolute)) continue
      const isThere = await files.exists(absolute)
      return shell.fail(
        `cd: ${named}: ${isThere ? 'Not a directory' : 'No such file or directory'}`,
      )
    }
    shell.directory = shell.path(named === '' ? '.' : named)
    variables.set('OLDPWD', directory)
    variables.set('PWD', shell.directory)
    if (target === '-') await shell.out(`${shell.directory}\n`)
    return 0
  },

  async pwd(shell) {
    await shell.out(`${shell.directory}\n`)
    return 0
  },

  /** Scripts of bash expand no aliases, but with `expand_aliases`, which is refused. */
  async alias(shell, args) {
    if (args.length > 0 && args.every(({ text }) => text.includes('='))) return 0
    throw shell.refuse('alias that lists aliases')
  },
}

const LACKING_IN_DASH: ReadonlySet<Option> = new Set<Option>(['pipefail', 'errtrace'])

/** `name`: what stands behind `-o`. */
function setOption(shell: Shell, letter: string, name: string | undefined, on: boolean): void {
  const matches = ([option, own]: readonly [string, string]) =>
    letter === 'o' ? option === name : own === letter
  if (Object.entries(IDLE_OPTIONS).some(matches)) return
  const option = Object.entries(OPTIONS).find(matches)?.[0]
  if (!isOption(option) || (shell.kind === 'sh' && LACKING_IN_DASH.has(option)))
    throw shell.refuse(`set -${letter} ${name ?? ''}`.trim())
  if (on) shell.options.add(option)
  else shell.options.delete(option)
}

/** Whether a text is an option of `set -o` that is followed. */
function isOption(name: string | undefined): name is Option {
  return name !== undefined && Object.hasOwn(OPTIONS, name)
}
