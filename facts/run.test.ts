import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, it } from 'vitest'
import {
  runAttempt,
  type WorkflowRun,
  workflowRuns,
  workflowRunsOfAnyEvent,
} from '../evidence/github/actions.js'
import { newestRun, run as runOf, successfulRunAt } from './run.js'
import { answer, savedEvidence } from './test-evidence.js'

const at = (time: string) => new Date(`2024-03-09T${time}Z`)
const run = (changes: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id: 1,
  number: 1,
  attempt: 1,
  headSha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'success',
  createdAt: at('20:00:00'),
  startedAt: at('20:00:00'),
  updatedAt: at('20:05:00'),
  url: 'https://github.com/ada/yoctogram-app/actions/runs/1',
  ...changes,
})
/** Which run a moment is placed in, where these were started by pushes and `others` too are on the list of all. */
async function place(
  time: string,
  pushes: readonly WorkflowRun[],
  {
    others = [],
    attempts = {},
  }: {
    others?: readonly WorkflowRun[]
    attempts?: Readonly<Record<string, Observed<WorkflowRun>>>
  } = {},
): Promise<number | string> {
  const evidence = savedEvidence([
    answer(workflowRuns, [], found([...pushes])),
    answer(workflowRunsOfAnyEvent, [], found([...pushes, ...others])),
    ...Object.entries(attempts).map(([number, one]) => answer(runAttempt, ['1', number], one)),
  ])
  const placed = await successfulRunAt(evidence, [at(time)])
  return placed.state === 'found' ? placed.value.id : placed.state
}

describe('the successful run at a moment', () => {
  it.each([
    ['20:02:00', 1],
    ['19:59:00', 1],
    ['19:58:59', 'absent'],
    ['20:06:00', 1],
    ['20:06:01', 'absent'],
  ])('has a minute on either side: %s is %s', async (time, placement) => {
    expect(await place(time, [run()])).toBe(placement)
  })

  it.each<[string, Partial<WorkflowRun>]>([
    ['failed', { conclusion: 'failure' }],
    ['was cancelled', { conclusion: 'cancelled' }],
    ['is still going on', { status: 'in_progress', conclusion: null }],
  ])('is none that %s', async (_, changes) => {
    expect(await place('20:02:00', [run(changes)])).toBe('absent')
    expect(await place('20:00:30', [run(changes)])).toBe('absent')
  })

  it('may be any of several, the newest where two overlap', async () => {
    const second = run({ id: 2, startedAt: at('20:04:30'), updatedAt: at('20:10:00') })
    expect(await place('20:01:00', [run(), second])).toBe(1)
    expect(await place('20:05:00', [run(), second])).toBe(2)
    expect(await place('20:09:00', [run(), second])).toBe(2)
  })

  it('may be one that no push started', async () => {
    const others = [run({ id: 9 })]
    expect(await place('20:02:00', [], { others })).toBe(9)
    expect(await place('21:02:00', [], { others })).toBe('absent')
  })

  const again = run({ attempt: 2, startedAt: at('21:00:00'), updatedAt: at('21:05:00') })
  const failedFirst = run({ conclusion: 'failure' })

  it.each<
    [what: string, time: string, latest: WorkflowRun, first: WorkflowRun, placed: number | string]
  >([
    ['the latest one', '21:02:00', again, failedFirst, 1],
    ['one that failed, of a run that succeeded in the end', '20:02:00', again, failedFirst, 1],
    [
      'one that succeeded, of a run that failed in the end',
      '20:02:00',
      { ...again, conclusion: 'failure' },
      run(),
      1,
    ],
    [
      'one that failed, as the latest did',
      '20:02:00',
      { ...again, conclusion: 'failure' },
      failedFirst,
      'absent',
    ],
    ['none, in between', '20:30:00', again, failedFirst, 'absent'],
    ['none, before', '19:00:00', again, failedFirst, 'absent'],
  ])('is in an attempt: %s', async (_, time, latest, first, placed) => {
    expect(await place(time, [latest], { attempts: { 1: found(first) } })).toBe(placed)
  })

  it('is unknown where an attempt is, or all that ran', async () => {
    const denied = unknown('AccessDenied', 'ask for the permission')
    expect(await place('20:02:00', [again], { attempts: { 1: denied } })).toBe('unknown')
    const unread = savedEvidence([answer(workflowRuns, [], found([]))])
    expect(await successfulRunAt(unread, [at('20:02:00')])).toMatchObject({ state: 'unknown' })
  })

  it('is unknown before the oldest of the thousand runs that GitHub lists', async () => {
    const others = Array.from({ length: 1000 }, (_, id) => run({ id }))
    expect(await place('19:00:00', [], { others })).toBe('unknown')
    expect(await place('23:00:00', [], { others })).toBe('absent')
  })
})

describe('the graded run', () => {
  const among = (...all: WorkflowRun[]) => savedEvidence([answer(workflowRuns, [], found(all))])
  const failed: Partial<WorkflowRun> = { conclusion: 'failure', createdAt: at('21:00:00') }
  const cancelled: Partial<WorkflowRun> = { conclusion: 'cancelled', createdAt: at('22:00:00') }

  it('is the newest one that tells something', async () => {
    const runs = among(run(), run({ id: 3, ...cancelled }), run({ id: 2, ...failed }))
    expect(await runOf(runs)).toMatchObject({ value: { id: 2 } })
    expect(await newestRun(runs)).toMatchObject({ value: { id: 3 } })
  })

  it('is absent where there is none, unknown where the runs are', async () => {
    expect(await runOf(among())).toEqual(absent('main.yml never ran for a push to main'))
    expect(await newestRun(among())).toEqual(absent('no run'))
    const denied = unknown('AccessDenied', 'ask for the permission')
    const unread = savedEvidence([answer(workflowRuns, [], denied)])
    expect(await runOf(unread)).toEqual(denied)
    expect(await newestRun(unread)).toEqual(denied)
  })
})
