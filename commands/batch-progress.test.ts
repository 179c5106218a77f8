import { expect, test } from 'vitest'
import { BatchProgress } from './batch-progress.js'
import { startStatusLine } from './status-line.js'

test('a screen without columns, on which a line that changes never ends, gets lines alone', async () => {
  const written: string[] = []
  const stderr = { isTTY: true, columns: 0, write: (text: string) => written.push(text) }
  const screen = await startStatusLine({ stderr, env: {} }, { color: true }, 'Grading')
  const progress = new BatchProgress(3, screen, false)
  progress.step(true)
  progress.tell('stopping')
  screen.stop()
  expect(written).toEqual(['grade4: stopping\n'])
})
