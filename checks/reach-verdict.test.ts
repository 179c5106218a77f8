import { Holes, UnknownError } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { STAND_IN_ACCOUNT } from '../evidence/not-deployed.js'
import { openSource } from '../evidence/source.js'
import { SUBJECT } from '../evidence/test-subject.js'
import { Blocked, known, knownOrAbsent, type Rule, undecided } from './check.js'
import { reachVerdict } from './reach-verdict.js'
import type { CheckId } from './rubric.js'

const NOTHING = { expected: null, actual: null, location: null, hint: null }

async function reached(rule: Rule, id: CheckId = 'ecr.latest') {
  const access = { githubToken: null, githubUrl: '', timeLimitMs: 1000 }
  const source = await openSource(SUBJECT, access, { loadFrom: null, saveTo: null })
  return await reachVerdict({ id, rule }, source)
}

test('no finding is passed, with what was seen', async () => {
  const { verdict, thrown } = await reached(async ({ seen }) => seen('latest is there.'))
  expect(verdict).toEqual({
    id: 'ecr.latest',
    status: 'passed',
    findings: [],
    seen: 'latest is there.',
    blockedBy: null,
    durationMs: expect.any(Number),
  })
  expect(thrown).toBe(undefined)
  expect((await reached(async () => {})).verdict.seen).toBe('')
})

test('the subject is handed in', async () => {
  await reached(async ({ evidence }) => expect(evidence.subject).toBe(SUBJECT))
})

test('how long a look took is given in milliseconds', async () => {
  const { verdict } = await reached(() => new Promise((resolve) => setTimeout(resolve, 20)))
  expect(verdict.durationMs).toBeGreaterThan(10)
  expect(verdict.durationMs).toBeLessThan(5_000)
})

describe('a finding', () => {
  test('is failed, each of them reported, and nothing of what was seen', async () => {
    const { verdict } = await reached(async ({ finding, seen }) => {
      finding('first')
      seen('something right')
      finding('second', { expected: 'one', actual: 'two', hint: 'count' })
    })
    expect(verdict).toMatchObject({ status: 'failed', seen: '', blockedBy: null })
    expect(verdict.findings).toEqual([
      { ...NOTHING, message: 'first' },
      { ...NOTHING, message: 'second', expected: 'one', actual: 'two', hint: 'count' },
    ])
  })

  test.each([new Blocked('ecr.repository', 'none'), undecided('why', 'do'), new Error('bug')])(
    'stays one when the look is stopped after it (%o)',
    async (stop) => {
      const { verdict } = await reached(async ({ finding }) => {
        finding('first')
        throw stop
      })
      expect(verdict).toMatchObject({ status: 'failed', findings: [{ message: 'first' }] })
    },
  )
})

describe('a look that is stopped', () => {
  test('by what another check reports is blocked', async () => {
    const stop = new Blocked('ecr.repository', 'There is no repository.')
    const { verdict, thrown } = await reached(() => Promise.reject(stop))
    expect(verdict).toMatchObject({
      status: 'blocked',
      findings: [{ ...NOTHING, message: 'There is no repository.' }],
      seen: '',
      blockedBy: 'ecr.repository',
    })
    expect(thrown).toBe(stop)
  })

  test('because something is not known is an error, with what to do', async () => {
    const stop = undecided('AWS did not answer.', 'Try again.')
    const { verdict, thrown } = await reached(() => Promise.reject(stop))
    expect(verdict).toMatchObject({
      status: 'error',
      findings: [{ ...NOTHING, message: 'AWS did not answer.', hint: 'Try again.' }],
      seen: '',
      blockedBy: null,
    })
    expect(thrown).toBe(stop)
  })

  test('by a bug of ours is an error, and not the student’s', async () => {
    const bug = new TypeError('x is not a function')
    for (const look of [
      () => Promise.reject(bug),
      () => {
        throw bug
      },
    ]) {
      const { verdict, thrown } = await reached(look)
      expect(verdict).toMatchObject({
        status: 'error',
        findings: [
          {
            ...NOTHING,
            message: 'The grader itself broke on this check: TypeError: x is not a function',
            hint: 'This is a bug of grade4, not of yours: report it to the course staff.',
          },
        ],
        seen: '',
        blockedBy: null,
      })
      expect(thrown).toBe(bug)
    }
  })
})

describe('a fault of the grader', () => {
  const bug = new TypeError('x is not a function')

  test('is reported, also where a finding had been made before it', async () => {
    expect((await reached(() => Promise.reject(bug))).fault).toBe(bug)
    const { verdict, fault } = await reached(async ({ finding }) => {
      finding('first')
      throw bug
    })
    expect(verdict.status).toBe('failed')
    expect(fault).toBe(bug)
  })

  test.each([new Blocked('ecr.repository', 'none'), undecided('why', 'do')])(
    'is not what a check stops itself with (%o)',
    async (stop) => {
      expect((await reached(() => Promise.reject(stop))).fault).toBe(undefined)
    },
  )
})

describe('an observation', () => {
  const unknown = {
    state: 'unknown',
    because: 'AWS did not answer.',
    remedy: 'Try again.',
  } as const
  const absent = { state: 'absent', saidBy: 'NotFound' } as const

  test('that was found is known, whatever its value', () => {
    for (const value of ['x', '', 0, null, false]) {
      expect(known({ state: 'found', value }, 'ecr.repository', 'none')).toBe(value)
      expect(knownOrAbsent({ state: 'found', value })).toEqual({ value })
    }
  })

  test('that is absent blocks on the check that reports it', () => {
    expect(knownOrAbsent(absent)).toBe(null)
    expect(() => known(absent, 'ecr.repository', 'none')).toThrow(
      expect.objectContaining({ name: 'Blocked', by: 'ecr.repository', message: 'none' }),
    )
  })

  test('that is unknown decides nothing', () => {
    const undecided = expect.objectContaining({
      name: 'UnknownError',
      message: 'AWS did not answer.',
      reason: { because: 'AWS did not answer.', remedy: 'Try again.' },
    })
    expect(() => knownOrAbsent(unknown)).toThrow(undecided)
    expect(() => known(unknown, 'ecr.repository', 'none')).toThrow(undecided)
  })
})

describe('where nothing deployed is looked at', () => {
  const rule: Rule = async () => {
    throw new UnknownError({ because: 'Deploy first.', remedy: 'Deploy.', lacks: 'deployment' })
  }

  test('what only a deploy tells waits for it, and is no error', async () => {
    const { verdict, fault } = await reached(rule)
    expect(verdict).toMatchObject({ status: 'blocked', blockedBy: 'stack.deployed' })
    expect(verdict.findings).toEqual([{ ...NOTHING, message: 'Deploy first.', hint: 'Deploy.' }])
    expect(fault).toBe(undefined)
  })

  test('the check of the deploy waits for no other', async () => {
    const { verdict } = await reached(rule, 'stack.deployed')
    expect(verdict).toMatchObject({ status: 'blocked', blockedBy: null })
  })

  test('readers see neither the account that stands in nor the characters of a hole', async () => {
    const hole = new Holes().hole({ because: 'x', remedy: 'y' }, 'name')
    const { verdict } = await reached(async ({ finding }) =>
      finding(`${STAND_IN_ACCOUNT}.dkr.ecr, app-${hole}`, { actual: `a ${hole}` }),
    )
    expect(verdict.findings[0]).toMatchObject({
      message: 'ACCOUNT_ID.dkr.ecr, app-(unknown)',
      actual: 'a (unknown)',
    })
  })
})
