import type { PipelineTrace, StepTrace } from '@grade4/pipeline'
import { Holes, type Reason, reasonOf, UnknownError } from '@grade4/unknown'
import { type Targets, targets } from '../../facts/targets.js'
import { Blocked, type CheckContext, type Rule } from '../check.js'
import type { CheckId } from '../rubric.js'
import type { Finding } from '../verdict.js'
import { gradedPipeline } from './graded-workflow.js'

/** What one check concludes from the trace. Every text can be shown: what is not known says so. */
export type Outcome =
  | { readonly outcome: 'passed'; readonly seen: string }
  | { readonly outcome: 'failed'; readonly findings: readonly Finding[] }
  | { readonly outcome: 'blocked'; readonly by: CheckId; readonly message: string }
  | ({ readonly outcome: 'unknown' } & Reason)

export function passed(seen: string): Outcome {
  return { outcome: 'passed', seen: Holes.show(seen) }
}

export function failed(...findings: Finding[]): Outcome {
  return { outcome: 'failed', findings }
}

export function blocked(by: CheckId, message: string): Outcome {
  return { outcome: 'blocked', by, message: Holes.show(message) }
}

export function unknown(reason: Reason): Outcome {
  return { outcome: 'unknown', ...reasonOf(reason), because: Holes.show(reason.because) }
}

type Details = { readonly [Key in Exclude<keyof Finding, 'message'>]?: Finding[Key] | undefined }

/** A fault. `step`: where it is, unless the details name a better place; `null` when no step is at fault. */
export function finding(step: StepTrace | null, message: string, details: Details = {}): Finding {
  const shown = (text: string | null = null) => (text === null ? null : Holes.show(text))
  return {
    message: Holes.show(message),
    expected: shown(details.expected),
    actual: shown(details.actual),
    location: details.location ?? step?.step.location ?? null,
    hint: shown(details.hint),
  }
}

/** The same outcome with other words for its faults. */
export function reworded(outcome: Outcome, word: (message: string) => string): Outcome {
  if (outcome.outcome !== 'failed') return outcome
  return failed(...outcome.findings.map((each) => ({ ...each, message: word(each.message) })))
}

/** Why something happened, as the end of a sentence: with one full stop. */
export function sentence(words: string | undefined): string {
  return `${(words ?? 'the reason is not known').replace(/[.\s]+$/, '')}.`
}

/** The rule of a check that is decided by what main.yml does, held against what the account shows. */
export function byTrace(judge: (trace: PipelineTrace, targets: Targets) => Outcome): Rule {
  return async (context) => {
    const { evidence } = context
    const [trace, named] = await Promise.all([gradedPipeline(evidence), targets(evidence)])
    conclude(judge(trace, named), context)
  }
}

/** Turns an outcome into what a check says. Throws `Blocked` and `UnknownError` as it says. */
export function conclude(outcome: Outcome, context: Pick<CheckContext, 'finding' | 'seen'>): void {
  switch (outcome.outcome) {
    case 'passed':
      context.seen(outcome.seen)
      return
    case 'failed':
      for (const { message, ...details } of outcome.findings) context.finding(message, details)
      return
    case 'blocked':
      throw new Blocked(outcome.by, outcome.message)
    case 'unknown':
      throw new UnknownError(outcome)
  }
}
