import { found } from '@grade4/unknown'
import { expect, test, vi } from 'vitest'
import { fact } from './fact.js'
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
