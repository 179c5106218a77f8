import { expect, test } from 'vitest'
import { blocked, failed, finding, reportWith, ungraded } from '../reporters/test-reports.js'
import { changesSince, LastRun, lastRunOf } from './last-run.js'

const wrong = failed(finding('It is wrong.'))
const unseen = ungraded('Nobody answered.', 'Try again.')
const before = lastRunOf(reportWith({ 'role.subject': wrong, 'delivery.run': wrong }), null)

const ids = (changes: ReturnType<typeof changesSince>) => ({
  won: changes.won.map(({ id }) => id),
  lost: changes.lost.map(({ id }) => id),
  unknown: changes.unknown.map(({ id }) => id),
})

test('what passes now and did not before is won', () => {
  const now = reportWith({ 'delivery.run': wrong })
  expect(ids(changesSince(before, now))).toEqual({ won: ['role.subject'], lost: [], unknown: [] })
})

test('what failed, or waits for what failed, is lost', () => {
  const now = reportWith({ 'ecr.repository': wrong, 'ecr.latest': blocked('ecr.repository') })
  expect(ids(changesSince(before, now)).lost).toEqual(['ecr.repository', 'ecr.latest'])
})

test('what is not known now, or waits for that, is not lost', () => {
  const now = reportWith({ 'ecr.repository': unseen, 'ecr.latest': blocked('ecr.repository') })
  const { lost, unknown } = ids(changesSince(before, now))
  expect([lost, unknown]).toEqual([[], ['ecr.repository', 'ecr.latest']])
})

test('a check that the run before did not have is neither won nor lost', () => {
  const { 'role.subject': _gone, ...statuses } = before.statuses
  expect(ids(changesSince({ ...before, statuses }, reportWith())).won).toEqual(['delivery.run'])
})

test('a run in which nothing could be seen does not make everything won at the next', () => {
  const blind = reportWith({ 'ecr.repository': unseen, 'ecr.latest': blocked('ecr.repository') })
  const kept = lastRunOf(blind, before)
  expect(kept.statuses['ecr.repository']).toBe('passed')
  expect(ids(changesSince(kept, reportWith())).won).toEqual([])
})

test('what is kept can be read again', () => {
  expect(LastRun.parse(JSON.parse(JSON.stringify(before)))).toEqual(before)
})
