import type { PipelineTrace } from '@grade4/pipeline'
import type { Evidence } from '../../evidence/question.js'
import { pipeline } from '../../facts/pipeline.js'
import { Blocked, type CheckContext, known, undecided } from '../check.js'
import type { Outcome } from './judge/index.js'

/** What main.yml does. Blocks on `workflow.valid`, which reports that it is not there or not valid. */
export async function gradedPipeline(evidence: Evidence): Promise<PipelineTrace> {
  return known(await pipeline(evidence), 'workflow.valid', 'main.yml is not a valid workflow yet.')
}

/** Turns what the trace shows into findings. Throws `Blocked` and `UnknownError` as the outcome says. */
export function tellOutcome(
  outcome: Outcome,
  { finding, seen }: Pick<CheckContext, 'finding' | 'seen'>,
): void {
  switch (outcome.outcome) {
    case 'passed':
      seen(outcome.seen)
      return
    case 'failed':
      for (const { message, ...details } of outcome.findings) finding(message, details)
      return
    case 'blocked':
      throw new Blocked(outcome.by, outcome.message)
    case 'unknown':
      throw undecided(outcome.because, outcome.remedy)
  }
}
