import '../evidence/source.js'
import { parentPort } from 'node:worker_threads'
import { init, runBaseTests, setupEnvironment } from 'vitest/worker'

// The worker thread that the checks run in: vitest's own, with what every check needs (the clients, the
// analysis) loaded before the specs ask for it, while the main thread is still loading vitest. Unlike vitest's
// it can be started again when a run has stopped it.
// Source: Vitest documentation, "Custom Pool".
const port = parentPort
if (port === null) throw new Error('This file is started as a worker thread.')

type Listener = Parameters<typeof port.on>[1]

/** The first waits for a run to start; the others are of the run. */
const listeners: Listener[] = []

init({
  post: (response) => port.postMessage(response),
  on: (listener) => {
    listeners.push(listener)
    port.on('message', listener)
  },
  off: (listener) => port.off('message', listener),
  teardown: () => {
    for (const listener of listeners.splice(1)) port.off('message', listener)
  },
  runTests: (state, traces) => runBaseTests('run', state, traces),
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
  setup: setupEnvironment,
})
