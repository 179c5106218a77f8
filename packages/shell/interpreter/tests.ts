import { hasHole, isOwnPath, isUnknown, mayBeEmpty, type Unknown, unknown } from '@grade4/unknown'
import type { Status } from '../command.js'
import type { Numeric } from './arithmetic.js'
import type { Shell } from './shell.js'
import { isSet } from './values.js'

/** A truth value, or not known. */
export type Truth = boolean | Unknown

/** The status of a condition. */
export function statusOf(truth: Truth): Status {
  return isUnknown(truth) ? truth : truth ? 0 : 1
}

/** `!`, for truth values. */
export function inverted(truth: Truth): Truth {
  return isUnknown(truth) ? truth : !truth
}

/** Tests of one operand that both `test` and `[[ … ]]` have. */
export async function unaryTest(shell: Shell, operator: string, operand: string): Promise<Truth> {
  const { holes } = shell.host
  if (operator === '-n' || operator === '-z') {
    // A text with ordinary characters is not empty, whatever else is in it.
    return mayBeEmpty(operand) ? holes.unknown(operand) : (operator === '-z') === (operand === '')
  }
  if (hasHole(operand) && !isOwnPath(operand)) return holes.unknown(operand)
  if (operator === '-v') return isSet(shell, operand)
  if (operator === '-o') return [...shell.options].some((option) => option === operand)
  return operator === '-t' ? false : fileTest(shell, operator, operand)
}

/** What may be in a checked-out repository is unknown. */
async function fileTest(shell: Shell, operator: string, path: string): Promise<Truth> {
  const { files } = shell.host
  const absolute = shell.path(path)
  if (path === '') return false
  const isOfLinks = /^-[hL]$/.test(operator)
  // A link to nothing is a link.
  if (isOfLinks && (await files.lstat(absolute).catch(() => null))?.isSymbolicLink) return true
  if (!(await files.exists(absolute))) {
    if (hasHole(path)) return shell.host.holes.unknown(path)
    if (!files.isUnlisted(absolute)) return false
    const because = `the script asks for ${path}, and the grader does not have the repository's files`
    return unknown(because, 'The course staff has to grade this step by hand.')
  }
  const { isFile, isDirectory, mode, size } = await files.stat(absolute)
  if (/^-[erw]$/.test(operator)) return true
  if (operator === '-f') return isFile
  if (operator === '-d') return isDirectory
  if (operator === '-x') return isDirectory || (mode & 0o111) !== 0
  if (operator === '-s') return isDirectory || size > 0
  if (isOfLinks) return false
  throw shell.refuse(`the test ${operator}`)
}

const COMPARES: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
}

/** `-eq`, `-ne`, `-lt`, `-le`, `-gt`, `-ge`. */
export function compareNumbers(
  shell: Shell,
  operator: string,
  left: Numeric,
  right: Numeric,
): Truth {
  if (isUnknown(left)) return left
  if (isUnknown(right)) return right
  const truth = COMPARES[operator]?.(left, right)
  if (truth === undefined) throw shell.refuse(`the test ${operator}`)
  return truth
}
