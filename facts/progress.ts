import type { Unknown } from '@grade4/unknown'
import type { Deployment, EcsService } from '../evidence/aws/ecs.js'
import { type RunJob, runJobs, type WorkflowRun } from '../evidence/github/actions.js'
import { fact } from './fact.js'
import { run } from './run.js'
import { primaryDeployment, service } from './service.js'

/** How far the pipeline and what it set off are, at one moment. */
export interface Progress {
  /** The run that would be graded; `null`: there is none, or it is not known. */
  readonly run: WorkflowRun | null
  /** Its jobs, unless it succeeded; empty where they are not known. */
  readonly jobs: readonly RunJob[]
  /** The PRIMARY deployment of the service that would be graded; `null`: there is none, or it is not known. */
  readonly rollout: { readonly service: string; readonly deployment: Deployment } | null
  /** Why the run or the service could not be looked at. */
  readonly unknown: readonly Unknown[]
}

/** How far the run and the service are that would be graded now. */
export const progress = fact(async (evidence): Promise<Progress> => {
  const [graded, deployed] = await Promise.all([run(evidence), service(evidence)])
  const newest = graded.state === 'found' ? graded.value : null
  const jobs =
    newest === null || newest.conclusion === 'success'
      ? null
      : await evidence.ask(runJobs, String(newest.id))
  return {
    run: newest,
    jobs: jobs?.state === 'found' ? jobs.value : [],
    rollout: deployed.state === 'found' ? rolloutOf(deployed.value) : null,
    unknown: [graded, deployed].filter((observed) => observed.state === 'unknown'),
  }
})

function rolloutOf(there: EcsService): Progress['rollout'] {
  const deployment = primaryDeployment(there)
  return deployment === null ? null : { service: there.name, deployment }
}

/** Whether the run has not ended. */
export function runGoesOn({ run }: Pick<Progress, 'run'>): boolean {
  return run !== null && run.status !== 'completed'
}

/** Whether the service is still being redeployed. */
export function rolloutGoesOn({ rollout }: Pick<Progress, 'rollout'>): boolean {
  return rollout?.deployment.rolloutState === 'IN_PROGRESS'
}

/** A step of a job, as far as it is known. */
export interface CurrentStep {
  readonly job: string
  /** `null`: the job tells none. */
  readonly step: string | null
  readonly startedAt: Date | null
}

/** Where a run is: the first job that runs, and its step; where it stopped, once a job has failed. `null`: it is not known. */
export function currentStep({ jobs }: Pick<Progress, 'jobs'>): CurrentStep | null {
  const isAt = ({ status, conclusion }: { status: string; conclusion: string | null }) =>
    status === 'in_progress' || conclusion === 'failure' || conclusion === 'timed_out'
  const job = jobs.find(isAt)
  if (job === undefined) return null
  const step = job.steps.find(isAt)
  return { job: job.name, step: step?.name ?? null, startedAt: step?.startedAt ?? null }
}
