import type { Verdict } from '../checks/verdict.js'
import { subjectCustomization } from '../evidence/github/repository.js'
import type { Source } from '../evidence/source.js'
import { pipeline } from '../facts/pipeline.js'
import { workflow } from '../facts/workflow.js'
import { Answers } from './answers.js'
import type { Change } from './change.js'
import type { Deployment } from './deploy-template.js'
import { type PlanStep, planFor } from './plan.js'

/**
 * What a student has to do so that the failed checks pass. Asks for at most one thing more than the checks did:
 * what a main.yml that is valid would have asked for. `deployment`: of a template that is at hand, the first thing to do.
 */
export async function diagnose(
  { evidence, answers }: Pick<Source, 'evidence' | 'answers'>,
  verdicts: readonly Verdict[],
  deployment: Deployment | null = null,
): Promise<readonly PlanStep[]> {
  if (verdicts.every(({ status }) => status !== 'failed')) return []
  // What could not be run to its end once would take as long in every trial.
  const flow = await workflow.ifAsked(evidence)
  const trace = await pipeline.ifAsked(evidence)
  if (flow?.state === 'found' && trace?.state === 'unknown') return []
  if (verdicts.some(({ id }) => id.startsWith('workflow.')))
    await evidence.ask(subjectCustomization)
  return await planFor(
    new Answers(evidence, await answers(), { evidence, changed: new Set() }),
    new Map(verdicts.map((verdict) => [verdict.id, verdict])),
    deployment === null ? null : deployChange(deployment, evidence.subject.stack),
  )
}

function deployChange({ answers }: Deployment, stack: string): Change {
  const title = 'Deploy what cdk synth wrote'
  return { kind: 'command', title, text: `cdk deploy ${stack}`, edits: [], after: answers }
}
