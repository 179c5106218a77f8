import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { collectGarbage } from './collect-garbage.js'

test('what nobody holds any more is gone, what is held stays', async () => {
  const held = { name: 'held' }
  const references = [new WeakRef(held), new WeakRef({ name: 'dropped' })]
  // A weak reference keeps its object until the turn ends.
  await setImmediate()
  collectGarbage()
  expect(references.map((reference) => reference.deref())).toEqual([held, undefined])
  collectGarbage()
  expect(held.name).toBe('held')
})
