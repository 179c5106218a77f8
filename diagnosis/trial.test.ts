import { expect, test } from 'vitest'
import type { CheckId } from '../checks/rubric.js'
import type { Status, Verdict } from '../checks/verdict.js'
import { SUBJECT, savedEvidence } from '../facts/test-evidence.js'
import { diagnose } from './diagnose.js'
import { gainBetween } from './trial.js'

function verdict(id: CheckId, status: Status): Verdict {
  return { id, status, findings: [], seen: '', blockedBy: null, durationMs: 0 }
}

/** What a change brings to two checks of these statuses. */
function gain(before: readonly [Status, Status], after: readonly [Status, Status]) {
  const [first, second] = [before, after].map(
    ([one, other]) =>
      new Map([
        ['ecr.latest', verdict('ecr.latest', one)],
        ['ecr.platform', verdict('ecr.platform', other)],
      ] as const),
  )
  return gainBetween(first ?? new Map(), second ?? new Map())
}

test('a change wins what passes by it alone, and loses what passed before', () => {
  expect(gain(['failed', 'passed'], ['passed', 'passed'])).toEqual({
    wins: ['ecr.latest'],
    losesAny: false,
  })
  expect(gain(['failed', 'blocked'], ['passed', 'passed']).wins).toEqual([
    'ecr.latest',
    'ecr.platform',
  ])
  expect(gain(['failed', 'passed'], ['passed', 'error'])).toEqual({
    wins: ['ecr.latest'],
    losesAny: true,
  })
  expect(gain(['failed', 'error'], ['blocked', 'failed'])).toEqual({ wins: [], losesAny: false })
})

test.each([['passed'], ['blocked'], ['error']] as const)(
  'nothing is planned where no check failed, as of one that is %s',
  async (status) => {
    const answers = async () => {
      throw new Error('nothing has to be looked at')
    }
    const source = { evidence: savedEvidence([], SUBJECT), answers }
    expect(await diagnose(source, [verdict('ecr.latest', status)])).toEqual([])
  },
)
