import { isMarked, reasonFor } from '../../marks.js'
import { Unknowable } from '../../unknowable.js'
import type { Builtin } from './index.js'

export const changeDirectory: Builtin = async (shell, args) => {
  const [target] = args.map(({ text }) => text).filter((text) => !/^(--|-[LPe@]+)$/.test(text))
  const { variables, host } = shell
  const home = variables.text('HOME') ?? '/home/runner'
  const named = target === '-' ? (variables.text('OLDPWD') ?? '') : (target ?? home)
  if (isMarked(named)) throw new Unknowable(reasonFor(host.unknowns, named))
  if (args.length > 1 && args.every(({ text }) => !text.startsWith('-'))) {
    await shell.err('bash: cd: too many arguments\n')
    return 1
  }
  const { fs } = host.machine
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

export const printDirectory: Builtin = async (shell) => {
  await shell.out(`${shell.cwd}\n`)
  return 0
}
