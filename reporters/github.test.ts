import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { github } from './github.js'
import { stepSummary } from './markdown.js'
import { anyReport } from './test-any-report.js'
import {
  blocked,
  blockedChains,
  failed,
  finding,
  reportWith,
  severalFailures,
  TEST_IDS,
} from './test-reports.js'

const LOOK = { color: false, columns: 80, unicode: true }

/** A workflow command as the runner reads it. Source: actions/runner, ActionCommand.cs. */
interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** The commands of a text, read by the runner's rules; what is no command is `null`. */
function commandsIn(text: string): (Command | null)[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, name, properties = '', message] =
        /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
      if (name === undefined || message === undefined) return null
      const pairs = properties
        .split(',')
        .filter(Boolean)
        .map((pair) => pair.split(/=(.*)/s))
      return {
        name,
        properties: Object.fromEntries(
          pairs.map(([key = '', value = '']) => [key, unescaped(value)]),
        ),
        message: unescaped(message),
      }
    })
}

function unescaped(text: string): string {
  const codes = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' }
  return text.replaceAll(/%(?:0D|0A|3A|2C|25)/g, (code) => codes[code as keyof typeof codes])
}

describe('annotations', () => {
  test('stand on main.yml’s lines, with what to do', () => {
    const [first, second] = commandsIn(github.render(severalFailures, LOOK))
    expect(first).toEqual({
      name: 'error',
      properties: {
        file: '.github/workflows/main.yml',
        line: '61',
        col: '11',
        title: 'workflow.tags: Build and push carry two tags (6 points)',
      },
      message: expect.stringMatching(/^The push carries one tag.*\nSteps 6 and 8: /s),
    })
    expect(second?.properties.line).toBe('68')
  })

  test('tell what could not be graded as a warning, and the score as a notice', () => {
    const commands = commandsIn(github.render(blockedChains, LOOK))
    expect(commands.filter((each) => each?.name === 'warning')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('still in progress') }),
    ])
    expect(commands.at(-1)).toMatchObject({
      name: 'notice',
      message: '0 to 11 of 50 points; not final',
    })
  })

  test('tell a mistake in main.yml once, with the lines to change', () => {
    const location = { file: 'main.yml', line: 3, column: 1, source: null }
    const [one, two] = ['workflow.valid', 'workflow.tags'] as const
    const report = reportWith({
      [one]: { ...failed(finding('the tag', { location })), change: 1 },
      [two]: { ...blocked(one), change: 1 },
    })
    const edits = [{ file: 'main.yml', line: 3, endLine: 3, before: '  a: 1', after: '  a: 2' }]
    const step = { title: 'a is 2', kind: 'workflow' as const, edits, text: null }
    const plan = [{ ...step, wins: [one, two], points: 10, scoreAfter: 50 }]
    const errors = commandsIn(github.render({ ...report, plan }, LOOK)).filter(
      (each) => each?.name === 'error',
    )
    expect(errors.map((each) => each?.message)).toEqual([
      expect.stringMatching(
        /^the tag\n.*\n- {3}a: 1\n\+ {3}a: 2\n1 more waits on this \(6 points\): workflow\.tags$/s,
      ),
    ])
  })

  test('a fault without a place is shown beside one that has its place', () => {
    const location = { file: 'main.yml', line: 3, column: 1, source: null }
    const report = reportWith({
      'workflow.valid': failed(finding('here', { location }), finding('somewhere')),
    })
    const messages = commandsIn(github.render(report, LOOK)).map((each) => each?.message)
    expect(messages.slice(0, 2)).toEqual([
      expect.stringMatching(/^here\n/),
      expect.stringMatching(/^somewhere\n/),
    ])
  })

  test('are no more than GitHub shows, and say how many are left', () => {
    const location = { file: 'main.yml', line: 3, column: 1, source: null }
    const faults = Array.from({ length: 25 }, () => finding('wrong', { location }))
    const everything = reportWith({ 'workflow.valid': failed(...faults) })
    const errors = commandsIn(github.render(everything, LOOK)).filter(
      (each) => each?.name === 'error',
    )
    expect(errors).toHaveLength(10)
    expect(errors.at(-1)?.message).toBe('16 more: see the report.')
  })

  test('whatever a student wrote, each line is a command of ours', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const commands = commandsIn(github.render(report, LOOK))
        for (const each of commands) {
          expect(['error', 'warning', 'notice']).toContain(each?.name)
          for (const key of Object.keys(each?.properties ?? {})) {
            expect(['file', 'line', 'col', 'title']).toContain(key)
          }
        }
        expect(commands.at(-1)?.name).toBe('notice')
      }),
    )
  })

  test('a message and a file name that look like commands are read back as they are', () => {
    const hostile = '::set-env name=PATH::/tmp,x%0A::error::'
    const location = { file: hostile, line: 1, column: 1, source: null }
    const report = reportWith({ 'ecr.latest': failed(finding(hostile, { location })) })
    const [command] = commandsIn(github.render(report, LOOK))
    expect(command?.properties.file).toBe(hostile)
    expect(command?.message.split('\n')[0]).toBe(hostile)
  })
})

describe('the step summary', () => {
  test('is the whole report where there is room', () => {
    expect(stepSummary(severalFailures, 0)).toContain('### To fix')
  })

  test('is the table alone where there is less, and says so', () => {
    const text = stepSummary(severalFailures, 1024 * 1024 - 1800)
    expect(text).not.toContain('### To fix')
    expect(text).toContain('longer than GitHub shows')
    expect(text).toContain('| `ecr.latest` |')
  })

  test('is nothing where it would push the rest out', () => {
    expect(stepSummary(severalFailures, 1024 * 1024 - 100)).toBe('')
  })

  test('stays within the limit whatever a student wrote, in bytes', () => {
    const wide = '写'.repeat(1000)
    const findings = Array.from({ length: 120 }, () =>
      finding(wide, { expected: wide, actual: wide, hint: wide }),
    )
    const report = reportWith(Object.fromEntries(TEST_IDS.map((id) => [id, failed(...findings)])))
    const text = stepSummary(report, 0)
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
    expect(text).toContain('| `ecr.latest` |')
  })
})
