import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import type { EcsService } from '../evidence/aws/models.js'
import { runJobs } from '../evidence/github/actions.js'
import type { RunJob, WorkflowRun } from '../evidence/github/models.js'
import { currentStep, progressOf, rolloutGoesOn, runGoesOn } from './progress.js'
import { answer, savedEvidence } from './test-evidence.js'

const NOBODY_KNOWS = unknown('AccessDenied', 'ask for the permission')
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
    arn: 'arn:aws:ecs:us-west-2:111122223333:service/c/web',
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
  }
}

const step = (name: string, status: string, conclusion: string | null) => ({
  name,
  status,
  conclusion,
  startedAt: at,
})
const JOBS: RunJob[] = [{ name: 'build', status: 'in_progress', conclusion: null, steps: [] }]

async function progress(
  run: Observed<WorkflowRun>,
  service: Observed<EcsService>,
  jobs: Observed<RunJob[]> = found(JOBS),
) {
  const evidence = savedEvidence([answer(runJobs, ['7'], jobs)])
  return await progressOf(evidence, { run: async () => run, service: async () => service })
}

describe('how far a pipeline is', () => {
  test('tells the run, its jobs and the rollout', async () => {
    const seen = await progress(found(runOf('in_progress', null)), found(serviceOf('IN_PROGRESS')))
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
    expect((await progress(found(runOf('completed', 'failure')), none)).jobs).toEqual(JOBS)
    const done = await progress(found(runOf('completed', 'success')), none)
    expect(done.jobs).toEqual([])
    expect(runGoesOn(done)).toBe(false)
    expect((await progress(none, none)).jobs).toEqual([])
  })

  test('is at its end where there is neither run nor service', async () => {
    const seen = await progress(absent('no run'), absent('no service'))
    expect(seen).toEqual({ run: null, jobs: [], rollout: null, unknown: [] })
    expect(runGoesOn(seen)).toBe(false)
    expect(rolloutGoesOn(seen)).toBe(false)
  })

  test('is at its end where the rollout is complete, or there is no PRIMARY deployment', async () => {
    const none = absent('no run')
    expect(rolloutGoesOn(await progress(none, found(serviceOf('COMPLETED'))))).toBe(false)
    expect((await progress(none, found(serviceOf('IN_PROGRESS', 'ACTIVE')))).rollout).toBeNull()
  })

  test('tells what could not be looked at', async () => {
    const seen = await progress(NOBODY_KNOWS, NOBODY_KNOWS)
    expect(seen).toEqual({
      run: null,
      jobs: [],
      rollout: null,
      unknown: [NOBODY_KNOWS, NOBODY_KNOWS],
    })
    const blind = await progress(found(runOf('queued', null)), absent('none'), NOBODY_KNOWS)
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
