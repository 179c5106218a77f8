import { found } from '@grade4/unknown'
import { describe, expect, test, vi } from 'vitest'
import { images } from '../evidence/aws/ecr.js'
import { role } from '../evidence/aws/iam.js'
import { changedEvidence, fact, plainFact } from './fact.js'
import { savedEvidence } from './test-evidence.js'

test('is worked out once for each evidence, however many ask for it', async () => {
  const work = vi.fn(async () => found('answer'))
  const asked = fact(work)
  const evidence = savedEvidence([])
  expect(await Promise.all([asked(evidence), asked(evidence)])).toEqual([
    found('answer'),
    found('answer'),
  ])
  expect(work).toHaveBeenCalledOnce()
  await asked(savedEvidence([]))
  expect(work).toHaveBeenCalledTimes(2)
})

test('is not worked out only because somebody wants to know whether it was', async () => {
  const work = vi.fn(async () => found('answer'))
  const asked = fact(work)
  const evidence = savedEvidence([])
  expect(asked.ifAsked(evidence)).toBeUndefined()
  expect(work).not.toHaveBeenCalled()
  const answer = asked(evidence)
  expect(asked.ifAsked(evidence)).toBe(answer)
})

describe('where evidence was changed', () => {
  const ROLE = 'iam.role("github-actions")'

  /** A fact about a role, one that asks it and nothing else, and how often each was worked out. */
  function facts(declare = fact) {
    const ofRole = vi.fn(async (evidence) => {
      return { is: (await evidence.ask(role, 'github-actions')).state }
    })
    const inner = declare(ofRole)
    const ofOther = vi.fn(async (evidence) => `the role is ${(await inner(evidence)).is}`)
    const ofImages = vi.fn(async (evidence) => (await evidence.ask(images, 'cs40')).state)
    return { ofRole, ofOther, ofImages, outer: fact(ofOther), other: fact(ofImages) }
  }

  /** The same answers again, of which one is said to be another. */
  function changed(from: ReturnType<typeof savedEvidence>, key: string) {
    const evidence = savedEvidence([])
    changedEvidence(from, evidence, new Set([key]))
    return evidence
  }

  test('only what hangs on the change is worked out again, through other facts too', async () => {
    const { ofRole, ofOther, ofImages, outer, other } = facts()
    const before = savedEvidence([])
    await Promise.all([outer(before), other(before)])
    const after = changed(before, ROLE)
    await Promise.all([outer(after), other(after)])
    expect([ofRole, ofOther, ofImages].map((work) => work.mock.calls.length)).toEqual([2, 2, 1])
    await outer(changed(after, 'ecr.images("cs40")'))
    expect(ofOther).toHaveBeenCalledTimes(2)
    await outer(changed(changed(after, 'ecr.images("cs40")'), ROLE))
    expect(ofOther).toHaveBeenCalledTimes(3)
  })

  test('plain data that comes out the same leaves what hangs on it alone', async () => {
    const { ofRole, ofOther, outer } = facts(plainFact)
    const before = savedEvidence([])
    await outer(before)
    const after = changed(before, ROLE)
    expect(await outer(after)).toBe(await outer(before))
    expect([ofRole, ofOther].map((work) => work.mock.calls.length)).toEqual([2, 1])
    await outer(changed(after, ROLE))
    expect([ofRole, ofOther].map((work) => work.mock.calls.length)).toEqual([3, 1])
    ofRole.mockResolvedValue({ is: 'another' })
    expect(await outer(changed(after, ROLE))).toBe('the role is another')
  })

  test('what is not known to its end yet is worked out again: it may read more', async () => {
    const { ofOther, outer } = facts()
    const before = savedEvidence([])
    const going = outer(before)
    await outer(changed(before, 'ecr.images("cs40")'))
    expect(ofOther).toHaveBeenCalledTimes(2)
    await going
  })
})
