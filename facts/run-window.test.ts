import { describe, expect, it } from 'vitest'
import type { WorkflowRun } from '../evidence/github/models.js'
import { placeAmongRuns } from './run-window.js'

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
