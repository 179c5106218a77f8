import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import { BadRubric, parseRubric } from './rubric-file.js'

test.for([
  ['YAML', 'checks:\n  ecr.latest: 20\n  repo.private: drop\n'],
  ['JSON', '{"checks": {"ecr.latest": 20, "repo.private": "drop"}}'],
  [
    'JSON with tabs',
    '{\n\t"checks": {\n\t\t"ecr.latest": 20,\n\t\t"repo.private": "drop"\n\t}\n}\n',
  ],
  ['YAML of Windows', '\uFEFFchecks:\r\n  ecr.latest: 20 # more\r\n  repo.private: drop\r\n'],
])('%s gives the points', ([, text = '']) => {
  expect(parseRubric(text).points).toEqual({ 'ecr.latest': 20, 'repo.private': 'drop' })
})

test.for([
  [
    'checks:\n  ecr.lastest: 20\n',
    'line 2: no check is called "ecr.lastest"; did you mean ecr.latest?',
  ],
  ['x: &a\n  ecr.lastest: 20\nchecks: *a\n', 'line 1: x: the keys here are checks and hints'],
  ['checks:\n  nothing: 20\n', 'line 2: no check is called "nothing"; grade4 checks lists them'],
  ['checks:\n  __proto__: 20\n', 'no check is called "__proto__"'],
  [
    'checks:\n  ecr.latest: 1\n  ecr.platform: 2.5\n  repo.secret: -1\n',
    'line 3: checks > ecr.platform: points are a whole number from 0 to 1000, or drop; line 4: checks > repo.secret: points are',
  ],
  ['checks:\n  ecr.latest: none\n', 'line 2: checks > ecr.latest: points are'],
  ['checks:\n  ecr.latest:\n', 'line 2: checks > ecr.latest: points are'],
  ['{\n "checks": {\n  "ecr.latest": "20"\n }\n}', 'line 3: checks > ecr.latest: points are'],
  ['checks:\n  ecr.latest: 1\n  ecr.latest: 2\n', 'line 3: Map keys must be unique'],
  ['checks: {}\npoints: {}\n', 'line 2: points: the keys here are checks and hints'],
  ['checks: 7\n', 'line 1: checks: it has an id and its points on each line'],
  ['checks:\n  - ecr.latest\n', 'line 1: checks: it has an id and its points on each line'],
  ['ecr.latest: 20\n', 'line 1: checks: it has an id and its points'],
  ['', 'line 1: a rubric begins with the key checks'],
  ['checks: [\n', 'line 2: '],
])('%j is refused: %s', ([text = '', message]) => {
  expect(() => parseRubric(text)).toThrow(BadRubric)
  expect(() => parseRubric(text)).toThrow(message)
})

test('whatever the file holds, it gives points or says what is wrong with it', () => {
  const word = fc.oneof(
    fc.constantFrom('checks', ...CHECK_IDS, 'drop', '{', '}', ':', '\n  ', '20', '&a', '*a'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word).map((words) => words.join(' ')),
        fc.string(),
      ),
      (text) => {
        try {
          const { points } = parseRubric(text)
          for (const id of Object.keys(points)) expect(CHECK_IDS).toContain(id)
        } catch (error) {
          expect(error).toBeInstanceOf(BadRubric)
        }
      },
    ),
  )
})

test('hints say how much reports give away, and only in these words', () => {
  expect(parseRubric('checks: {}\nhints: place\n').hints).toBe('place')
  expect(parseRubric('checks: {}\n').hints).toBe(null)
  expect(() => parseRubric('checks: {}\nhints: some\n')).toThrow('line 2: hints: hints are one of')
})
