import { repositoryNameOf } from '../../evidence/repository-name.js'
import type { RepositoryName } from '../../evidence/subject.js'
import { BadDeadline, parseDue } from '../deadline.js'

// What the cells of each column hold; none of them is empty.

/** A cell that is not what its column asks for. `message`: what is wrong and what to write, one line. */
export class BadCell extends Error {
  override readonly name = 'BadCell'
}

const STUDENT = /^[A-Za-z0-9._@-]{1,64}$/
const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\w+=,.@/-]{1,512}$/
/** Source: STS API Reference, AssumeRole, ExternalId. */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/

/** Letters, digits and `. _ @ -`, at most 64; it names files, so nothing else. */
export function studentCell(text: string): string {
  if (!STUDENT.test(text)) {
    throw new BadCell(
      `"${shortened(text)}" is no student id: letters, digits and . _ @ - only, 64 at most.`,
    )
  }
  if (/^\.+$/.test(text))
    throw new BadCell(`"${text}" is no student id: it has no letter or digit.`)
  if (/^[@-]/.test(text)) {
    throw new BadCell(
      `"${text}" begins with ${text[0]}: a spreadsheet would take it for a formula.`,
    )
  }
  return text
}

/** 12 digits, also in the console's spelling 1111-2222-3333. */
export function accountCell(text: string): string {
  const digits = text.replace(/^(\d{4})-(\d{4})-(\d{4})$/, '$1$2$3')
  if (/^\d{12}$/.test(digits)) return digits
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(text)) {
    throw new BadCell(
      `"${text}" is what Excel makes of an account id; format the column as text and write the 12 digits again.`,
    )
  }
  if (/^\d{8,11}$/.test(text)) {
    throw new BadCell(
      `"${text}" has ${text.length} digits, an account id has 12: a spreadsheet drops leading zeros. Perhaps ${text.padStart(12, '0')}; format the column as text.`,
    )
  }
  throw new BadCell(`"${shortened(text)}" is no AWS account id: 12 digits.`)
}

/** `OWNER/NAME` or its address on GitHub. */
export function repositoryCell(text: string): RepositoryName {
  const name = repositoryNameOf(text)
  if (name === null) {
    throw new BadCell(`"${shortened(text)}" is no repository: OWNER/NAME, as ada/yoctogram-app.`)
  }
  return name
}

/** The ARN of a role in `account`. */
export function roleCell(text: string, account: string | null): string {
  const [, owner] = ROLE_ARN.exec(text) ?? []
  if (owner === undefined) {
    throw new BadCell(`"${shortened(text)}" is no role: arn:aws:iam::ACCOUNT:role/NAME.`)
  }
  if (account !== null && owner !== account) {
    throw new BadCell(`The role is one of account ${owner}, the row is about account ${account}.`)
  }
  return text
}

/** An external id. */
export function externalIdCell(text: string): string {
  if (!EXTERNAL_ID.test(text)) {
    throw new BadCell('is no external id: 2 to 1,224 letters, digits and + = , . @ : / - _.')
  }
  return text
}

/** A moment with its time zone. */
export function dueCell(text: string): Date {
  try {
    return parseDue(text)
  } catch (error) {
    if (error instanceof BadDeadline) throw new BadCell(error.message)
    throw error
  }
}

/** Longest path in characters. */
const LONGEST_PATH = 500

/** A path below the roster's folder. */
export function handInCell(text: string): string {
  const parts = text.split(/[/\\]/)
  const leadsOut = parts.includes('..') || parts[0] === '' || /^[a-z]:$/i.test(parts[0] ?? '')
  if (leadsOut || text.length > LONGEST_PATH || text.includes('\0')) {
    throw new BadCell(`"${shortened(text)}" is no path below the roster's folder, as ada/cdk.out.`)
  }
  return text
}

/** Enough of a cell to find it by. */
export function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`
}
