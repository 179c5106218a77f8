import { data } from '@actions/expressions'
import { Holes, UnknownError } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadWorkflow } from '../workflow/load.js'
import { conditionOf } from './condition.js'
import { checkedFunctions, ExpressionFailure, type Scope } from './evaluate.js'
import { expand, expandEntries, expandNode, nodeValue } from './template.js'
import { boolean, mapping, NOTHING, OpenMapping, text, texts, type Value } from './values.js'

const holes = new Holes()
const REASON = { because: 'it is not known', remedy: 'ask' }

function contextsOf(values: [string, Value][]): Scope['contexts'] {
  return new Map(values.map(([name, value]) => [name, () => value]))
}

function scope(failed = false): Scope {
  const contexts: [string, Value][] = [
    ['env', texts({ REGION: 'us-west-2', EMPTY: '', PART: `a-${holes.hole(REASON)}` })],
    [
      'secrets',
      new OpenMapping([['AWS_ACCOUNT_ID', text('111122223333')]], () => holes.hole(REASON)),
    ],
    ['steps', mapping([['login-ecr', mapping([['outputs', texts({ registry: 'R' })]])]])],
    ['github', mapping([['ref', text('refs/heads/main')]])],
  ]
  return { holes, contexts: contextsOf(contexts), status: { succeeded: !failed, failed } }
}

const show = (template: string) => Holes.show(expand(template, scope()))

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
  ["a ${{ 'unclosed }}", "a ${{ 'unclosed }}"],
  ['${{ 1 }}${{ 2 }}', '12'],
  ['${{ secrets.A == secrets.B }}', '(unknown)'],
  ['${{ github[secrets.A] }}', '(unknown)'],
  ["${{ fromJSON('[1]')[secrets.A] }}", '(unknown)'],
  ['${{ fromJSON(format(\'{{"a":"{0}","b":1}}\', secrets.A)).b }}', '1'],
  ['${{ fromJSON(format(\'{{"a":"{0}","b":1}}\', secrets.A)).a }}', '(unknown)'],
  ['${{ fromJSON(format(\'{{"{0}":2,"b":1}}\', secrets.A)).b }}', '(unknown)'],
  ['${{ fromJSON(format(\'{{"a":{0},"b":1}}\', secrets.A)).b }}', '(unknown)'],
  ['${{ fromJSON(secrets.A).b }}', '(unknown)'],
  ['${{ github.ref[secrets.A] }}', ''],
  ['${{ github.ref.x }}', ''],
  ['${{ secrets.A.x }}', '(unknown)'],
  ["${{ fromJSON('null')[secrets.A] }}", ''],
  ['${{ join(fromJSON(\'[{"a":1},{"a":2}]\').*.a) }}', '1,2'],
  ["${{ join(fromJSON('[1,2]'), secrets.A) }}", '1(unknown)2'],
  ["${{ join(secrets.A, '-') }}", '(unknown)'],
  ['${{ secrets.A }}${{ secrets.B }}', '(unknown)(unknown)'],
  ["${{ secrets.A && 'x' }}", '(unknown)'],
  ["${{ format('{0}{1}', secrets.A, secrets.B) && 'x' }}", '(unknown)'],
  ["${{ format('{0}-', secrets.A) && 'x' }}", 'x'],
  ["${{ format('-{0}', secrets.A) && 'x' }}", 'x'],
  ["${{ '(unknown)' && 'x' }}", 'x'],
  ["${{ secrets.A && '' }}", ''],
  ["${{ secrets.A && 'x' && '' }}", ''],
  ["${{ secrets.A || 'x' }}", '(unknown)'],
  ["${{ 1 && 'x' || 'y' }}", 'x'],
  ["${{ 0 && 'x' || 'y' }}", 'y'],
  ["${{ NaN && 'x' || 'y' }}", 'y'],
  ["${{ fromJSON('[]') && 'x' || 'y' }}", 'x'],
  ["${{ contains(env.PART, 'B') }}", '(unknown)'],
  ["${{ contains(fromJSON('[1,2]'), secrets.A) }}", '(unknown)'],
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

test('the name of a secret is one whatever its case', () => {
  const template = '${{ secrets.TOKEN }}/${{ secrets.token }}'
  const [upper, lower] = expand(template, scope()).split('/')
  expect(upper).toBe(lower)
  expect(upper).not.toBe(expand('${{ secrets.OTHER }}', scope()))
})

test.each([new TypeError('a bug'), new UnknownError(REASON)])(
  "what is no failure of GitHub's stays what it is: %s",
  (fault) => {
    const broken = () => {
      throw fault
    }
    const contexts = new Map([['github', broken]])
    expect(() => expand('${{ github.ref }}', { ...scope(), contexts })).toThrow(fault)
  },
)

