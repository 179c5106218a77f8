import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { collectGarbage } from './collect-garbage.js'

test('what nobody needs is freed, and what somebody does is kept', async () => {
  const needed = { name: 'needed' }
  const references = [new WeakRef({ name: 'garbage' }), new WeakRef(needed)]
  // What a WeakRef was made of lives to the end of the turn.
  await setImmediate()
  collectGarbage()
  expect(references.map((reference) => reference.deref())).toEqual([undefined, needed])
})
