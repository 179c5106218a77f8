import { hasHole } from '@grade4/unknown'
import type { Builtin } from './builtin.js'
import { textsOf } from './known.js'

export const changeDirectory: Builtin = async (shell, args) => {
  const { variables, host } = shell
  const { files } = host
  const [target, ...more] = textsOf('cd', args)
  if (more.length > 0) return shell.fail('cd: too many arguments')
  const named = target === '-' ? variables.text('OLDPWD') : (target ?? variables.text('HOME'))
  if (named === undefined) return shell.fail(`cd: ${target === '-' ? 'OLDPWD' : 'HOME'} not set`)
  if (hasHole(named)) throw shell.undecided(named)
  if (variables.text('CDPATH')) throw shell.refuse('CDPATH')
  // What stands before `..` has to be there too.
  const [beforeParent] = /^.*[^./][^/]*(?=\/\.\.(\/|$))/.exec(named) ?? []
  for (const path of beforeParent === undefined ? [named] : [beforeParent, named]) {
    const absolute = shell.path(path === '' ? '.' : path)
    // A folder of the checked-out repository, as far as anybody can tell.
    if (!(await files.exists(absolute)) && files.isUnlisted(absolute))
      await files.mkdir(absolute, { recursive: true })
    const there = await files.exists(absolute)
    if (!there || !(await files.stat(absolute)).isDirectory) {
      return shell.fail(`cd: ${named}: ${there ? 'Not a directory' : 'No such file or directory'}`)
    }
  }
  variables.set('OLDPWD', shell.directory)
  shell.directory = shell.path(named === '' ? '.' : named)
  variables.set('PWD', shell.directory)
  if (target === '-') await shell.out(`${shell.directory}\n`)
  return 0
}

export const printDirectory: Builtin = async (shell) => {
  await shell.out(`${shell.directory}\n`)
  return 0
}
