import { expect, test } from 'vitest'
import { judge, REFERENCE } from './test-pipeline.js'

test('the completed starter passes all six checks', async () => {
  const outcomes = await judge(REFERENCE)
  expect(outcomes).toMatchObject({
    'workflow.credentials': { outcome: 'passed' },
    'workflow.build': { outcome: 'passed' },
    'workflow.tags': { outcome: 'passed' },
    'workflow.untag': { outcome: 'passed' },
    'workflow.push': { outcome: 'passed' },
    'workflow.redeploy': { outcome: 'passed' },
  })
})
