import { absent, found, map, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { clusters, type EcsService, service } from '../evidence/aws/ecs.js'
import {
  type RunJob,
  runJobs,
  type WorkflowRun,
  workflowFile,
  workflowRuns,
} from '../evidence/github/actions.js'
import { currentStep, progress, rolloutGoesOn, runGoesOn } from './progress.js'
import { answer, SUBJECT, savedEvidence } from './test-evidence.js'

const NOT_KNOWN = unknown('AccessDenied', 'ask for the permission')
const ARN = 'arn:aws:ecs:us-west-2:111122223333:service/c/web'
const at = new Date('2026-03-09T20:00:00Z')

function runOf(status: string, conclusion: string | null): WorkflowRun {
  return {
    id: 7,
    number: 1,
    attempt: 1,
    headSha: 'f'.repeat(40),
    status,
    conclusion,
    createdAt: at,
    startedAt: at,
    updatedAt: at,
    url: 'https://github.com/ada/yoctogram-app/actions/runs/7',
  }
}

function serviceOf(rolloutState: string, status = 'PRIMARY'): EcsService {
  return {
    arn: ARN,
    name: 'web',
    clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/c',
    status: 'ACTIVE',
    desiredCount: 1,
    deployments: [
      {
        id: 'ecs-svc/1',
        status,
        taskDefinitionArn: 'arn:aws:ecs:us-west-2:111122223333:task-definition/web:1',
        rolloutState,
        rolloutReason: null,
        createdAt: at,
        desiredCount: 1,
        runningCount: 1,
        failedTasks: 0,
      },
    ],
    loadBalancedContainers: [],
    events: [],
  }
}

const step = (name: string, status: string, conclusion: string | null) => ({
  name,
  status,
  conclusion,
  startedAt: at,
})
const JOBS: RunJob[] = [{ name: 'build', status: 'in_progress', conclusion: null, steps: [] }]

/** How far it is where GitHub tells of this run, and the stack has this service. */
async function progressWith(
  run: Observed<WorkflowRun>,
  there: Observed<EcsService>,
  jobs: Observed<RunJob[]> = found(JOBS),
) {
  const runs = run.state === 'absent' ? found([]) : map(run, (one) => [one])
  const resource = { logicalId: 'web', physicalId: ARN, type: 'AWS::ECS::Service', status: '' }
  return await progress(
    savedEvidence([
      answer(workflowRuns, [], runs),
      answer(runJobs, ['7'], jobs),
      answer(workflowFile, [], absent('404')),
      answer(
        stackResources,
        [SUBJECT.stack],
        map(there, () => [resource]),
      ),
      answer(service, ['c', 'web'], there),
      answer(clusters, [], found([])),
    ]),
  )
}

describe('how far a pipeline is', () => {
  test('tells the run, its jobs and the rollout', async () => {
    const seen = await progressWith(
      found(runOf('in_progress', null)),
      found(serviceOf('IN_PROGRESS')),
    )
    expect(seen).toMatchObject({
      run: { id: 7 },
      jobs: JOBS,
      rollout: { service: 'web', deployment: { rolloutState: 'IN_PROGRESS' } },
      unknown: [],
    })
    expect(runGoesOn(seen)).toBe(true)
    expect(rolloutGoesOn(seen)).toBe(true)
  })

  test('asks for the jobs of a run that failed, not of one that succeeded', async () => {
    const none = absent('none')
    expect((await progressWith(found(runOf('completed', 'failure')), none)).jobs).toEqual(JOBS)
    const done = await progressWith(found(runOf('completed', 'success')), none)
    expect(done.jobs).toEqual([])
    expect(runGoesOn(done)).toBe(false)
    expect((await progressWith(none, none)).jobs).toEqual([])
  })

  test('is at its end where there is neither run nor service', async () => {
    const seen = await progressWith(absent('no run'), absent('no service'))
    expect(seen).toEqual({ run: null, jobs: [], rollout: null, unknown: [] })
    expect(runGoesOn(seen)).toBe(false)
    expect(rolloutGoesOn(seen)).toBe(false)
  })

  test('is at its end where the rollout is complete, or there is no PRIMARY deployment', async () => {
    const none = absent('no run')
    expect(rolloutGoesOn(await progressWith(none, found(serviceOf('COMPLETED'))))).toBe(false)
    expect((await progressWith(none, found(serviceOf('IN_PROGRESS', 'ACTIVE')))).rollout).toBeNull()
  })

  test('tells what could not be looked at', async () => {
    const seen = await progressWith(NOT_KNOWN, NOT_KNOWN)
    expect(seen).toEqual({
      run: null,
      jobs: [],
      rollout: null,
      unknown: [NOT_KNOWN, NOT_KNOWN],
    })
    const blind = await progressWith(found(runOf('queued', null)), absent('none'), NOT_KNOWN)
    expect(blind.jobs).toEqual([])
  })
})

describe('where a run is', () => {
  const job = (
    name: string,
    status: string,
    conclusion: string | null,
    steps: RunJob['steps'],
  ) => ({
    name,
    status,
    conclusion,
    steps,
  })

  test('the step that runs, of the first job that does', () => {
    const jobs = [
      job('test', 'completed', 'success', [step('Lint', 'completed', 'success')]),
      job('build', 'in_progress', null, [
        step('Check out', 'completed', 'success'),
        step('Build', 'in_progress', null),
        step('Push', 'queued', null),
      ]),
    ]
    expect(currentStep({ jobs })).toEqual({ job: 'build', step: 'Build', startedAt: at })
  })

  test.each(['failure', 'timed_out'])('the step that ended with %s', (conclusion) => {
    const steps = [step('Build', 'completed', 'success'), step('Push', 'completed', conclusion)]
    expect(currentStep({ jobs: [job('build', 'completed', conclusion, steps)] })).toEqual({
      job: 'build',
      step: 'Push',
      startedAt: at,
    })
  })

  test('the job alone where it tells no step', () => {
    expect(currentStep({ jobs: JOBS })).toEqual({ job: 'build', step: null, startedAt: null })
  })

  test('nowhere before a job runs, and once all succeeded', () => {
    expect(currentStep({ jobs: [] })).toBeNull()
    expect(currentStep({ jobs: [job('a', 'queued', null, [])] })).toBeNull()
    expect(currentStep({ jobs: [job('a', 'completed', 'success', [])] })).toBeNull()
  })
})
