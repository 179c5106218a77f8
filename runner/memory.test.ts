import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { collectGarbage, keepYoungHeapSmall } from './memory.js'

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

/** Makes much that lives for a little while, and tells how many bytes V8 then has for what is young. */
const CHURN = `
  const { parentPort } = require('node:worker_threads')
  const { getHeapSpaceStatistics } = require('node:v8')
  const recent = []
  for (let made = 0; made < 3_000_000; made += 1) recent[made % 50_000] = { made }
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  parentPort.postMessage(young.space_size)`

async function youngHeapAfterChurn(): Promise<number> {
  const [bytes] = await once(new Worker(CHURN, { eval: true }), 'message')
  return bytes
}

const WHAT = 'what is young gets no more room than it had'
const SKIPPED = `${WHAT}: skipped, this is Node ${process.versions.node}; V8 listens from Node 24 on`
const isTooOld = Number.parseInt(process.versions.node, 10) < 24
if (isTooOld) process.stderr.write(`${SKIPPED} (npm run test:node)\n`)

test.skipIf(isTooOld)(isTooOld ? SKIPPED : WHAT, async () => {
  const left = await youngHeapAfterChurn()
  keepYoungHeapSmall()
  expect(await youngHeapAfterChurn()).toBeLessThan(left / 4)
})
