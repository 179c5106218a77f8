import type { Deployment } from '../evidence/aws/ecs.js'
import type { RunJob, WorkflowRun } from '../evidence/github/actions.js'
import type { Progress } from '../facts/progress.js'

/** When the run and the deployment of these tests began. */
export const BEGAN = new Date('2024-03-09T20:00:00.000Z')

/** A run that succeeded, but for these. */
export function runWith(change: Partial<WorkflowRun> = {}): WorkflowRun {
  return {
    id: 7,
    number: 5,
    attempt: 1,
    headSha: 'c0ffee',
    status: 'completed',
    conclusion: 'success',
    createdAt: BEGAN,
    startedAt: BEGAN,
    updatedAt: new Date(BEGAN.getTime() + 231_000),
    url: 'https://github.com/ada/yoctogram-app/actions/runs/7',
    ...change,
  }
}

/** A PRIMARY deployment that is complete, but for these. */
export function deploymentWith(change: Partial<Deployment> = {}): Deployment {
  return {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    taskDefinitionArn: 'arn:aws:ecs:us-west-2:111122223333:task-definition/app:1',
    rolloutState: 'COMPLETED',
    rolloutReason: null,
    createdAt: BEGAN,
    desiredCount: 2,
    runningCount: 2,
    failedTasks: 0,
    ...change,
  }
}

/** A job at a step of that name. */
export function jobAt(step: string, change: Partial<RunJob> = {}): RunJob {
  return {
    name: 'build-and-push',
    status: 'in_progress',
    conclusion: null,
    steps: [
      { name: '2 Checkout code', status: 'completed', conclusion: 'success', startedAt: BEGAN },
      { name: step, status: 'in_progress', conclusion: null, startedAt: BEGAN },
      { name: 'Complete job', status: 'queued', conclusion: null, startedAt: null },
    ],
    ...change,
  }
}

/** A run and a rollout that have ended well, but for these. */
export function progressWith({
  rollout = deploymentWith(),
  ...change
}: Partial<Omit<Progress, 'rollout'>> & { readonly rollout?: Deployment }): Progress {
  return {
    run: runWith(),
    jobs: [],
    rollout: { service: 'yoctogram-service', deployment: rollout },
    unknown: [],
    ...change,
  }
}
