import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TimeLimit } from '../budget.js'
import { onGithubWait, Pace, type Sender } from './pace.js'

/** A second: 20 requests a second without the share that is kept. */
const POINTS = 1200 / 0.97

const MIDNIGHT = Date.UTC(2026, 10, 1)

beforeEach(() => {
  vi.useFakeTimers({ now: MIDNIGHT })
})
afterEach(() => {
  onGithubWait(() => {})
  vi.useRealTimers()
})

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: string
}

/** A GitHub that answers after a tenth of a second, and what it was sent, in milliseconds since midnight. */
function github(answer: (number: number) => Answer = () => ({})) {
  const sent: number[] = []
  const fetch = async () => {
    const number = sent.push(Date.now() - MIDNIGHT)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { status = 200, headers = {}, message = '' } = answer(number)
    return new Response(JSON.stringify({ message }), { status, headers })
  }
  return { sent, fetch }
}

/** Who waits an hour. */
let patient: Sender
beforeEach(() => {
  patient = { timeLimit: new TimeLimit(3_600_000), longestWaitSeconds: 3900 }
})
const SECONDARY = 'You have exceeded a secondary rate limit.'

/** What the promises give, however long they take. */
async function outcome<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  let settled = false
  const all = Promise.all(promises).finally(() => {
    settled = true
  })
  while (!settled) await vi.advanceTimersToNextTimerAsync()
  return await all
}

describe('the requests of a token', () => {
  test('go out at once as long as they are few', async () => {
    const { sent, fetch } = github()
    const pace = new Pace(POINTS)
    await outcome(Array.from({ length: 20 }, () => pace.send(fetch, patient)))
    expect(sent.every((moment) => moment === 0)).toBe(true)
  })

  test('are spread out, so that no minute sees more than it may', async () => {
    const { sent, fetch } = github()
    const pace = new Pace(900)
    await outcome(Array.from({ length: 2000 }, () => pace.send(fetch, patient)))
    const most = Math.max(
      ...sent.map((from) => sent.filter((at) => at >= from && at < from + 60_000).length),
    )
    expect(most).toBeGreaterThan(850)
    expect(most).toBeLessThanOrEqual(900)
    expect(sent.at(-1)).toBeLessThan((1.05 * (2000 * 60_000)) / 900)
  })

  test('take nothing of the time for a subject while they wait for their turn', async () => {
    const { sent, fetch } = github()
    const pace = new Pace(POINTS)
    const timeLimit = new TimeLimit(1000)
    expect(timeLimit.signal.aborted).toBe(false)
    const look = async () => {
      expect(timeLimit.isOver).toBe(false)
      return await fetch()
    }
    const sender = { ...patient, timeLimit }
    await outcome(Array.from({ length: 100 }, () => pace.send(look, sender)))
    expect(sent.at(-1)).toBe(4000)
  })
})

describe('while GitHub said wait', () => {
  test.each<[string, Answer, number]>([
    ['retry-after', { status: 403, headers: { 'retry-after': '30' }, message: SECONDARY }, 30],
    ['429 with retry-after', { status: 429, headers: { 'retry-after': '7' } }, 7],
    [
      'nothing left until the reset, a second later',
      {
        status: 403,
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(MIDNIGHT / 1000 + 50),
        },
      },
      51,
    ],
    ['a sentence alone, which is a minute', { status: 403, message: SECONDARY }, 60],
  ])('nothing is sent: %s', async (_name, refusal, seconds) => {
    const { sent, fetch } = github((number) => (number === 1 ? refusal : {}))
    const heard: number[] = []
    onGithubWait((until) => heard.push((until.getTime() - MIDNIGHT) / 1000))
    const pace = new Pace(POINTS)
    const first = pace.send(fetch, patient)
    await vi.advanceTimersByTimeAsync(100)
    const more = Array.from({ length: 40 }, () => pace.send(fetch, patient))
    const answers = await outcome([first, ...more])
    expect(answers.map(({ status }) => status)).toEqual(Array(41).fill(200))
    const early = sent.filter((at) => at > 0 && at < seconds * 1000)
    expect(early).toEqual([])
    expect(sent.length).toBe(42)
    expect(heard.map(Math.floor)).toEqual([seconds])
  })

  test('those that were refused together wait once, and a refusal after that twice as long', async () => {
    const { sent, fetch } = github((number) =>
      number <= 11 ? { status: 403, message: SECONDARY } : {},
    )
    const pace = new Pace(POINTS)
    const answers = await outcome(Array.from({ length: 10 }, () => pace.send(fetch, patient)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    const waits = sent.slice(10).map((at) => Math.round(at / 1000))
    expect(waits).toEqual(expect.arrayContaining([60, 180]))
    expect(Math.max(...waits)).toBeLessThan(182)
  })

  test('an answer that used up the last is an answer; the next request waits', async () => {
    const reset = String(MIDNIGHT / 1000 + 9)
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    const { sent, fetch } = github((number) => (number === 1 ? { headers } : {}))
    const pace = new Pace(POINTS)
    const [first] = await outcome([pace.send(fetch, patient)])
    expect([first?.status, sent]).toEqual([200, [0]])
    await outcome([pace.send(fetch, patient)])
    expect(sent).toEqual([0, 10_000])
  })

  test('who can not wait so long is refused without asking', async () => {
    const { sent, fetch } = github(() => ({ status: 429, headers: { 'retry-after': '60' } }))
    const pace = new Pace(POINTS)
    const hasty = { ...patient, longestWaitSeconds: 10 }
    const [first] = await outcome([pace.send(fetch, hasty)])
    const [second] = await outcome([pace.send(fetch, hasty)])
    expect([first?.status, second?.status, sent.length]).toEqual([429, 429, 1])
    expect(second?.headers.get('x-ratelimit-reset')).toBe(String(MIDNIGHT / 1000 + 61))
  })

  test('a request that is refused again and again is given up', async () => {
    const { sent, fetch } = github(() => ({ status: 429, headers: { 'retry-after': '1' } }))
    const [answer] = await outcome([new Pace(POINTS).send(fetch, patient)])
    expect([answer?.status, sent.length]).toEqual([429, 5])
  })

  test('an ordinary refusal closes nothing', async () => {
    const { sent, fetch } = github(() => ({ status: 403, message: 'Resource not accessible' }))
    const pace = new Pace(POINTS)
    const answers = await outcome([pace.send(fetch, patient), pace.send(fetch, patient)])
    expect([answers.map(({ status }) => status), sent]).toEqual([
      [403, 403],
      [0, 0],
    ])
  })
})
