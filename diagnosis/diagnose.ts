import type { Verdict } from '../checks/verdict.js'
import { subjectCustomization } from '../evidence/github/repository.js'
import type { Source } from '../evidence/source.js'
import { Answers } from './answers.js'
import { type PlanStep, planFor } from './plan.js'

/**
 * What a student has to do so that the failed checks pass. Asks for at most one thing more than the checks did:
 * what a main.yml that is valid would have asked for.
 */
export async function diagnose(
  { evidence, answers }: Pick<Source, 'evidence' | 'answers'>,
  verdicts: readonly Verdict[],
): Promise<readonly PlanStep[]> {
  if (verdicts.every(({ status }) => status !== 'failed')) return []
  if (verdicts.some(({ id }) => id.startsWith('workflow.')))
    await evidence.ask(subjectCustomization)
  return await planFor(
    new Answers(evidence, await answers()),
    new Map(verdicts.map((verdict) => [verdict.id, verdict])),
  )
}
