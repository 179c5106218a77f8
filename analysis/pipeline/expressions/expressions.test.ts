import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadWorkflow } from '../../workflow/load.js'
import { Unknowns } from '../unknowns.js'
import { conditionOf } from './condition.js'
import type { Scope } from './evaluate.js'
import { expand } from './template.js'
import { boolean, mapping, OpenMapping, text, texts, type Value } from './values.js'

const unknowns = new Unknowns()
const REASON = { because: 'nobody knows', remedy: 'ask' }

function scope(failed = false): Scope {
  const contexts: [string, Value][] = [
    ['env', texts({ REGION: 'us-west-2', EMPTY: '', PART: `a-${unknowns.mark(REASON)}` })],
    [
      'secrets',
      new OpenMapping([['AWS_ACCOUNT_ID', text('111122223333')]], unknowns, () => REASON),
    ],
    ['steps', mapping([['login-ecr', mapping([['outputs', texts({ registry: 'R' })]])]])],
    ['github', mapping([['ref', text('refs/heads/main')]])],
  ]
  return { unknowns, contexts: new Map(contexts), status: { succeeded: !failed, failed } }
}

const show = (template: string) => Unknowns.show(expand(template, scope()))

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['${{ env.REGION }}', 'us-west-2'],
  ['${{env.region}}/x', 'us-west-2/x'],
  ["${{ env['REGION'] }}", 'us-west-2'],
  ['${{ env.NOPE }}', ''],
  ['${{ steps.nope.outputs.x }}', ''],
  ['${{ steps.login-ecr.outputs.registry }}/cs40:latest', 'R/cs40:latest'],
  ['${{ secrets.AWS_ACCOUNT_ID }}', '111122223333'],
  ['${{ secrets.OTHER }}!', '(unknown)!'],
  ["${{ format('{0}-{1}', 'a', secrets.OTHER) }}", 'a-(unknown)'],
  ["${{ secrets.OTHER == 'x' }}", '(unknown)'],
  ["${{ '}}' }}", '}}'],
  ["${{ 'it''s' }}", "it's"],
  ['${{ 1.0 }} ${{ true }} ${{ null }}', '1 true '],
  ["${{ github.ref == 'REFS/heads/main' && 'main' || 'other' }}", 'main'],
  ["${{ env.EMPTY || 'fallback' }}", 'fallback'],
  ['${{ fromJSON(\'{"a":[1,2]}\').a[1] }}', '2'],
  ['${{ join(fromJSON(\'["a","b"]\')) }}', 'a,b'],
  ["${{ startsWith(github.ref, 'refs/heads/') }}", 'true'],
  ["${{ startsWith(env.PART, 'a') }}", '(unknown)'],
  ["${{ hashFiles('**/x') }}", '(unknown)'],
  ['${{ unclosed', '${{ unclosed'],
])('%s becomes %s', (template, expected) => {
  expect(show(template)).toBe(expected)
})

test.each([
  "${{ fromJSON('{') }}",
  "${{ format('{1}', 'a') }}",
  "${{ constructor('a') }}",
  '${{ nope.x }}',
])('%s fails the step', (template) => {
  expect(() => show(template)).toThrow(expect.objectContaining({ name: 'ExpressionFailure' }))
})

test('texts that double at every level fail before they are made', () => {
  let template = "'aaaaaaaaaa'"
  for (let level = 0; level < 20; level += 1) template = `format('{0}{0}{0}{0}', ${template})`
  expect(() => show(`\${{ ${template} }}`)).toThrow('Maximum object size exceeded')
})

describe('conditions', () => {
  function condition(written: string, failed = false): boolean | null {
    const step = JSON.stringify(written)
    const loaded = loadWorkflow(
      `on: push\njobs: { a: { runs-on: x, steps: [ { run: echo, if: ${step} } ] } }`,
      'main.yml',
    )
    if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
    return conditionOf(loaded.workflow.jobs[0]?.steps[0]?.if ?? null, scope(failed)).holds
  }

  test.each([
    ['', true, false],
    ['true', true, false],
    ['false', false, false],
    ['0', false, false],
    ['success()', true, false],
    ['failure()', false, true],
    ['always()', true, true],
    ['!cancelled()', true, true],
    ['${{ always() }}', true, true],
    ["github.ref == 'refs/heads/main'", true, false],
    ["github.ref != 'refs/heads/main' && always()", false, false],
    ["${{ github.ref == 'x' }} && true", true, false],
    ["'always()'", true, false],
    ["env.PART == 'x'", null, false],
    ["env.PART == 'x' && false", false, false],
    ["env.PART == 'x' || true", true, false],
    ['env.PART', true, false],
    ['!env.PART', false, false],
  ])('if: %s', (written, holds, holdsAfterFailure) => {
    expect(condition(written)).toBe(holds)
    expect(condition(written, true)).toBe(holdsAfterFailure)
  })
})

test('what is known in spite of an unknown operand is right whatever it turns out to be', () => {
  const leaf = fc.constantFrom('U', 'true', 'false')
  const tree = fc.letrec<{ e: string }>((tie) => ({
    e: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(tie('e'), fc.constantFrom('&&', '||', '=='), tie('e'))
        .map((t) => `(${t.join(' ')})`),
      tie('e').map((e) => `!${e}`),
    ),
  })).e
  const decide = (expression: string, value: Value) => {
    const seen: Scope = {
      unknowns,
      contexts: new Map([['env', mapping([['U', value]])]]),
      status: { succeeded: true, failed: false },
    }
    return expand(`\${{ ${expression.replaceAll('U', 'env.U')} }}`, seen)
  }
  fc.assert(
    fc.property(tree, (expression) => {
      const seen = decide(expression, text(unknowns.mark(REASON)))
      if (unknowns.reasonsIn(seen).length > 0) return
      expect(decide(expression, boolean(true))).toBe(seen)
      expect(decide(expression, boolean(false))).toBe(seen)
    }),
  )
})
