import { UnknownError } from '@grade4/unknown'
import { expect, it } from 'vitest'
import { differencesIn } from './claim.js'

it('a policy that can not be evaluated is to be looked at by hand', () => {
  const reason = { because: 'The policy is too large.', remedy: 'Look at it by hand.' }
  const undecided = () => differencesIn({ state: 'unknown', ...reason })
  expect(undecided).toThrow(UnknownError)
  expect(undecided).toThrow(expect.objectContaining({ reason }))
})

it('conditions that are as wanted have no differences', () => {
  expect(differencesIn({ state: 'same' })).toEqual([])
})
