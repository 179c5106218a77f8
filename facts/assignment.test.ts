import * as pipeline from '@grade4/pipeline'
import { expect, test } from 'vitest'
import * as assignment from '../evidence/assignment.js'

test('the pipeline knows the assignment as the checks do', () => {
  const { REPOSITORY, LATEST, MAIN, WORKFLOW } = pipeline
  expect({ REPOSITORY, LATEST, MAIN, WORKFLOW }).toEqual({
    REPOSITORY: assignment.REPOSITORY,
    LATEST: assignment.LATEST,
    MAIN: `refs/heads/${assignment.BRANCH}`,
    WORKFLOW: assignment.WORKFLOW_PATH,
  })
})
