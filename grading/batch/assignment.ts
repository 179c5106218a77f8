import { createHash } from 'node:crypto'
import type { Subject } from '../../evidence/subject.js'
import type { RosterRow } from './roster.js'

/** What is the same for every student of a batch. */
export interface BatchSettings {
  readonly region: string
  readonly stack: string
  readonly profile: string | null
  /** Name of the role to assume where the roster has none; `null`: no role. */
  readonly roleName: string | null
  readonly externalId: string | null
  readonly due: Date | null
  /** What stands for the files that a student handed in; another text where they have changed. */
  readonly handIns: ReadonlyMap<RosterRow, string>
  /** What else changes a grade: checks, points, late penalty, as text. */
  readonly rules: string
}

/** One subject, and the students who are credited with it. */
export interface Assignment {
  readonly subject: Subject
  readonly due: Date | null
  readonly credited: readonly { readonly row: RosterRow; readonly order: number }[]
  /** Changes when anything does that the grade hangs on. */
  readonly fingerprint: string
}

/** Puts together the students who are graded by one look: same account, repository, way in and deadline. */
export function assignmentsOf(rows: readonly RosterRow[], settings: BatchSettings): Assignment[] {
  const byFingerprint = new Map<string, Assignment>()
  for (const [order, row] of rows.entries()) {
    const handIn = settings.handIns.get(row) ?? ''
    const roleArn = row.roleArn ?? roleIn(row.account, settings.roleName)
    const subject: Subject = {
      student: row.student,
      account: row.account,
      repository: row.repository,
      region: settings.region,
      stack: settings.stack,
      profile: settings.profile,
      roleArn,
      externalId: row.externalId ?? settings.externalId,
      localWorkflow: null,
      ...(handIn === '' || roleArn !== null ? {} : { withoutAccount: true as const }),
    }
    const due = row.due ?? settings.due
    const { student: _student, profile: _profile, ...asked } = subject
    const fingerprint = hashOf(JSON.stringify([asked, due, settings.rules, handIn]).toLowerCase())
    const known = byFingerprint.get(fingerprint)
    byFingerprint.set(fingerprint, {
      subject: known?.subject ?? subject,
      due,
      credited: [...(known?.credited ?? []), { row, order }],
      fingerprint,
    })
  }
  return [...byFingerprint.values()]
}

function roleIn(account: string, name: string | null): string | null {
  return name === null ? null : `arn:aws:iam::${account}:role/${name}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** One part of a class of `count`, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/**
 * Whether a student belongs to a shard. By a hash of account and repository, so that partners stay together
 * and everybody stays where they are when the roster gains a line.
 */
export function isInShard({ account, repository }: RosterRow, { index, count }: Shard): boolean {
  const work = `${account} ${repository.owner}/${repository.name}`.toLowerCase()
  const hash = createHash('sha256').update(work).digest()
  return hash.readUIntBE(0, 6) % count === index - 1
}
