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
  withinTime<T>(check: Promise<T>): Promise<T>
  /** Saves the evidence where that was asked for. Gives the reason, one line, when it could not; else `null`. */
  save(trace: unknown): Promise<string | null>
  /** Lets go of what outlives the last question. */
  close(): void
}

/** Opens a session on a subject's evidence. Nothing is asked yet. */
export async function openSession(
  subject: Subject,
  access: Access,
  files: EvidenceFiles,
): Promise<Session> {
  const { evidence, timeLimit, requests, save } = await openSource(subject, access, files)
  return {
    startedAt: new Date(),
    evidence,
    requests: () => ({ ...requests }),
    withinTime: (check) => timeLimit.guardBeyond(check, THINKING_MS),
    save,
    close: () => timeLimit.end(),
  }
}
