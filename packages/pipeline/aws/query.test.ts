import { UnknownError } from '@grade4/unknown'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Json, unmodelled } from '../twin/json.js'
import recorded from './jmespath-cases.json'
import { parseQuery, runQuery } from './query.js'
import { QueryError } from './query-values.js'

const DATA: Json = {
  imageIds: [
    { imageDigest: 'a', imageTag: 'latest' },
    { imageDigest: 'a', imageTag: '100' },
    { imageDigest: 'b' },
  ],
  count: 3,
  service: { name: 'app', launchType: unmodelled('launchType') },
}

function query(expression: string, data: Json = DATA): Json {
  const tree = parseQuery(expression)
  if (tree === null) throw new Error('does not parse')
  return runQuery(tree, data)
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
  ['!count', false],
  ['nope || count', 3],
  ['type(imageIds)', 'array'],
  ['to_string(count)', '3'],
  ["to_number('12')", 12],
  ['sum([count, `4`])', 7],
  ['reverse(imageIds)[0].imageDigest', 'b'],
  ['service.name', 'app'],
])('%s', (expression, value) => {
  expect(query(expression)).toEqual(value)
})

test.each(['imageIds[', '', '$', 'a +', 'let $a = b in $a', 'a ? b : c'])(
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

// What jmespath.py 1.0 answers, recorded by running it; it stops at some.
test.each(recorded.cases.map((one) => [one.query, one] as const))(
  'jmespath.py: %s',
  (text, one) => {
    const answer = () => query(text, recorded.data as Json)
    if ('stops' in one) expect(answer).toThrow(QueryError)
    else expect(answer()).toEqual(one.value)
  },
)

test.each([
  'service.launchType',
  'service.*',
  'values(service)',
  'service.launchType == `x`',
  'not_null(service.launchType)',
])('nobody knows %s', (expression) => {
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
      const tree = parseQuery(text)
      if (tree === null) return
      try {
        runQuery(tree, JSON.parse(JSON.stringify(data)))
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError)
      }
    }),
    { numRuns: 2000 },
  )
})
