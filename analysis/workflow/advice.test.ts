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
