import { expect, onTestFinished, test, vi } from 'vitest'
import { HOSTILE, withScript } from './test-hostile.js'
import { judge } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'

// How quickly each ends is measured: npm run bench.
test.each(Object.entries(HOSTILE))('%s', async (_, text) => {
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state === 'valid') {
    const { refusal, ...outcomes } = await judge(text)
    void refusal
    for (const outcome of Object.values(outcomes)) {
      expect(['passed', 'failed', 'blocked', 'unknown']).toContain(outcome.outcome)
    }
  }
})

test('nothing outside the sandbox is read or written', async () => {
  vi.stubEnv('GRADE4_CANARY', 'canary-of-the-process')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { refusal, ...outcomes } = await judge(
    withScript('env; cat /proc/self/environ /etc/hostname ~/.aws/credentials; echo $GRADE4_CANARY'),
  )
  void refusal
  expect(JSON.stringify(outcomes)).not.toContain('canary-of-the-process')
})
