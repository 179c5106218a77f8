import { Holes, UnknownError } from '@grade4/unknown'
import { STAND_IN_ACCOUNT } from '../evidence/not-deployed.js'
import type { Source } from '../evidence/source.js'
import { Blocked, type Check } from './check.js'
import { placedInTemplate } from './in-template.js'
import type { Finding, Status, Verdict } from './verdict.js'

/** A verdict, and what stopped the check where something did. */
export interface Reached {
  readonly verdict: Verdict
  readonly thrown?: unknown
  /** What broke inside the grader, if something did: also where a fault of the student's had been seen before. */
  readonly fault?: unknown
}

/** How long a check may take beyond the limit on gathering, in milliseconds: main.yml's scripts. */
const THINKING_MS = 30_000

/** The check that all others wait for where nothing deployed is looked at; it waits for no other. */
const DEPLOY = 'stack.deployed'

/** Judges one subject by a check's rule. Never rejects. */
export async function reachVerdict(
  { id, rule }: Pick<Check, 'id' | 'rule'>,
  { evidence, timeLimit }: Pick<Source, 'evidence' | 'timeLimit'>,
): Promise<Reached> {
  const started = performance.now()
  const findings: Finding[] = []
  let seen = ''
  const verdict = (status: Status, more: Partial<Verdict> = {}): Verdict => {
    const durationMs = performance.now() - started
    return { id, status, findings, seen: '', blockedBy: null, ...more, durationMs }
  }
  try {
    const judged = rule({
      evidence,
      finding: (message, details = {}) => {
        findings.push(shown({ ...oneLine(message), ...details }))
      },
      seen: (message) => {
        seen = shownText(message)
      },
    })
    await timeLimit.guardBeyond(judged, THINKING_MS)
    findings.splice(0, findings.length, ...(await placedInTemplate(id, findings, evidence)))
  } catch (thrown) {
    const isExpected = thrown instanceof Blocked || thrown instanceof UnknownError
    const fault = isExpected ? undefined : thrown
    // A fault that was seen stays one, whatever could not be looked at after it.
    if (findings.length > 0) return { verdict: verdict('failed'), fault }
    // What broke may be what shows texts.
    const finding = isExpected ? shown(whyStopped(thrown)) : whyStopped(thrown)
    return {
      verdict:
        thrown instanceof Blocked
          ? verdict('blocked', { findings: [finding], blockedBy: thrown.by })
          : isBeforeDeploy(thrown)
            ? verdict('blocked', {
                findings: [finding],
                blockedBy: id === DEPLOY ? null : DEPLOY,
              })
            : verdict('error', { findings: [finding] }),
      thrown,
      fault,
    }
  }
  return { verdict: findings.length === 0 ? verdict('passed', { seen }) : verdict('failed') }
}

/** Whether a check stopped at what only a deploy tells, and nothing deployed was looked at. */
function isBeforeDeploy(thrown: unknown): boolean {
  return thrown instanceof UnknownError && thrown.reason.lacks === 'deployment'
}

function whyStopped(thrown: unknown): Finding {
  if (thrown instanceof Blocked) return oneLine(thrown.message)
  if (thrown instanceof UnknownError) {
    return { ...oneLine(thrown.message), hint: thrown.reason.remedy }
  }
  return {
    ...oneLine(`The grader itself broke on this check: ${String(thrown)}`),
    hint: 'This is a bug of grade4, not of yours: report it to the course staff.',
  }
}

/** A text for readers: parts that only a deploy tells say so, and what stands for the account says that it does. */
function shownText(text: string): string {
  return Holes.show(text).replaceAll(STAND_IN_ACCOUNT, 'ACCOUNT_ID')
}

function shown(finding: Finding): Finding {
  const show = (text: string | null) => (text === null ? null : shownText(text))
  return {
    ...finding,
    message: shownText(finding.message),
    expected: show(finding.expected),
    actual: show(finding.actual),
    hint: show(finding.hint),
  }
}

function oneLine(message: string): Finding {
  return { message, expected: null, actual: null, location: null, hint: null }
}
