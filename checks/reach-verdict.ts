import { UnknownError } from '@grade4/unknown'
import type { Rule } from './check.js'
import { Blocked } from './outcome.js'
import type { CheckId } from './rubric.js'
import type { Session } from './session.js'
import type { Finding, Verdict } from './verdict.js'

/** A verdict, and what stopped the check where something did. */
export interface Reached {
  readonly verdict: Verdict
  readonly thrown?: unknown
  /** What broke inside the grader, if something did: also where a fault of the student's had been seen before. */
  readonly fault?: unknown
}

/** Has a check look at one subject, and says what came of it. Never rejects. */
export async function reachVerdict(id: CheckId, rule: Rule, session: Session): Promise<Reached> {
  const started = performance.now()
  const { thrown, fault, ...outcome } = await outcomeOf(rule, session)
  return { verdict: { id, ...outcome, durationMs: performance.now() - started }, thrown, fault }
}

type Outcome = Omit<Verdict, 'id' | 'durationMs'> & Omit<Reached, 'verdict'>

async function outcomeOf(rule: Rule, { evidence, withinTime }: Session): Promise<Outcome> {
  const findings: Finding[] = []
  let seen = ''
  let fault: unknown
  try {
    const looked = rule({
      evidence,
      finding: (message, details = {}) => {
        findings.push({ ...oneLine(message), ...details })
      },
      seen: (message) => {
        seen = message
      },
    })
    await withinTime(looked)
  } catch (thrown) {
    if (!(thrown instanceof Blocked || thrown instanceof UnknownError)) fault = thrown
    // A fault that was seen stays one, whatever could not be looked at after it.
    if (findings.length === 0) return { ...stopped(thrown), fault }
  }
  return findings.length === 0
    ? { status: 'passed', findings, seen, blockedBy: null }
    : { status: 'failed', findings, seen: '', blockedBy: null, fault }
}

function stopped(thrown: unknown): Outcome {
  if (thrown instanceof Blocked) {
    const findings = [oneLine(thrown.message)]
    return { status: 'blocked', findings, seen: '', blockedBy: thrown.by, thrown }
  }
  const finding =
    thrown instanceof UnknownError
      ? { ...oneLine(thrown.message), hint: thrown.reason.remedy }
      : {
          ...oneLine(`The grader itself broke on this check: ${String(thrown)}`),
          hint: 'This is a bug of grade4, not of yours: report it to the course staff.',
        }
  return { status: 'error', findings: [finding], seen: '', blockedBy: null, thrown }
}

function oneLine(message: string): Finding {
  return { message, expected: null, actual: null, location: null, hint: null }
}
