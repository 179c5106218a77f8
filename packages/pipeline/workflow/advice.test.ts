import { expect, test } from 'vitest'
import { workflowAdvice } from './advice.js'
import { loadWorkflow } from './load.js'

function ids(text: string): string[] {
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
  return workflowAdvice(loaded.workflow).map(({ id }) => id)
}

const workflow = (permissions: string, step: string) =>
  `on: push\npermissions: ${permissions}\njobs: { a: { runs-on: x, steps: [ ${step} ] } }\n`

test.each([
  ['write-all', '{ run: echo }', ['workflow.write-all']],
  ['{ id-token: write }', '{ run: echo }', []],
  ['{}', '{ run: "echo ::set-output name=a::b" }', ['workflow.set-output']],
  ['{}', '{ run: "# ::set-output" }', []],
  ['{}', '{ run: "  # ::set-output" }', []],
  ['{}', '{ run: "echo hello\\necho ::set-output name=a::b" }', ['workflow.set-output']],
  ['{}', '{ run: "# ::set-output\\necho hello" }', []],
  ['read-all', '{ run: echo }', []],
  ['{}', '{ uses: actions/checkout@v3 }', ['workflow.old-actions']],
  ['{}', '{ uses: ./x }', []],
  ['{}', '{ uses: Actions/Checkout@v2.3 }', ['workflow.old-actions']],
  ['{}', '{ uses: actions/checkout@main }', []],
  ['{}', '{ uses: actions/checkout@v4 }', []],
  ['{}', '{ uses: ada/thing@v1 }', []],
  ['{}', '{ parallel: [ { uses: docker/build-push-action@v2 } ] }', ['workflow.old-actions']],
])('permissions %s, step %s', (permissions, step, expected) => {
  expect(ids(workflow(permissions, step))).toEqual(expected)
})

test('names each old action once', () => {
  const step = '{ uses: actions/checkout@v2 }'
  const loaded = loadWorkflow(workflow('{}', `${step}, ${step}`), 'main.yml')
  if (loaded.state !== 'valid') throw new Error('invalid')
  expect(workflowAdvice(loaded.workflow)[0]?.message).toMatch(/: actions\/checkout@v2\.$/)
})

test('names all old actions, those of all jobs, and a job that may write everything', () => {
  const text = `on: push
jobs:
  a: { runs-on: x, permissions: write-all, steps: [ { uses: actions/checkout@v2 } ] }
  b: { runs-on: x, steps: [ { uses: actions/cache@v1 }, { uses: actions/cache@v4 } ] }
`
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error('invalid')
  expect(workflowAdvice(loaded.workflow)).toMatchObject([
    { id: 'workflow.write-all' },
    {
      id: 'workflow.old-actions',
      message: expect.stringMatching(/: actions\/checkout@v2, actions\/cache@v1\.$/),
    },
  ])
})
