import { UnknownError } from '@grade4/unknown'
import { TreeInterpreter } from '@jmespath-community/jmespath'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Json, partOfAnswer } from '../twin/call.js'
import recorded from './jmespath-cases.json'
import { QueryError, runQuery } from './query.js'
import { parseQuery } from './query-syntax.js'

const DATA: Json = {
  imageIds: [
    { imageDigest: 'a', imageTag: 'latest' },
    { imageDigest: 'a', imageTag: '100' },
    { imageDigest: 'b' },
  ],
  count: 3,
  service: partOfAnswer('service', { name: 'app' }, ['launchType']),
}

function query(expression: string, data: Json = DATA): Json {
  const tree = parseQuery(expression)
  if (tree === null) throw new Error('does not parse')
  return runQuery(tree, data, () => {})
}

// Expected values: jmespath.py 1.0, which the command line uses.
test.each<[string, Json]>([
  ['imageIds[0].imageTag', 'latest'],
  ['imageIds[].imageTag', ['latest', '100']],
  ['imageIds[*].imageTag', ['latest', '100']],
  ['imageIds[?imageTag==`latest`].imageDigest', ['a']],
  ["imageIds[?imageTag=='latest'] | [0].imageDigest", 'a'],
  ['imageIds[?!imageTag].imageDigest', ['b']],
  ['imageIds[?imageTag].imageTag | sort(@)', ['100', 'latest']],
  ['imageIds[-1].imageDigest', 'b'],
  ['imageIds[:2].imageTag', ['latest', '100']],
  ['imageIds[::-1].imageDigest', ['b', 'a', 'a']],
  [
    'imageIds[].[imageTag,imageDigest]',
    [
      ['latest', 'a'],
      ['100', 'a'],
      [null, 'b'],
    ],
  ],
  ['imageIds[].{t:imageTag}', [{ t: 'latest' }, { t: '100' }, { t: null }]],
  ['length(imageIds)', 3],
  ["imageIds[?imageTag > '0'].imageTag", ['latest', '100']],
  ['max_by(imageIds[?imageTag], &imageTag).imageTag', 'latest'],
  ['min_by(imageIds[?imageTag], &imageTag).imageTag', '100'],
  ['sort_by(imageIds[?imageTag], &imageTag)[0].imageTag', '100'],
  ["join(',', imageIds[].imageDigest)", 'a,a,b'],
  ["contains(imageIds[].imageTag, 'latest')", true],
  ["imageIds[?starts_with(imageDigest, 'a')] | length(@)", 2],
  ['imageIds[*].not_null(imageTag, `none`)', ['latest', '100', 'none']],
  ['nope', null],
  ['nope[0].x', null],
  ['count == `3`', true],
  ['count > `2` && imageIds[0].imageTag', 'latest'],
  ["imageIds[?imageTag < '2'].imageTag", ['100']],
  ['sort(`[10, 9]`)', [9, 10]],
  ['max_by(imageIds, &imageDigest).imageDigest', 'b'],
  ['service && count', 3],
  ['service == `null`', false],
  ['type(service)', 'object'],
  ['constructor', null],
  ['nope | [count]', null],
  ['!count', false],
  ['nope || count', 3],
  ['type(imageIds)', 'array'],
  ['to_string(count)', '3'],
  ['sum([count, `4`])', 7],
  ['reverse(imageIds)[0].imageDigest', 'b'],
  ['service.name', 'app'],
])('%s', (expression, value) => {
  expect(query(expression)).toEqual(value)
})

test.each(['imageIds[', '', '$', 'a +', 'a ? b : c'])(
  'the command line refuses %s',
  (expression) => {
    expect(parseQuery(expression)).toBeNull()
  },
)

test.each(['length(nope)', 'upper(`a`)', 'sum(imageIds)', 'abs(count, count)', "count > 'a'"])(
  'jmespath.py stops at %s',
  (expression) => {
    expect(() => query(expression)).toThrow(QueryError)
  },
)

const NOT_FOLLOWED = /^(avg|to_number)\(|^merge\(o, n\)/

// What jmespath.py 1.0 answers, recorded by running it; it stops at some.
test.each(recorded.cases.map((one) => [one.query, one] as const))(
  'jmespath.py: %s',
  (text, one) => {
    const answer = () => query(text, recorded.data as Json)
    if (NOT_FOLLOWED.test(text)) expect(answer).toThrow(UnknownError)
    else if ('stops' in one) expect(answer).toThrow(QueryError)
    else expect(answer()).toEqual(one.value)
  },
)

// jmespath.py reads these otherwise than the library, each in its own way.
test.each([
  ...['`é`', "'a\\\\b'", 'imageIds[0][:].x', '&count', 'not_null(&count)', '[count count]'],
  ...[
    'f(count count)',
    'f(count,)',
    '{a: count b: count}',
    'contains(imageIds, imageIds[0])',
    'contains(`[true]`, `1`)',
    'contains(`[1]`, `true`)',
  ],
  ...['let $a = b in $a', 'merge(service, `[]`)', '{expref: count}', '__proto__'],
])('%s is not followed', (expression) => {
  expect(() => query(expression)).toThrow(UnknownError)
})

test('a query that makes more and more of its answer ends at the limit of work', () => {
  const tree = parseQuery(`imageIds${' | [@, @]'.repeat(60)}`)
  let left = 1_000_000
  const spend = (units: number) => {
    left -= units
    if (left < 0) throw new UnknownError({ because: 'too much work', remedy: '' })
  }
  expect(() => tree && runQuery(tree, DATA, spend)).toThrow('too much work')
})

test('a query pays for itself alone, and the library stays as it is', () => {
  const tree = parseQuery('sort(imageIds[].imageDigest)') ?? expect.fail('does not parse')
  let paid = 0
  const spend = (units: number) => {
    paid += units
  }
  runQuery(tree, DATA, spend)
  const once = paid
  TreeInterpreter.search(tree, { imageIds: [] })
  runQuery(tree, DATA, () => {})
  expect(paid).toBe(once)
})

test.each([
  'service.launchType',
  'service.*',
  'values(service)',
  'service.launchType == `x`',
  'not_null(service.launchType)',
  'keys(service)',
  'length(service)',
  'to_string(service)',
])('the answer to %s hangs on a field that is not modelled', (expression) => {
  expect(() => query(expression)).toThrow(UnknownError)
})

test('any expression on any data ends with a value or an error of its own', () => {
  const expression = fc
    .array(
      fc.constantFrom(
        'a',
        'b',
        '.',
        '[',
        ']',
        '*',
        '?',
        '==',
        '`1`',
        '|',
        '@',
        '(',
        ')',
        '&',
        'sort_by',
        ',',
        '{',
        '}',
        ':',
        '!',
        '0',
        '-1',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(expression, fc.jsonValue(), (text, data) => {
      try {
        const tree = parseQuery(text)
        if (tree === null) return
        runQuery(tree, JSON.parse(JSON.stringify(data)), () => {})
      } catch (error) {
        if (error instanceof UnknownError) return
        expect(error).toBeInstanceOf(QueryError)
      }
    }),
    { numRuns: 2000 },
  )
})
