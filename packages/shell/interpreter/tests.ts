import { hasHole, isUnknown, unknown } from '@grade4/unknown'
import { OPTIONS } from '../supported.js'
import type { Numeric } from './arithmetic.js'
import type { Option, Shell } from './shell.js'
import type { Truth } from './status.js'
import { isSet } from './values.js'
import { mayBeEmpty } from './words.js'

/** Tests of one operand that both `test` and `[[ … ]]` have. */
export async function unaryTest(shell: Shell, operator: string, operand: string): Promise<Truth> {
  const { holes } = shell.host
  if (operator === '-n' || operator === '-z') {
    // A text with ordinary characters is not empty, whatever else is in it.
    return mayBeEmpty(operand) ? holes.unknown(operand) : (operator === '-z') === (operand === '')
  }
  if (hasHole(operand)) return holes.unknown(operand)
  if (operator === '-v') return isSet(shell, operand)
  if (operator === '-o') return isOption(operand) && shell.options.has(operand)
  return operator === '-t' ? false : fileTest(shell, operator, operand)
}

function isOption(name: string): name is Option {
  return Object.hasOwn(OPTIONS, name)
}

/** What may be in a checked-out repository is unknown. */
async function fileTest(shell: Shell, operator: string, path: string): Promise<Truth> {
  const { files } = shell.host
  const absolute = shell.path(path)
  if (path === '') return false
  if (!(await files.exists(absolute))) {
    if (!files.isUnlisted(absolute)) return false
    const because = `the script asks for ${path}, and the grader does not have the repository's files`
    return unknown(because, 'Grade this step by hand.')
  }
  const stat = await files.stat(absolute)
  switch (operator) {
    case '-e':
    case '-r':
    case '-w':
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
      return (await files.lstat(absolute)).isSymbolicLink
  }
  throw shell.refuse(`the test ${operator}`)
}

/** `-eq`, `-ne`, `-lt`, `-le`, `-gt`, `-ge`; `null` for any other operator. */
export function compareNumbers(operator: string, left: Numeric, right: Numeric): Truth | null {
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
  return null
}

/** `!`, for truth values. */
export function inverted(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth
}
