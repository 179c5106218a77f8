import { describe, expect, test } from 'vitest'
import { MAX_POINTS, POINTS } from '../checks/rubric.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { findScenario, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { type Ended, runGrade4 } from './run-command.js'

/**
 * Waits in a world where the next of the scenario's events happens when what came of the one before is shown,
 * however slow the machine. `onFirst`: what happens instead when the first thing is shown.
 */
async function wait(
  name: string,
  onFirst?: (signal: (name: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  const scenario = findScenario(name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  const world = worldOf(scenario)
  const events = [...(scenario.events ?? [])]
  const next = () => events.shift()?.change(world, new Date())
  next()
  const cloud = await startCloud(world)
  let first = true
  const hear = (signal: (name: NodeJS.Signals) => void) => {
    if (onFirst === undefined) return next()
    // Once: a second Ctrl-C would end the grading, too.
    if (first) onFirst(signal)
    first = false
  }
  try {
    return await runGrade4(
      ['--repo', 'ada/yoctogram-app', '--json', '--wait', '--wait-every', '1'],
      cloud.environment(world.account.id),
      undefined,
      (_text, signal) => hear(signal),
    )
  } finally {
    await cloud.close()
  }
}

/** The score, and what a report says of the pipeline's newest run. */
function outcome({ stdout, exitCode }: Ended) {
  const { score, range, checks } = Report.parse(JSON.parse(stdout))
  return { score, range, run: checks.find(({ id }) => id === 'delivery.run')?.status, exitCode }
}

/** What was written on standard error, with every time as `N s`. */
function progressOf({ stderr }: Ended): string[] {
  return stderr
    .trimEnd()
    .replaceAll(/\d+ s\b/g, 'N s')
    .split('\n')
}

// Three processes at once: each spends its time waiting.
describe.concurrent('grade4 --wait', { timeout: 150_000 }, () => {
  test('follows the run, then the rollout, and grades what came of both', async () => {
    const ended = await wait('under-way/succeeds')
    expect(progressOf(ended)).toEqual([
      'grade4: Run 5 of main.yml: job build-and-push, step "6 Build Docker images".',
      'grade4: Run 5 of main.yml: job build-and-push, step "8 Push Docker images".',
      'grade4: Run 5 of main.yml ended with success after N s.',
      'grade4: Rollout of the service: 1 of 2 tasks run.',
      'grade4: The rollout of the service is complete.',
    ])
    const passed = {
      score: MAX_POINTS,
      range: [MAX_POINTS, MAX_POINTS],
      run: 'passed',
      exitCode: 0,
    }
    expect(outcome(ended)).toEqual(passed)
  })

  test('tells the step that a run failed at, and grades the failure', async () => {
    const ended = await wait('under-way/fails')
    expect(progressOf(ended)).toEqual([
      'grade4: Run 5 of main.yml: job build-and-push, step "3 Configure AWS credentials".',
      'grade4: Run 5 of main.yml ended with failure after N s, at job build-and-push, step "3 Configure AWS credentials".',
    ])
    const score = MAX_POINTS - POINTS['delivery.run']
    const failed = { score, range: [score, score], run: 'failed', exitCode: 1 }
    expect(outcome(ended)).toEqual(failed)
  })

  test('grades what is there at Ctrl-C', async () => {
    const ended = await wait('under-way/fails', (signal) => signal('SIGINT'))
    expect(progressOf(ended)).toEqual([
      'grade4: Run 5 of main.yml: job build-and-push, step "3 Configure AWS credentials".',
      'grade4: stopped waiting; grading what is there now.',
    ])
    const score = MAX_POINTS - POINTS['delivery.run']
    const undecided = { score, range: [score, MAX_POINTS], run: 'error', exitCode: 3 }
    expect(outcome(ended)).toEqual(undecided)
  })
})
