import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { CheckThread } from './thread.js'

/** A thread that counts what it is sent, and breaks when asked to. */
const COUNTING = `
  const { parentPort } = require('node:worker_threads')
  let count = 0
  parentPort.on('message', (message) => {
    if (message === 'break') throw new Error('broken')
    if (message === 'leave') process.exit(1)
    count += 1
    parentPort.postMessage(count)
  })
`

/** A thread on such a worker, what its run hears, and how to wait for the next of it. */
async function started() {
  const workers: Worker[] = []
  const thread = new CheckThread(() => {
    const worker = new Worker(COUNTING, { eval: true, stdout: true, stderr: true })
    workers.push(worker)
    return worker
  })
  onTestFinished(() => thread.end())
  const begin = async () => {
    const heard: string[] = []
    await thread.start()
    for (const event of ['message', 'error', 'exit']) {
      thread.on(event, (expected) => heard.push(`${event} ${expected}`))
    }
    return heard
  }
  // Not node's "once", which rejects at an error before.
  const exited = () => new Promise((resolve) => workers.at(-1)?.once('exit', resolve))
  return { thread, begin, exited, workers }
}

test('a thread lasts from run to run, and tells each run its own', async () => {
  const { thread, begin, workers } = await started()
  const first = await begin()
  thread.send('count')
  await expect.poll(() => first).toEqual(['message 1'])
  await thread.stop()
  const second = await begin()
  thread.send('count')
  await expect.poll(() => second).toEqual(['message 2'])
  expect([first.length, workers.length]).toEqual([1, 1])
})

test.each([
  ['break', 'error Error: broken'],
  ['leave', 'exit 1'],
])(
  'the end of a thread is reported once (%s), and the next run gets another',
  async (word, expected) => {
    const { thread, begin, exited } = await started()
    const first = await begin()
    // What a thread sends and its end come by different ways: the end may overtake.
    thread.send('count')
    await expect.poll(() => first).toEqual(['message 1'])
    thread.send(word)
    await exited()
    expect(first).toEqual(['message 1', expected])
    await thread.stop()
    const second = await begin()
    thread.send('count')
    await expect.poll(() => second).toEqual(['message 1'])
  },
)

test('a thread that breaks between two runs is replaced in the next', async () => {
  const { thread, begin, exited, workers } = await started()
  thread.send('break')
  await exited()
  const heard = await begin()
  thread.send('count')
  await expect.poll(() => heard).toEqual(['message 1'])
  expect(workers).toHaveLength(2)
})
