import type { Access } from '../evidence/clients.js'
import type { Evidence } from '../evidence/question.js'
import { type EvidenceFiles, openSource } from '../evidence/source.js'
import type { Subject } from '../evidence/subject.js'

/** Time that a check may take beyond the limit on gathering, in milliseconds: the pipeline's scripts. */
const THINKING_MS = 30_000

/** One subject while it is graded: what its checks share. */
export interface Session {
  readonly startedAt: Date
  readonly evidence: Evidence
  /** How many requests went out so far. */
  requests(): { aws: number; github: number }
  /** A check's own promise, or a rejection when it takes longer than any honest check. */
  withPatience<T>(check: Promise<T>): Promise<T>
  /** Says that one of the expected checks has been reached. */
  reached(): void
  /** Resolves when every expected check has been reached. */
  allChecks(): Promise<void>
  /** Saves the evidence where that was asked for. Gives the reason, one line, when it could not; else `null`. */
  save(trace: unknown): Promise<string | null>
  /** Lets go of what outlives the last question. */
  close(): void
}

/** Opens a session on a subject's evidence, for so many checks. Nothing is asked yet. */
export async function openSession(
  subject: Subject,
  access: Access,
  checks: number,
  files: EvidenceFiles,
): Promise<Session> {
  const { evidence, timeLimit, requests, save } = await openSource(subject, access, files)
  let left = checks
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  if (left === 0) finish()
  return {
    startedAt: new Date(),
    evidence,
    requests: () => ({ ...requests }),
    withPatience: (check) => timeLimit.guardBeyond(check, THINKING_MS),
    reached: () => {
      left -= 1
      if (left === 0) finish()
    },
    allChecks: () => finished,
    save,
    close: () => timeLimit.end(),
  }
}
