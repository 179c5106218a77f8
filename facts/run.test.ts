import { absent, found, unknown } from '@grade4/unknown'
import { describe, expect, it } from 'vitest'
import { workflowRuns } from '../evidence/github/actions.js'
import type { WorkflowRun } from '../evidence/github/models.js'
import { newestRun, placeAmongRuns, run as runOf } from './run.js'
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
const place = (time: string, ...runs: WorkflowRun[]) => {
  const placement = placeAmongRuns(at(time), runs)
  return placement.state === 'outside' ? placement.state : `${placement.state} ${placement.run.id}`
}

describe('placeAmongRuns', () => {
  it.each([
    ['20:02:00', 'inside 1'],
    ['19:59:00', 'inside 1'],
    ['19:58:59', 'outside'],
    ['20:06:00', 'inside 1'],
    ['20:06:01', 'outside'],
  ])('allows a minute on either side: %s is %s', (time, placement) => {
    expect(place(time, run())).toBe(placement)
  })

  it.each<[string, Partial<WorkflowRun>]>([
    ['failed', { conclusion: 'failure' }],
    ['cancelled', { conclusion: 'cancelled' }],
    ['still going on', { status: 'in_progress', conclusion: null }],
  ])('does not count a run that is %s', (_, changes) => {
    expect(place('20:02:00', run(changes))).toBe('outside')
    expect(place('20:00:30', run(changes))).toBe('outside')
  })

  it('takes any of several runs, the newest where two overlap', () => {
    const second = run({ id: 2, startedAt: at('20:04:30'), updatedAt: at('20:10:00') })
    expect(place('20:01:00', run(), second)).toBe('inside 1')
    expect(place('20:05:00', run(), second)).toBe('inside 2')
    expect(place('20:09:00', run(), second)).toBe('inside 2')
  })

  it('does not know about attempts before the latest one', () => {
    const again = run({ attempt: 2, startedAt: at('21:00:00'), updatedAt: at('21:05:00') })
    expect(place('21:02:00', again)).toBe('inside 1')
    expect(place('20:02:00', again)).toBe('earlier-attempt 1')
    expect(place('20:02:00', { ...again, conclusion: 'failure' })).toBe('earlier-attempt 1')
    expect(place('19:00:00', again)).toBe('outside')
  })

  it('finds nothing among no runs', () => {
    expect(place('20:00:00')).toBe('outside')
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