describe('how long the result of a function may be', () => {
  const call = (name: string, ...operands: Value[]) =>
    checkedFunctions.get(name)?.call(operands).coerceString()
  const list = (length: number) => new data.Array(...Array.from({ length }, () => text('a')))
  const long = text('x'.repeat(2_000))

  test('of join, all items with what is between them', () => {
    expect(call('join', list(3), text('-'))).toBe('a-a-a')
    expect(call('join', list(100), long)).toHaveLength(100 + 99 * 2_000)
    expect(() => call('join', list(1_000), long)).toThrow('Maximum object size exceeded')
    expect(call('join', text('a'), long)).toBe('a')
  })

  test('of contains, nothing', () => {
    expect(call('contains', list(1_000), long)).toBe('false')
  })

  test('of format, what is put in, as often as it is', () => {
    const most = text('y'.repeat(500_000))
    expect(call('format', text('{0}'), most)).toHaveLength(500_000)
    expect(() => call('format', text('{0}{0}{0}'), most)).toThrow('Maximum object size exceeded')
    expect(call('format', text('{1}'), most, text('a'))).toBe('a')
  })

  test('of any other, its longest operand', () => {
    expect(() => call('startswith', text('z'.repeat(1_000_001)), text('z'))).toThrow()
    expect(call('startswith', text('z'.repeat(1_000_000)), text('z'))).toBe('true')
  })
})

describe('nodes of main.yml', () => {
  const env = (yaml: string) => {
    const loaded = loadWorkflow(
      `on: push\njobs:\n  a:\n    runs-on: x\n    env: ${yaml}\n    steps: [ { run: echo } ]`,
      'main.yml',
    )
    if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
    return loaded.workflow.jobs[0]?.env ?? null
  }

  test('a mapping gives its entries', () => {
    const entries = (yaml: string) =>
      expandEntries(env(yaml), scope()).map(({ key, value }) => `${key}=${value}`)
    expect(entries('{ A: 1, B: null, C: "x${{ 2 }}" }')).toEqual(['A=1', 'B=', 'C=x2'])
    expect(expandEntries(null, scope())).toEqual([])
  })

  test('one expression may give all entries', () => {
    const entries = (expression: string) =>
      expandEntries(env(`>-\n      \${{ ${expression} }}\n   `), scope())
    const known = entries(`fromJSON('{"A":1,"B":null}')`)
    expect(known.map(({ key, value }) => `${key}=${value}`)).toEqual(['A=1', 'B='])
    expect(() => entries('github.ref')).toThrow(new ExpressionFailure('Expected a mapping'))
    expect(() => entries('fromJSON(secrets.OTHER)')).toThrow(UnknownError)
  })

  test('one that is no scalar has no text', () => {
    expect(() => expandNode(env('{ A: 1 }'), scope())).toThrow('Expected a scalar value')
    expect(expandNode(null, scope())).toBeNull()
  })

  test('values keep their types', () => {
    const kinds = (yaml: string) => {
      const value = nodeValue(env(yaml), scope())
      return value.kind === data.Kind.Dictionary ? value.values().map(({ kind }) => kind) : []
    }
    const { Boolean: bool, Null: nothing, Number: number, String: string } = data.Kind
    expect(kinds('{ A: 1, B: null, C: true }')).toEqual([number, nothing, bool])
    expect(kinds('{ D: "${{ 2 }}", E: "-${{ 2 }}", F: a }')).toEqual([number, string, string])
    expect(nodeValue(null, scope())).toBe(NOTHING)
  })
})

describe('conditions', () => {
  function condition(written: string, failed = false): boolean | null {
    const step = JSON.stringify(written)
    const loaded = loadWorkflow(
      `on: push\njobs: { a: { runs-on: x, steps: [ { run: echo, if: ${step} } ] } }`,
      'main.yml',
    )
    if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded))
    const holds = conditionOf(loaded.workflow.jobs[0]?.steps[0]?.if ?? null, scope(failed))
    return typeof holds === 'boolean' ? holds : null
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
    ["env.PART == 'x'", false, false],
    ["env.PART == 'a-x'", null, false],
    ["env.PART == 'a-x' && false", false, false],
    ["env.PART == 'a-x' || true", true, false],
    ['env.PART', true, false],
    ['!env.PART', false, false],
    ['(always())', true, true],
    ['always() == true', true, true],
    ['true == always()', true, true],
    ["contains('true', always())", true, true],
    ['fromJSON(\'{"true":1}\')[always()]', true, true],
    ['x ${{ always() }}', true, true],
    ['${{ env.REGION }} ${{ always() }}', true, true],
    ['x ${{ env.REGION }}', true, false],
    ['2', true, false],
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
      holes,
      contexts: contextsOf([['env', mapping([['U', value]])]]),
      status: { succeeded: true, failed: false },
    }
    return expand(`\${{ ${expression.replaceAll('U', 'env.U')} }}`, seen)
  }
  fc.assert(
    fc.property(tree, (expression) => {
      const seen = decide(expression, text(holes.hole(REASON)))
      if (holes.reasonsIn(seen).length > 0) return
      expect(decide(expression, boolean(true))).toBe(seen)
      expect(decide(expression, boolean(false))).toBe(seen)
    }),
    { numRuns: 1000, examples: [['(!U == (U && !U))'], ['(U == (U && false))']] },
  )
})
