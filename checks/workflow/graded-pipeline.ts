import type { Facts } from '../../facts/facts.js'
import type { Outcome } from './judge/index.js'
import type { PipelineTrace } from '../../packages/pipeline/trace.js'
import { Blocked, type CheckContext, known, Undecided } from '../check.js'

/** What main.yml does. Blocks on `workflow.valid`, which reports that it is not there or not valid. */
export async function gradedPipeline(facts: Facts): Promise<PipelineTrace> {
  return known(await facts.pipeline(), 'workflow.valid', 'main.yml is not a valid workflow yet.')
}

/** Turns what the trace shows into findings. Throws `Blocked` and `Undecided` as the outcome says. */
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
      throw new Undecided(outcome.because, outcome.remedy)
  }
}
