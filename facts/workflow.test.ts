import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { workflowFile } from '../evidence/github/actions.js'
import { answer, SUBJECT, savedEvidence } from './test-evidence.js'
import { loadedWorkflow, workflow, workflowText } from './workflow.js'

const VALID = 'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }'
const ON_GITHUB = answer(workflowFile, [], found(VALID))

test('is read from GitHub', async () => {
  const evidence = savedEvidence([ON_GITHUB])
  expect(await workflowText(evidence)).toEqual(
    found({ text: VALID, path: '.github/workflows/main.yml' }),
  )
  expect((await workflow(evidence)).state).toBe('found')
})

test('is read from this machine where the caller names a file', async () => {
  const localWorkflow = { path: 'here.yml', text: 'on: push' }
  const evidence = savedEvidence([ON_GITHUB], { ...SUBJECT, localWorkflow })
  expect(await workflowText(evidence)).toEqual(found(localWorkflow))
  expect(await loadedWorkflow(evidence)).toMatchObject({ value: { state: 'invalid' } })
  expect(await workflow(evidence)).toEqual(absent('main.yml is not valid'))
})

test.each([unknown('AccessDenied', 'ask for the permission'), absent('404')])(
  'that is %o stays so',
  async (observed) => {
    const evidence = savedEvidence([answer(workflowFile, [], observed)])
    expect(await loadedWorkflow(evidence)).toEqual(observed)
    expect(await workflow(evidence)).toEqual(observed)
  },
)
