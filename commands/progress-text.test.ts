import { describe, expect, test } from 'vitest'
import { endedLines, goingLines } from './progress-text.js'
import { BEGAN, deploymentWith, jobAt, progressWith, runWith } from './test-progress.js'

const LATER = new Date(BEGAN.getTime() + 134_000)

const running = runWith({ status: 'in_progress', conclusion: null })
const going = progressWith({ run: running, jobs: [jobAt('8 Push Docker images')] })
const rolling = progressWith({
  rollout: deploymentWith({ rolloutState: 'IN_PROGRESS', runningCount: 1 }),
})

describe('what goes on', () => {
  test('is the step of the run, and how long both take', () => {
    expect(goingLines(going, LATER, true)).toEqual([
      'Run 5 of main.yml, 2 min 14 s: job build-and-push, step "8 Push Docker images", 2 min 14 s',
    ])
  })

  test('is shown without times where nobody says what time it is', () => {
    expect(goingLines(going, null, true)).toEqual([
      'Run 5 of main.yml: job build-and-push, step "8 Push Docker images"',
    ])
  })

  test('is the rollout, with tasks that did not start', () => {
    const failing = deploymentWith({ rolloutState: 'IN_PROGRESS', runningCount: 0, failedTasks: 3 })
    expect(goingLines(rolling, LATER, true)).toEqual([
      'Rollout of the service, 2 min 14 s: 1 of 2 tasks run',
    ])
    expect(goingLines(progressWith({ rollout: failing }), null, true)).toEqual([
      'Rollout of the service: 0 of 2 tasks run, 3 failed to start',
    ])
  })

  test('is nothing when both have ended', () => {
    expect(goingLines(progressWith({}), LATER, true)).toEqual([])
  })

  test.for([
    ['queued', 'queued, waiting for a machine'],
    ['waiting', 'waiting for somebody to approve it'],
    ['in_progress', 'in progress'],
    ['requested', 'requested'],
  ] as const)('without a job at work, a run that is %s is %s', ([status, words]) => {
    const run = runWith({ status, conclusion: null })
    expect(goingLines(progressWith({ run }), null, true)).toEqual([`Run 5 of main.yml: ${words}`])
  })

  test('holds nothing that a terminal obeys, whatever the step is called', () => {
    const hostile = jobAt('\u001B[2J\u202Epwned\nall passed', { name: '\u0007' })
    const text = goingLines(progressWith({ run: running, jobs: [hostile] }), LATER, true).join('')
    expect(text).not.toMatch(/\p{C}/u)
    expect(text).toContain('pwned all passed')
  })
})

describe('what has ended', () => {
  test('is a run that succeeded, after so long', () => {
    expect(endedLines(going, progressWith({}), true)).toEqual([
      'Run 5 of main.yml ended with success after 3 min 51 s.',
    ])
  })

  test('is a run that failed, at its step', () => {
    const job = jobAt('', { status: 'completed', conclusion: 'failure' })
    const steps = [
      { name: '3 Configure AWS credentials', status: 'completed', conclusion: 'failure' },
      { name: '8 Push Docker images', status: 'completed', conclusion: 'skipped' },
    ].map((step) => ({ ...step, startedAt: null }))
    const after = progressWith({
      run: runWith({ conclusion: 'failure' }),
      jobs: [{ ...job, steps }],
    })
    expect(endedLines(going, after, true)).toEqual([
      'Run 5 of main.yml ended with failure after 3 min 51 s, at job build-and-push, step "3 Configure AWS credentials".',
    ])
  })

  test('is a rollout', () => {
    expect(endedLines(rolling, progressWith({}), true)).toEqual([
      'The rollout of the service is complete.',
    ])
    const failed = deploymentWith({ rolloutState: 'FAILED', rolloutReason: 'circuit breaker.' })
    expect(endedLines(rolling, progressWith({ rollout: failed }), true)).toEqual([
      'The rollout of the service failed: circuit breaker.',
    ])
  })

  test('is shown once', () => {
    expect(endedLines(progressWith({}), progressWith({}), true)).toEqual([])
  })

  test('at the first look is the run that ended before', () => {
    expect(endedLines(null, progressWith({}), true)).toEqual([
      'Run 5 of main.yml ended with success after 3 min 51 s.',
    ])
  })
})
