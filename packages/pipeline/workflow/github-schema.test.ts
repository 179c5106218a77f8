import { expect, test } from 'vitest'
import { problems } from './test-workflow.js'

const JOBS = 'jobs: { a: { runs-on: x, steps: [ { run: echo } ] } }'

// Source: actions/languageservices, workflow-parser/testdata: files that the service takes and the
// published parser does not; actions/runner, src/Sdk/WorkflowParser/workflow-v1.0.json.
test.each([
  '{ workflow_dispatch: { inputs: }, push: }',
  '{ workflow_dispatch: { inputs: { tag: } }, push: }',
  '{ workflow_dispatch: { branches: [ main ] }, push: }',
  '{ workflow_dispatch: { inputs: { tag: { default: false } } }, push: }',
  '{ workflow_dispatch: { inputs: { tag: { default: 3 } } }, push: }',
  "{ workflow_dispatch: { inputs: { dry: { type: boolean, default: 'yes' } } }, push: }",
  '{ workflow_dispatch: { inputs: { env: { type: choice } } }, push: }',
  '{ workflow_dispatch: { inputs: { env: { type: text, placeholder: here } } }, push: }',
  '[ push, repository_dispatch ]',
  'repository_dispatch',
  '{ push: { branch: main } }',
  '{ push: { branches: } }',
  '{ push: { branches: main, types: opened } }',
  '{ pull_request: { types: [ whatever ] }, push: }',
  "{ schedule: [ { cron: '0 5 * * 1' } ], push: }",
  '{ workflow_call: { inputs: { tag: { type: string } } }, push: }',
])('GitHub takes on: %s', (on) => {
  expect(problems(`on: ${on}\n${JOBS}`)).toEqual(['valid'])
})

test.each([
  ['psuh', "1:5 Unexpected value 'psuh'"],
  ['[ push, psuh ]', "1:13 Unexpected value 'psuh'"],
  ['{ psuh: }', "1:7 Unexpected value 'psuh'"],
  ['{ push: main }', "1:13 Unexpected value 'main'"],
  ['{ push: [ main ] }', '1:13 A sequence was not expected'],
  ['{ push: { branches: { main: } } }', '1:25 A mapping was not expected'],
  ['{ push: { branches: [ [ main ] ] } }', '1:27 A sequence was not expected'],
  ["{ push: { branches: [ '' ] } }", "1:27 Unexpected value ''"],
  ['{ workflow_dispatch: { inputs: [ tag ] } }', '1:36 A sequence was not expected'],
  [
    '{ workflow_dispatch: { inputs: { tag: { required: maybe } } } }',
    "1:55 Unexpected value 'maybe'",
  ],
  ['{ workflow_dispatch: yes }', "1:26 Unexpected value 'yes'"],
  ["{ schedule: { cron: '0 5 * * 1' } }", '1:17 A mapping was not expected'],
  ['{ workflow_call: { inputs: { tag: { type: text } } } }', "1:47 Unexpected value 'text'"],
])('GitHub refuses on: %s', (on, problem) => {
  expect(problems(`on: ${on}\n${JOBS}`)).toContain(problem)
})

test('a description of the whole', () => {
  expect(problems(`name: CI\ndescription: builds\non: push\n${JOBS}`)).toEqual(['valid'])
})

test('no event at all', () => {
  expect(problems(JOBS)).toEqual(['1:1 Required property is missing: on'])
})
