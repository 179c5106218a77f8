import { UnknownError } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { tellJudgement } from './claim.js'

/** What is told of a judgement. */
function tell(judgement: Parameters<typeof tellJudgement>[0]) {
  const told: unknown[] = []
  tellJudgement(
    judgement,
    {
      finding: (message, details) => told.push(['finding', message, details]),
      seen: (message) => told.push(['seen', message]),
    },
    'Only pushes to main get in.',
  )
  return told
}

test('exactly the right ones get in: that was seen', () => {
  expect(tell({ outcome: 'exact', forms: [] })).toEqual([['seen', 'Only pushes to main get in.']])
})

test('every fault is told, with what was wanted and what is there', () => {
  const fault = (message: string) => ({ message, expected: 'main', actual: message })
  expect(tell({ outcome: 'wrong', findings: [fault('dev'), fault('master')] })).toEqual([
    ['finding', 'dev', { expected: 'main', actual: 'dev' }],
    ['finding', 'master', { expected: 'main', actual: 'master' }],
  ])
})

test('a policy that can not be evaluated is to be looked at by hand', () => {
  const undecided = () => tell({ outcome: 'unknown', because: 'The policy is too large.' })
  expect(undecided).toThrow(UnknownError)
  expect(undecided).toThrow(
    expect.objectContaining({
      message: 'The policy is too large.',
      reason: {
        because: 'The policy is too large.',
        remedy: "Look at the role's trust policy in the IAM console by hand.",
      },
    }),
  )
})
