import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import type { Builtin } from './index.js'

export const changeDirectory: Builtin = async (shell, args) => {
  const [target] = args.map(({ text }) => text).filter((text) => !/^(--|-[LPe@]+)$/.test(text))
  const { variables, host } = shell
  const home = variables.text('HOME') ?? '/home/runner'
  const named = target === '-' ? (variables.text('OLDPWD') ?? '') : (target ?? home)
  if (hasHole(named)) throw new UnknownError(host.holes.reasonFor(named))
  if (args.length > 1 && args.every(({ text }) => !text.startsWith('-'))) {
    await shell.err('bash: cd: too many arguments\n')
    return 1
  }
  const { files: fs } = host
  const path = shell.path(named === '' ? '.' : named)
  if (!(await fs.exists(path)) && fs.isUnlisted(path)) {
    // A folder of the checked-out repository, as far as anybody can tell.
    await fs.mkdir(path, { recursive: true })
  }
  if (!(await fs.exists(path)) || !(await fs.stat(path)).isDirectory) {
    const why = (await fs.exists(path)) ? 'Not a directory' : 'No such file or directory'
    await shell.err(`bash: cd: ${named}: ${why}\n`)
    return 1
  }
  variables.set('OLDPWD', shell.cwd)
  shell.cwd = path
  variables.set('PWD', path)
  if (target === '-') await shell.out(`${path}\n`)
  return 0
}

/** `pushd FOLDER`. */
export const pushDirectory: Builtin = async (shell, args, context) => {
  const [target, ...more] = args
  if (target === undefined || more.length > 0 || /^[-+]/.test(target.text)) {
    throw cannotFollow('the script uses pushd in a way that the grader lacks')
  }
  const before = shell.cwd
  const status = await changeDirectory(shell, args, context)
  if (status !== 0) return status
  shell.directories.unshift(before)
  await printDirectories(shell, [], context)
  return 0
}

/** `popd`. */
export const popDirectory: Builtin = async (shell, args, context) => {
  if (args.length > 0) throw cannotFollow('the script uses popd in a way that the grader lacks')
  const [top] = shell.directories
  if (top === undefined) {
    await shell.err('bash: popd: directory stack empty\n')
    return 1
  }
  const status = await changeDirectory(shell, [{ text: top, uncertain: false }], context)
  if (status !== 0) return status
  shell.directories.shift()
  await printDirectories(shell, [], context)
  return 0
}

/** `dirs`; a folder below the home folder begins with `~`. */
export const printDirectories: Builtin = async (shell, args) => {
  if (args.length > 0) throw cannotFollow('the script uses dirs in a way that the grader lacks')
  const home = shell.variables.text('HOME') ?? '/'
  const shown = [shell.cwd, ...shell.directories].map((path) =>
    home !== '/' && (path === home || path.startsWith(`${home}/`))
      ? `~${path.slice(home.length)}`
      : path,
  )
  await shell.out(`${shown.join(' ')}\n`)
  return 0
}

export const printDirectory: Builtin = async (shell) => {
  await shell.out(`${shell.cwd}\n`)
  return 0
}
