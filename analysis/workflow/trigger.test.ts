import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesPattern } from './filter-pattern.js'
import { loadWorkflow } from './load.js'
import { pushTrigger } from './trigger.js'

function trigger(on: string) {
  const text = `on: ${on}\njobs: { a: { runs-on: x, steps: [ { run: echo } ] } }\n`
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
  return pushTrigger(loaded.workflow)
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
  '{ push: { paths: [ "**" ] } }',
  '{ push: { paths: [ "**", "!docs/**" ] } }',
  '{ push: { paths-ignore: [ "**.md", "docs/**" ] } }',
  '{ workflow_dispatch: , push: { branches: [ main ] } }',
])('a push to main starts: on: %s', (on) => {
  expect(trigger(on)).toEqual({ starts: true })
})

test.each([
  ['pull_request', 'A push does not start main.yml; what starts it: pull_request.'],
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
  expect(trigger(on)).toMatchObject({
    starts: false,
    findings: [{ message: typeof message === 'string' ? message : expect.stringMatching(message) }],
  })
})

test('a finding points at the filter and shows it', () => {
  expect(trigger('\n  push:\n    branches: [ dev, never ]')).toMatchObject({
    findings: [
      {
        location: { line: 3, column: 5, source: '    branches: [ dev, never ]' },
        actual: 'branches: [ dev, never ]',
        expected: 'branches: [ main ]',
      },
    ],
  })
})

test.each([
  ['*', 'Dockerfile', true],
  ['*', 'app/main.py', false],
  ['**', 'app/main.py', true],
  ['**/README.md', 'README.md', true],
  ['**/README.md', 'a/b/README.md', true],
  ['**.js', 'a/b.js', true],
  ['*.jsx?', 'page.js', true],
  ['*.jsx?', 'page.jsx', true],
  ['v[12].[0-9]+.[0-9]+', 'v1.10.1', true],
  ['v[12].[0-9]+.[0-9]+', 'v3.10.1', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['', '', true],
  ['[ab', '[ab', true],
])('pattern %s and name %s', (pattern, name, matches) => {
  expect(matchesPattern(name, pattern)).toBe(matches)
})

test('a pattern of plain characters matches itself and nothing longer', () => {
  const plain = fc.stringMatching(/^[a-z/.-]{0,12}$/)
  fc.assert(
    fc.property(plain, plain, (name, other) => {
      expect(matchesPattern(name, name)).toBe(true)
      expect(matchesPattern(other, name)).toBe(other === name)
      expect(matchesPattern(`${name}${other}`, `${name}**`)).toBe(true)
    }),
  )
})

test('a hostile pattern comes to an end', () => {
  expect(matchesPattern('a'.repeat(40), `${'a*'.repeat(50_000)}b`)).toBe(false)
  expect(matchesPattern('main', '**/'.repeat(50_000))).toBe(false)
})
