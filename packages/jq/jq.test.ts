import { Holes, hasHole } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type JqCall, runJq } from './index.js'

const holes = new Holes()
const SECRET = holes.hole({ because: 'nobody can read it', remedy: 'Ask.' })

function run(program: string, input: string | null, options: string[] = [], limit = 20_000_000) {
  let used = 0
  const call: JqCall = {
    program,
    input,
    options: new Set(options),
    indent: '',
    variables: new Map([['secret', { text: SECRET, kind: 'text' }]]),
    environment: { HOME: '/root' },
    holes,
    now: () => 1_710_014_400_123,
    work: (units) => {
      used += units
      if (used > limit) throw new Error('too much work')
    },
  }
  return runJq(call)
}

const IMAGES = JSON.stringify({
  imageDetails: [
    { imageDigest: 'd1', imageTags: ['latest', 'v1'], artifactMediaType: SECRET },
    { imageDigest: 'd2', imageTags: ['v2'], artifactMediaType: SECRET },
  ],
})

test.each([
  ['.imageDetails[] | select(.imageTags | index("latest")) | .imageDigest', '"d1"\n'],
  ['.imageDetails | length', '2\n'],
  ['[.imageDetails[].imageTags[]] | join(",")', '"latest,v1,v2"\n'],
  [
    '.imageDetails | map(del(.artifactMediaType)) | .[1]',
    '{"imageDigest":"d2","imageTags":["v2"]}\n',
  ],
])('a field that is not known does not matter where no filter asks for it: %s', (program, out) => {
  expect(run(program, IMAGES)).toEqual({ out, status: 0 })
})

test.each([
  ['{text: $secret}', `{"text":"${SECRET}"}\n`],
  ['"tag-\\($secret)"', `"tag-${SECRET}"\n`],
  ['[$secret, "b"] | join("-")', `"${SECRET}-b"\n`],
  ['{a: 1} | .b = $secret | .a', '1\n'],
])('a value that is not known passes through whole: %s', (program, out) => {
  expect(run(program, null)).toEqual({ out, status: 0 })
})

test.each([
  '$secret == "a"',
  'select($secret)',
  'if $secret then 1 else 2 end',
  '$secret // "a"',
  '$secret | length',
  '[$secret, "a"] | sort',
  '{a: 1}[$secret]',
  '$secret | test("a")',
  '{($secret): 1}',
])('what hangs on a value that is not known is not known: %s', (program) => {
  const { out, status } = run(program, null)
  expect(status).toMatchObject({ state: 'unknown', because: 'nobody can read it' })
  expect(hasHole(out)).toBe(true)
})

test.each([`{${SECRET}}`, `{"a": 1, ${SECRET}`, `[1 ${SECRET}]`])(
  'a text that may be JSON is not taken for none: %s',
  (input) => {
    expect(run('.a', input).status).toMatchObject({ state: 'unknown' })
  },
)

test('what was printed before is known', () => {
  expect(run('1, ($secret | length)', null).out).toMatch(/^1\n\uE0F0/)
})

test('with -e the last value is the status, and one that is not known has none', () => {
  expect(run('.a', '{"a":false}', ['e']).status).toBe(1)
  expect(run('.[]', '[]', ['e']).status).toBe(4)
  expect(run('$secret', null, ['e']).status).toMatchObject({ state: 'unknown' })
})

test.each([
  ['def f: f; f', null],
  ['.a as [$x] | $x', '{}'],
  ['1.50', null],
  ['.', '1.0'],
  ['.', '{"1":2}'],
  ['to_entries | map(.key) | add as $k | $k | nosuch', '{}'],
  ['[.[] | tostring] | @base32', '[]'],
  ['.a |= empty', '{"a":1}'],
  ['9007199254740993 + 1', null],
])('what is not followed is refused: %s', (program, input) => {
  expect(run(program, input).status).toMatchObject({ state: 'unknown', because: /jq/ })
})

test('a text that is no JSON ends it with 2, after what came before', () => {
  expect(run('.', '1\nno json')).toEqual({ out: '1\n', status: 2 })
})

test.each([
  `[${'1,'.repeat(99)}1] | ${'[.[] | ., .] | '.repeat(30)}length`,
  `"a" | ${'. + . | '.repeat(60)}length`,
])('a program without end uses up its work: %s', (program) => {
  expect(() => run(program, null)).toThrow()
})
