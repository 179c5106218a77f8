import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { adapt } from './generous-yaml.js'
import { job, problems } from './test-workflow.js'

const JOBS = 'jobs: { a: { runs-on: x, steps: [ { run: echo } ] } }'

// Source: libyaml, which YamlDotNet follows, takes each of these (tried with PyYAML).
test.each([
  `on:\n  push:\n    branches: [ main ]# c\n${JOBS}`,
  `on: { push: { branches: [ main ] }}# c\n${JOBS}`,
  `on: "push"# c\n${JOBS}`,
  `on: [# c\n  push,# c\n  ]\n${JOBS}`,
  `on:\n  push:\n    branches: [\n    main\n    ]\n${JOBS}`,
  `on:\n  push:\n    branches: [\nmain, 'it''s # no comment',\n  "a \\"]" ]\n${JOBS}`,
  `on: {\npush: {\nbranches: [ main ]\n}\n}\n${JOBS}`,
  job('      - name: "one\n      two"\n        run: echo\n'),
  job("      - name: 'one\n\n  two'\n        run: echo\n"),
  job('      - name: "one\n two"\n        run: "echo\n three" # c\n'),
])('taken as GitHub takes it: %j', (text) => {
  expect(problems(text)).toEqual(['valid'])
})

test.each<[string, string]>([
  [`on: [ push\n${JOBS}`, '2:1 Flow sequence in block collection must be sufficiently indented'],
  [`on: "push\n${JOBS}\n`, '3:1 Missing closing "quote'],
  [`on: "pu\n---\nsh"\n${JOBS}`, '1:8 Missing closing "quote'],
  [
    `on:\n  push:\n    branches: main\n    dev\n${JOBS}`,
    '4:5 Implicit map keys need to be followed by map values',
  ],
])('refused as before: %j', (text, problem) => {
  expect(problems(text)[0]).toContain(problem)
})

test('columns count what is written', () => {
  expect(problems(`on:\n  push:\n    branches: [\n  main, { a: b } ]\n${JOBS}`)).toEqual([
    '4:9 A mapping was not expected',
  ])
})

test('a text that needs nothing stays as it is, and one that was adapted needs nothing more', () => {
  const words = [
    'a: ',
    '- ',
    '"x',
    '"',
    "'y",
    "'",
    '[ ',
    ']',
    '{ ',
    '}',
    ', ',
    '\n',
    '\n  ',
    '# c',
    'z ',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (parts) => {
      const text = parts.join('')
      const adapted = adapt(text)?.text ?? ''
      expect(adapted.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      if (parseDocument(text).errors.length === 0) expect(adapted).toBe(text)
      expect(adapt(adapted)?.text).toBe(adapted)
    }),
    { numRuns: 1000 },
  )
})

// Source: actions/runner, `YamlObjectReader.AllowLiteral`.
test.each([
  '!!bool true',
  '!!str 5',
  '!!str "5"',
  '!!int 0x1F',
  '!!float 3',
  '!!null ~',
  '!<tag:yaml.org,2002:int> 4',
])('an explicit tag that fits: %s', (value) => {
  expect(problems(`on: push\nenv: { A: ${value} }\n${JOBS}`)).toEqual(['valid'])
})

test.each([
  ['!!bool test', "The value 'test' is invalid for the type 'tag:yaml.org,2002:bool'"],
  ['!!int 1.5', "The value '1.5' is invalid for the type 'tag:yaml.org,2002:int'"],
  [
    '!!int "300"',
    "The scalar style 'QUOTE_DOUBLE' is not valid with the tag 'tag:yaml.org,2002:int'",
  ],
  ['!!timestamp 2001-01-01', "Unexpected tag 'tag:yaml.org,2002:timestamp'"],
  ['!secret x', "Unexpected tag '!secret'"],
])('an explicit tag that does not fit: %s', (value, message) => {
  const [problem] = problems(`on: push\nenv: { A: ${value} }\n${JOBS}`)
  expect(problem).toMatch(/^2:\d+ /)
  expect(problem).toContain(message)
})
