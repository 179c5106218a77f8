import { expect, test } from 'vitest'
import { loadWorkflow } from './load.js'
import type { Workflow } from './model.js'
import { scalarText, type YamlNode } from './tree.js'

function load(text: string): Workflow {
  const loaded = loadWorkflow(text, 'main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
  return loaded.workflow
}

/** What a node of YAML says, shortly. */
function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'sequence':
      return node.items.map(plain)
    case 'mapping':
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [scalarText(key), plain(value)]),
      )
  }
}

function isNode(value: object): value is YamlNode {
  return 'kind' in value && 'range' in value
}

/** A model with its YAML made plain, without the file and places. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  if (isNode(value)) return plain(value)
  if ('line' in value && 'column' in value) return `${value.line}:${value.column}`
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'file' && key !== 'root')
      .map(([key, inner]) => [key, shown(inner)]),
  )
}

/** The model as JSON: of the workflow, and below it of each job and each of its steps, a line. */
function lines({ jobs, ...workflow }: Workflow): string {
  return [workflow, ...jobs.flatMap(({ steps, ...job }) => [job, ...steps])]
    .map((part) => `${JSON.stringify(shown(part))}\n`)
    .join('')
}

test('everything that a workflow says is in its model', async () => {
  const whole = load(`on: { push: { branches: [ main ] } }
env: { A: a }
permissions: { contents: read }
defaults: { run: { shell: sh } }
jobs:
  one:
    runs-on: ubuntu-latest
    if: always()
    env: { B: b }
    permissions: { id-token: write }
    defaults: { run: { working-directory: app } }
    environment: production
    strategy: { matrix: { x: [ 1 ] } }
    container: alpine
    outputs: { o: '1' }
    continue-on-error: true
    steps:
      - id: first
        name: First
        run: echo
        if: success()
        env: { C: c }
        shell: bash
        working-directory: src
        continue-on-error: true
        timeout-minutes: 3
        background: true
      - uses: a/b@v1
        with: { d: e }
      - uses: a/c@v1
      - { id: second, run: echo, background: true }
      - parallel: [ { id: third, run: echo }, { uses: a/d@v1 } ]
      - wait: first
      - wait: [ first, second ]
      - wait-all:
      - cancel: first
  two:
    needs: one
    uses: ./.github/workflows/b.yml
  three:
    needs: [ one, two ]
    runs-on: [ self-hosted ]
    steps: [ { run: echo } ]
`)
  await expect(lines(whole)).toMatchFileSnapshot('model.txt')
})

test('what a workflow does not say is null, or nothing', () => {
  const bare = load('on: push\njobs: { a: { runs-on: x, steps: [ { run: echo } ] } }')
  expect(bare).toMatchObject({ env: null, permissions: null, defaultsRun: null })
  expect(bare.jobs[0]).toMatchObject({ if: null, env: null, needs: [], strategy: null, uses: null })
})

test('a step and a job know their places', () => {
  const { jobs } = load('on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo\n')
  expect(jobs[0]?.location).toEqual({ file: 'main.yml', line: 3, column: 3, source: '  a:' })
  expect(jobs[0]?.steps[0]?.location).toMatchObject({
    line: 6,
    column: 9,
    source: '      - run: echo',
  })
})
