import { loadWorkflow, triggerFaults } from '@grade4/pipeline'
import { expect, test } from 'vitest'
import { triggerFinding } from './trigger.check.js'

function findings(on: string) {
  const text = `on: ${on}\njobs: { a: { runs-on: x, steps: [ { run: echo } ] } }\n`
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
  return triggerFaults(loaded.workflow).map(triggerFinding)
}

test.each([
  'push',
  '[push]',
  '[pull_request, push]',
  '{ push: }',
  '{ push: { branches: main } }',
  '{ push: { branches: [ main ] } }',
  '{ push: { branches: [ "**" ] } }',
  '{ push: { branches: [ "m*" ] } }',
  '{ push: { branches: [ "release/**", "ma[a-m]n" ] } }',
  '{ push: { branches: [ "!main", "main" ] } }',
  '{ push: { branches-ignore: [ dev ] } }',
  '{ push: { branches: [ main ], tags: [ "v*" ] } }',
  '{ push: { branches-ignore: [ dev ], tags: [ "v*" ] } }',
  '{ push: { paths: [ "**" ] } }',
  '{ push: { paths: [ "**", "!docs/**" ] } }',
  '{ push: { paths: [ "*", "app/**/*" ] } }',
  '{ push: { branches: } }',
  '{ push: { branch: dev } }',
  '{ push: { paths-ignore: [ "**.md", "docs/**" ] } }',
  '{ workflow_dispatch: , push: { branches: [ main ] } }',
])('a push to main starts: on: %s', (on) => {
  expect(findings(on)).toEqual([])
})

test.each([
  ['pull_request', 'A push does not start main.yml; what starts it: pull_request.'],
  [
    '[ pull_request, workflow_dispatch ]',
    'A push does not start main.yml; what starts it: pull_request, workflow_dispatch.',
  ],
  ['{ push: { tags-ignore: [ dev ] } }', /^main.yml names tags but no branches/],
  ['{ push: { paths-ignore: [ "app/**" ] } }', /changes only app\/main.py does not start/],
  ['{ workflow_dispatch: }', 'A push does not start main.yml; what starts it: workflow_dispatch.'],
  ['{ push: { branches: [ never ] } }', 'The branches that main.yml names leave out main.'],
  ['{ push: { branches: [ Main ] } }', 'The branches that main.yml names leave out main.'],
  ['{ push: { branches: [ "*/main" ] } }', 'The branches that main.yml names leave out main.'],
  ['{ push: { branches: [ "**", "!main" ] } }', 'The branches that main.yml names leave out main.'],
  ['{ push: { branches-ignore: [ "m**" ] } }', 'main.yml ignores pushes to main.'],
  ['{ push: { tags: [ "**" ] } }', /^main.yml names tags but no branches/],
  ['{ push: { paths: [ "docs/**" ] } }', /changes only Dockerfile does not start/],
  ['{ push: { paths: [ "*" ] } }', /changes only app\/main.py does not start/],
  ['{ push: { paths-ignore: [ "**.py" ] } }', /changes only main.py does not start/],
])('a push to main does not start: on: %s', (on, message) => {
  expect(findings(on)).toMatchObject([
    { message: typeof message === 'string' ? message : expect.stringMatching(message) },
  ])
})

test('a finding points at the filter and shows it', () => {
  expect(findings('\n  push:\n    branches: [ dev, never ]')).toMatchObject([
    {
      location: { line: 3, column: 5, source: '    branches: [ dev, never ]' },
      actual: 'branches: [ dev, never ]',
      expected: 'branches: [ main ]',
    },
  ])
})

test('without a push, the finding points at on: and shows what starts it', () => {
  expect(findings('[ pull_request, workflow_dispatch ]')).toMatchObject([
    {
      location: { line: 1, column: 1 },
      expected: 'on: push',
      actual: 'on: pull_request, workflow_dispatch',
    },
  ])
})

test('every filter that stands in the way is named', () => {
  expect(findings('{ push: { branches: [ dev ], paths: [ docs ] } }')).toMatchObject([
    { actual: 'branches: [ dev ]', expected: 'branches: [ main ]' },
    { actual: 'paths: [ docs ]', expected: null },
  ])
})
