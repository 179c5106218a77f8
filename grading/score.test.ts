import { describe, expect, test } from 'vitest'
import type { CheckId } from '../checks/rubric.js'
import type { Status, Verdict } from '../checks/verdict.js'
import { parseLatePenalty } from './deadline.js'
import { reportOf, type SubjectRules } from './score.js'

const FACTS = {
  student: 'ada',
  account: '111122223333',
  region: 'us-west-2',
  repository: 'ada/yoctogram-app',
  startedAt: '2024-03-09T20:00:00.000Z',
  finishedAt: '2024-03-09T20:00:01.000Z',
  submittedAt: '2024-03-09T08:00:00.001Z',
  submittedFrom: 'run',
  reality: null,
  advice: [],
  requests: { aws: 14, github: 5 },
} as const

const NO_RULES: SubjectRules = {
  points: {},
  due: null,
  latePenalty: null,
  hints: 'change' as const,
}

function verdict(id: CheckId, status: Status, blockedBy: CheckId | null = null): Verdict {
  const findings =
    status === 'passed'
      ? []
      : [{ message: id, expected: null, actual: null, location: null, hint: null }]
  return { id, status, findings, seen: '', blockedBy, durationMs: 1 }
}

/** ecr.repository 10 points, ecr.latest 10, ecr.platform 5. */
const chain = (first: Status) => [
  verdict('ecr.repository', first),
  verdict('ecr.latest', 'blocked', 'ecr.repository'),
  verdict('ecr.platform', 'blocked', 'ecr.latest'),
  verdict('repo.secret', 'passed'),
]

test.for<[string, Verdict[], Partial<SubjectRules>, object]>([
  [
    'what hangs on a failure is lost',
    chain('failed'),
    {},
    { score: 2, range: [2, 2], maxScore: 27, complete: true },
  ],
  [
    'what hangs on an error is open',
    chain('error'),
    {},
    { score: 2, range: [2, 27], complete: false },
  ],
  [
    'with points of its own',
    chain('error'),
    { points: { 'ecr.platform': 50, 'repo.secret': 0 } },
    { score: 0, range: [0, 70], maxScore: 70 },
  ],
  [
    'what hangs on a dropped failure is lost',
    chain('failed'),
    { points: { 'ecr.repository': 'drop' } },
    { score: 2, range: [2, 2], maxScore: 17, complete: true },
  ],
  [
    'what hangs on a dropped error is open',
    chain('error'),
    { points: { 'ecr.repository': 'drop' } },
    { score: 2, range: [2, 17], maxScore: 17, complete: false },
  ],
  [
    'a dropped error that nothing hangs on is nobody’s matter',
    [verdict('repo.private', 'error'), verdict('repo.secret', 'passed')],
    { points: { 'repo.private': 'drop' } },
    { score: 2, range: [2, 2], maxScore: 2, complete: true },
  ],
])('%s', ([, verdicts, rules, wanted]) => {
  expect(reportOf(verdicts, FACTS, { ...NO_RULES, ...rules })).toMatchObject(wanted)
})

const EVERY_POINT = [verdict('ecr.latest', 'passed'), verdict('ecr.repository', 'passed')]
const DUE = new Date('2024-03-09T08:00:00.000Z')

test.for<[string, Verdict[], Partial<SubjectRules> & { submittedAt?: null }, object]>([
  [
    'a millisecond late is a second late',
    EVERY_POINT,
    { due: DUE },
    { late: true, lateBySeconds: 1, latePenalty: null, score: 20 },
  ],
  [
    'in time on the millisecond',
    EVERY_POINT,
    { due: new Date(FACTS.submittedAt) },
    { late: false, lateBySeconds: 0, score: 20 },
  ],
  [
    'a penalty comes off',
    EVERY_POINT,
    { due: DUE, latePenalty: parseLatePenalty('13%/day') },
    { latePenalty: { points: 2 }, score: 18, range: [18, 18], maxScore: 20 },
  ],
  [
    'a penalty comes off both ends',
    [verdict('ecr.latest', 'error'), verdict('ecr.repository', 'passed')],
    { due: DUE, latePenalty: parseLatePenalty('5/day') },
    { score: 5, range: [5, 15] },
  ],
  [
    'no score is below nothing',
    [verdict('repo.secret', 'passed'), verdict('ecr.latest', 'failed')],
    { due: DUE, latePenalty: parseLatePenalty('5/day') },
    { latePenalty: { points: 5 }, score: 0, range: [0, 0] },
  ],
  [
    'nobody is late by a time that is not known',
    EVERY_POINT,
    { due: DUE, latePenalty: parseLatePenalty('5/day'), submittedAt: null },
    { late: false, lateBySeconds: null, latePenalty: null, score: 20 },
  ],
])('%s', ([, verdicts, { submittedAt = FACTS.submittedAt, ...rules }, wanted]) => {
  const facts = { ...FACTS, submittedAt }
  expect(reportOf(verdicts, facts, { ...NO_RULES, ...rules })).toMatchObject(wanted)
})

test('a plan has no step for a check that is dropped, and counts the points of the course', () => {
  const step = (wins: readonly CheckId[]) => {
    const [check] = wins
    const mistakes = check === undefined ? [] : [{ check, wins }]
    return { kind: 'command', title: 'do', text: 'do it', edits: [], wins, mistakes } as const
  }
  const steps = [step(['repo.private']), step(['repo.actions']), step([])]
  const verdicts = [verdict('repo.private', 'failed'), verdict('repo.actions', 'failed')]
  const points = { 'repo.private': 'drop', 'repo.actions': 7 } as const
  const { plan, checks } = reportOf(verdicts, { ...FACTS, steps }, { ...NO_RULES, points })
  expect(plan).toMatchObject([
    { wins: ['repo.actions'], points: 7, scoreAfter: 7 },
    { wins: [], points: 0, scoreAfter: 7 },
  ])
  expect(checks.map(({ id, change }) => [id, change])).toEqual([['repo.actions', 1]])
})

describe('a failed check that passes by the change for another one', () => {
  const failed = ['workflow.build', 'workflow.push'] as const
  const statusesWith = (
    kind: 'workflow' | 'push',
    points: SubjectRules['points'],
    ...mistakes: { check: CheckId; wins: CheckId[] }[]
  ) => {
    const wins = mistakes.flatMap((mistake) => mistake.wins)
    const step = { kind, title: 'do', text: null, edits: [], wins, mistakes }
    const verdicts = failed.map((id) => verdict(id, 'failed'))
    const { checks } = reportOf(verdicts, { ...FACTS, steps: [step] }, { ...NO_RULES, points })
    return Object.fromEntries(checks.map(({ id, status, blockedBy }) => [id, blockedBy ?? status]))
  }
  const [build, push] = failed
  const both = { check: build, wins: [...failed] }

  test('is blocked by that one: one mistake is reported once', () => {
    expect(statusesWith('workflow', {}, both)).toEqual({ [build]: 'failed', [push]: build })
  })

  test('is failed where the edits for the two only stand beside each other', () => {
    const apart = failed.map((check) => ({ check, wins: [check] }))
    expect(statusesWith('workflow', {}, ...apart)).toEqual({ [build]: 'failed', [push]: 'failed' })
  })

  test('is failed where a push would do everything over again', () => {
    expect(statusesWith('push', {}, both)).toEqual({ [build]: 'failed', [push]: 'failed' })
  })

  test('is failed where the course drops that one', () => {
    expect(statusesWith('workflow', { [build]: 'drop' }, both)).toEqual({ [push]: 'failed' })
  })
})
