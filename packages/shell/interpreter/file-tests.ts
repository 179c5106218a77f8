import { hasHole, isUnknown, unknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Numeric } from './arithmetic.js'
import type { Shell } from './shell.js'
import type { Truth } from './status.js'

/** `-n` and `-z`. A text with ordinary characters is not empty, whatever else is in it. */
export function textTest(shell: Shell, operator: '-n' | '-z', text: string): Truth {
  const rest = text.replace(/\uE0F0\d*\uE0F1/g, '')
  if (rest === '' && hasHole(text)) return shell.host.holes.unknown(text)
  return (operator === '-z') === (text === '')
}

/** `-e`, `-f`, `-d` and the other tests of a file. What may be in a checked-out repository is unknown. */
export async function fileTest(shell: Shell, operator: string, path: string): Promise<Truth> {
  if (operator === '-o') return isOptionOn(shell, path)
  if (operator === '-t') return false
  if (hasHole(path)) return shell.host.holes.unknown(path)
  if (path === '') return false
  const { files: fs } = shell.host
  const absolute = shell.path(path)
  if (!(await fs.exists(absolute))) {
    if (!fs.isUnlisted(absolute)) return false
    return unknown(
      `the script asks for ${path}, and the grader does not have the repository's files`,
      'Grade this step by hand.',
    )
  }
  const stat = await fs.stat(absolute)
  switch (operator) {
    case '-e':
    case '-a':
    case '-r':
    case '-w':
    case '-O':
    case '-G':
      return true
    case '-f':
      return stat.isFile
    case '-d':
      return stat.isDirectory
    case '-x':
      return stat.isDirectory || (stat.mode & 0o111) !== 0
    case '-s':
      return stat.isDirectory || stat.size > 0
    case '-h':
    case '-L':
      return (await fs.lstat(absolute)).isSymbolicLink
    case '-b':
    case '-c':
    case '-p':
    case '-S':
    case '-g':
    case '-u':
    case '-k':
      return false
  }
  throw cannotFollow(`the script tests a file with ${operator}, which the grader lacks`)
}

/** `set -o`; what the grader does not keep is off. */
function isOptionOn({ options }: Shell, name: string): boolean {
  return Object.entries(options).some(([option, on]) => option === name && on)
}

/** `-eq`, `-ne`, `-lt`, `-le`, `-gt`, `-ge`. */
export function compareNumbers(operator: string, left: Numeric, right: Numeric): Truth {
  if (isUnknown(left)) return left
  if (isUnknown(right)) return right
  switch (operator) {
    case '-eq':
      return left === right
    case '-ne':
      return left !== right
    case '-lt':
      return left < right
    case '-le':
      return left <= right
    case '-gt':
      return left > right
    case '-ge':
      return left >= right
  }
  throw cannotFollow(`the script compares with ${operator}, which the grader lacks`)
}
