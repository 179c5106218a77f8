import { unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { type Follow, follow } from './follow.js'
import { deploymentWith, progressWith, runWith } from './test-progress.js'

const going = progressWith({ run: runWith({ status: 'in_progress', conclusion: null }) })
const rolling = progressWith({ rollout: deploymentWith({ rolloutState: 'IN_PROGRESS' }) })
const ended = progressWith({})
const blind = progressWith({ run: null, unknown: [unknown('GitHub is down.', 'Wait.')] })

/** Follows looks that come one a pause, on a clock that only pauses move; the last look stays. */
async function following(looks: Follow['look'][], more: Partial<Follow> = {}) {
  let time = 0
  let asked = 0
  const pauses: number[] = []
  const outcome = await follow({
    look: () => {
      const look = looks[Math.min(asked, looks.length - 1)]
      asked += 1
      if (look === undefined) throw new Error('No look is left.')
      return look()
    },
    tell: () => {},
    everyMs: 10,
    limitMs: 1000,
    stop: new AbortController().signal,
    now: () => time,
    pause: async (ms) => {
      pauses.push(ms)
      time += ms
    },
    ...more,
  })
  return { outcome, asked, pauses }
}

const see = (...progress: (typeof going)[]) => progress.map((each) => async () => each)

describe('following', () => {
  test('ends at the first look when nothing goes on', async () => {
    expect(await following(see(ended))).toEqual({ outcome: 'ended', asked: 1, pauses: [] })
  })

  test('goes from the run to the rollout, and ends with it', async () => {
    const { outcome, asked, pauses } = await following(see(going, going, rolling, ended))
    expect([outcome, asked, pauses]).toEqual(['ended', 4, [10, 10, 10]])
  })

  test('tells every look, the last one too', async () => {
    const shown: unknown[] = []
    await following(see(going, rolling, ended), { tell: (progress) => shown.push(progress) })
    expect(shown).toEqual([going, rolling, ended])
  })

  test('gives up at the limit, after one look at its very end', async () => {
    const { outcome, pauses } = await following(see(going), { limitMs: 25 })
    expect([outcome, pauses]).toEqual(['time limit', [10, 10, 5]])
  })

  test('ends at once when nothing can be seen', async () => {
    expect(await following(see(blind))).toMatchObject({ outcome: 'unknown', asked: 1 })
  })

  test('outlasts a few looks that see nothing once it has seen something', async () => {
    const { outcome, asked } = await following(see(going, blind, blind, going, blind, ended))
    expect([outcome, asked]).toEqual(['ended', 6])
  })

  test('gives up when it has lost sight', async () => {
    expect(await following(see(going, blind))).toMatchObject({ outcome: 'unknown', asked: 6 })
  })
})

describe('a stop ends it', () => {
  test('in a pause', async () => {
    const stop = new AbortController()
    const pause = async () => stop.abort()
    const { outcome, asked } = await following(see(going), { stop: stop.signal, pause })
    expect([outcome, asked]).toEqual(['stopped', 1])
  })

  test('in the middle of a look that never answers', async () => {
    const stop = new AbortController()
    const look = () => {
      queueMicrotask(() => stop.abort())
      return new Promise<never>(() => {})
    }
    expect(await following([look], { stop: stop.signal })).toMatchObject({ outcome: 'stopped' })
  })

  test('before the first look', async () => {
    const { outcome } = await following(see(ended), { stop: AbortSignal.abort() })
    expect(outcome).toBe('stopped')
  })
})
