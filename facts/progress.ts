import type { Unknown } from '@grade4/unknown'
import type { Deployment } from '../evidence/aws/models.js'
import { runJobs } from '../evidence/github/actions.js'
import type { RunJob, WorkflowRun } from '../evidence/github/models.js'
import type { Evidence } from '../evidence/question.js'
import { primaryDeployment } from './choice/deployment.js'
import type { Facts } from './facts.js'

/** How far the pipeline and what it set off are, at one moment. */
export interface Progress {
  /** The run that would be graded; `null`: there is none, or nobody knows. */
  readonly run: WorkflowRun | null
  /** Its jobs, unless it succeeded; empty where nobody knows. */
  readonly jobs: readonly RunJob[]
  /** The PRIMARY deployment of the service that would be graded; `null`: there is none, or nobody knows. */
  readonly rollout: { readonly service: string; readonly deployment: Deployment } | null
  /** Why the run or the service could not be looked at. */
  readonly unknown: readonly Unknown[]
}

/** Looks once at the run and the service that would be graded now. */
export async function progressOf(
  evidence: Evidence,
  facts: Pick<Facts, 'run' | 'service'>,
): Promise<Progress> {
  const [run, service] = await Promise.all([facts.run(), facts.service()])
  const unknown = [run, service].filter((observed) => observed.state === 'unknown')
  const newest = run.state === 'found' ? run.value : null
  const jobs =
    newest === null || newest.conclusion === 'success'
      ? null
      : await evidence.ask(runJobs, String(newest.id))
  const deployment = service.state === 'found' ? primaryDeployment(service.value) : null
  return {
    run: newest,
    jobs: jobs?.state === 'found' ? jobs.value : [],
    rollout:
      service.state === 'found' && deployment !== null
        ? { service: service.value.name, deployment }
        : null,
    unknown,
  }
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

/** Where a run is: the first job that runs, and its step; where it stopped, once a job has failed. `null`: nobody knows. */
export function currentStep({ jobs }: Pick<Progress, 'jobs'>): CurrentStep | null {
  const isAt = ({ status, conclusion }: { status: string; conclusion: string | null }) =>
    status === 'in_progress' || conclusion === 'failure' || conclusion === 'timed_out'
  const job = jobs.find(isAt)
  if (job === undefined) return null
  const step = job.steps.find(isAt)
  return { job: job.name, step: step?.name ?? null, startedAt: step?.startedAt ?? null }
}
