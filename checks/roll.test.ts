import { describe, expect, test } from 'vitest'
import type { Subject } from '../evidence/subject.js'
import type { Plan } from './plan.js'
import { Roll } from './roll.js'

const SUBJECT: Subject = {
  student: 'ada',
  repository: null,
  region: 'us-west-2',
  stack: 'yoctogram-compute-stack',
  profile: null,
  roleArn: null,
  externalId: null,
  localWorkflow: null,
}

function rollOf(plan: Partial<Plan> = {}): Roll {
  return new Roll({
    subjects: ['ada', 'grace', 'edsger'].map((student) => ({ ...SUBJECT, student })),
    checks: ['ecr.latest'],
    access: { githubToken: null, githubUrl: '', timeLimitMs: 1000 },
    ...plan,
  })
}

/** Whether a promise has been settled once everything that can go on has gone on. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.then(() => {
    done = true
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
  return done
}

describe('whose turn it is', () => {
  test('everybody at once where nobody says how many', async () => {
    const roll = rollOf()
    const sessions = await Promise.all([0, 1, 2].map((subject) => roll.turn(subject)))
    expect(sessions.map((session) => session?.evidence.subject.student)).toEqual([
      'ada',
      'grace',
      'edsger',
    ])
  })

  test('one after the other, in the order they asked', async () => {
    const roll = rollOf({ inFlight: 1 })
    const [ada, grace, edsger] = [roll.turn(0), roll.turn(1), roll.turn(2)]
    expect((await ada)?.evidence.subject.student).toBe('ada')
    expect(await settled(grace)).toBe(false)
    roll.leave(0)
    expect((await grace)?.evidence.subject.student).toBe('grace')
    expect(await settled(edsger)).toBe(false)
    roll.leave(1)
    expect((await edsger)?.evidence.subject.student).toBe('edsger')
  })

  test('a place that nobody waits for stays free', async () => {
    const roll = rollOf({ inFlight: 1 })
    await roll.turn(0)
    roll.leave(0)
    expect((await roll.turn(1))?.evidence.subject.student).toBe('grace')
  })

  test('all checks of a subject share its session, until it is done', async () => {
    const roll = rollOf()
    const session = await roll.turn(0)
    expect(await roll.turn(0)).toBe(session)
    roll.leave(0)
    expect(await roll.turn(0)).not.toBe(session)
  })

  test('a subject that the plan does not have is our bug', async () => {
    await expect(rollOf({ inFlight: 9 }).turn(3)).rejects.toThrow('The plan has no subject 3.')
  })
})

describe('a run that is stopped', () => {
  test('begins no other subject, whether it waits already or comes later', async () => {
    const roll = rollOf({ inFlight: 1 })
    const [ada, grace] = [roll.turn(0), roll.turn(1)]
    expect(await ada).not.toBe(null)
    roll.stop()
    expect(await grace).toBe(null)
    roll.leave(0)
    expect(await roll.turn(2)).toBe(null)
  })

  test('leaves those alone whose turn had come', async () => {
    const roll = rollOf()
    const session = await roll.turn(0)
    roll.stop()
    expect(await roll.turn(0)).toBe(session)
  })
})

describe('a session', () => {
  test('waits for as many checks as were announced', async () => {
    const roll = rollOf()
    roll.expectCheck()
    roll.expectCheck()
    const session = await roll.turn(0)
    if (session === null) throw new Error('no session')
    const all = session.allChecks()
    expect(await settled(all)).toBe(false)
    session.reached()
    expect(await settled(all)).toBe(false)
    session.reached()
    expect(await settled(all)).toBe(true)
  })

  test('waits for nothing when there are none', async () => {
    const session = await rollOf().turn(0)
    if (session === null) throw new Error('no session')
    expect(await settled(session.allChecks())).toBe(true)
  })

  test('has asked nothing when it begins', async () => {
    const session = await rollOf().turn(0)
    expect(session?.requests()).toEqual({ aws: 0, github: 0 })
  })

  test('is taken from the file that the plan names for this subject, and saved to the other', async () => {
    const roll = rollOf({
      loadFrom: [null, '/nowhere/grace.json', null],
      saveTo: [null, null, '/nowhere/edsger.json'],
    })
    const question = { name: 'identity', schema: null as never, ask: () => Promise.reject('asked') }
    const grace = await roll.turn(1)
    expect(await grace?.evidence.ask(question)).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining('/nowhere/grace.json'),
    })
    expect(await grace?.save(undefined)).toBe(null)
    expect(await (await roll.turn(2))?.save(undefined)).toContain('/nowhere/edsger.json')
    expect(await (await roll.turn(0))?.save(undefined)).toBe(null)
  })
})
