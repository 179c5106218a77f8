import { ISSUER } from '@grade4/trust'
import type { Verdict } from '../checks/verdict.js'
import { REPOSITORY } from '../evidence/assignment.js'
import { images, repository } from '../evidence/aws/ecr.js'
import { oidcProvider } from '../evidence/aws/iam.js'
import { secretNames, subjectCustomization } from '../evidence/github/repository.js'
import type { Evidence } from '../evidence/question.js'
import type { Source } from '../evidence/source.js'
import { pipeline } from '../facts/pipeline.js'
import { role } from '../facts/role.js'
import { service } from '../facts/service.js'
import { workflow } from '../facts/workflow.js'
import { Answers } from './answers.js'
import { type Change, change } from './change.js'
import type { Deployment } from './deploy-template.js'
import { type PlanStep, planFor } from './plan.js'

/**
 * What a student has to do so that the failed checks pass. Of what all checks ask for it asks what a main.yml that
 * works would have asked for, and one thing more. `deployment`: of a template that is at hand, the first thing to do.
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
  if (verdicts.some(({ id, status }) => id.startsWith('workflow.') && status === 'failed'))
    await askForPipeline(evidence)
  return await planFor(
    new Answers(evidence, await answers(), { evidence, changed: new Set() }),
    new Map(verdicts.map((verdict) => [verdict.id, verdict])),
    deployment === null ? null : deployChange(deployment, evidence.subject.stack),
  )
}

/** Asks what a main.yml asks for that works: one that stops before may not have, where only its checks are selected. */
async function askForPipeline(evidence: Evidence): Promise<void> {
  await Promise.all([
    role(evidence),
    service(evidence),
    evidence.ask(oidcProvider, ISSUER),
    evidence.ask(repository, REPOSITORY),
    evidence.ask(images, REPOSITORY),
    evidence.ask(secretNames),
    evidence.ask(subjectCustomization),
  ])
}

function deployChange({ answers }: Deployment, stack: string): Change {
  return change('command', 'Deploy what cdk synth wrote', `cdk deploy ${stack}`, answers)
}
