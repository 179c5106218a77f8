import { describe, expect, test } from 'vitest'
import { blockedIn } from './blocked-checks.js'
import { blocked, failed, finding, reportWith, type TestId, ungraded } from './test-reports.js'

/** Ids that wait on a check, and those that wait on nothing in the report. */
function ids(checks: ReturnType<typeof reportWith>['checks'], on: TestId) {
  const blocked = blockedIn(checks)
  return {
    on: blocked.by(on).map(({ id }) => id),
    stranded: blocked.stranded.map(({ id }) => id),
  }
}

const wrong = failed(finding('It is wrong.'))

describe('a blocked check waits', () => {
  test('on the failed one at the end of its chain', () => {
    const { checks } = reportWith({
      'ecr.repository': wrong,
      'ecr.latest': blocked('ecr.repository'),
      'role.subject': blocked('ecr.latest'),
    })
    expect(ids(checks, 'ecr.repository')).toEqual({
      on: ['ecr.latest', 'role.subject'],
      stranded: [],
    })
    expect(ids(checks, 'ecr.latest').on).toEqual([])
  })

  test('on the one that could not be graded', () => {
    const { checks } = reportWith({
      'delivery.run': ungraded('It still runs.', 'Come back.'),
      'workflow.tags': blocked('delivery.run'),
    })
    expect(ids(checks, 'delivery.run')).toEqual({ on: ['workflow.tags'], stranded: [] })
  })
})

describe('a blocked check is stranded', () => {
  test('when what it waits for was not selected', () => {
    const checks = reportWith({
      'ecr.repository': wrong,
      'ecr.latest': blocked('ecr.repository'),
    }).checks.filter(({ id }) => id !== 'ecr.repository')
    expect(ids(checks, 'ecr.repository')).toEqual({ on: [], stranded: ['ecr.latest'] })
  })

  test('when what it waits for passed', () => {
    const { checks } = reportWith({ 'ecr.latest': blocked('ecr.repository') })
    expect(ids(checks, 'ecr.repository')).toEqual({ on: [], stranded: ['ecr.latest'] })
  })

  test('when the chain is a circle', () => {
    const { checks } = reportWith({
      'ecr.latest': blocked('role.subject'),
      'role.subject': blocked('ecr.latest'),
    })
    expect(ids(checks, 'ecr.latest')).toEqual({
      on: [],
      stranded: ['ecr.latest', 'role.subject'],
    })
  })
})
