import { getMaxListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TimeLimit } from './budget.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What has become of a promise so far. */
function watched(promise: Promise<unknown>) {
  const watch: { state: string; reason?: unknown } = { state: 'waiting' }
  promise.then(
    () => {
      watch.state = 'kept'
    },
    (reason) => {
      watch.state = 'broken'
      watch.reason = reason
    },
  )
  return watch
}

const never = () => new Promise<never>(() => {})

const OVER = { name: 'TimeoutError', message: 'More than 1000 ms.' }

describe('the time for gathering', () => {
  test('begins with the first question', async () => {
    const limit = new TimeLimit(1000)
    await vi.advanceTimersByTimeAsync(5000)
    expect(limit.isOver).toBe(false)
    const { signal } = limit
    await vi.advanceTimersByTimeAsync(999)
    expect(signal.aborted).toBe(false)
    expect(limit.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(signal.aborted).toBe(true)
    expect(limit.isOver).toBe(true)
    expect(signal.reason).toMatchObject(OVER)
  })

  test('does not begin anew with the next', async () => {
    const limit = new TimeLimit(1000)
    expect(limit.signal).toBe(limit.signal)
    await vi.advanceTimersByTimeAsync(600)
    expect(limit.signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(400)
    expect(limit.isOver).toBe(true)
  })

  test('stands still when no more will be asked', async () => {
    const limit = new TimeLimit(1000)
    limit.end()
    const { signal } = limit
    limit.end()
    await vi.advanceTimersByTimeAsync(5000)
    expect(signal.aborted).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not keep the process', () => {
    vi.useRealTimers()
    const timers = () =>
      process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length
    const before = timers()
    expect(new TimeLimit(1000).signal.aborted).toBe(false)
    expect(timers()).toBe(before)
  })

  test('is longer by the waits that a service asked for; waits at the same time count once', async () => {
    const limit = new TimeLimit(1000)
    const { signal } = limit
    const ends = [limit.beginWait(), limit.beginWait()]
    await vi.advanceTimersByTimeAsync(300)
    ends[0]?.()
    await vi.advanceTimersByTimeAsync(400)
    ends[1]?.()
    ends[1]?.()
    await vi.advanceTimersByTimeAsync(999)
    expect(signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(signal.aborted).toBe(true)
  })

  test('is not up while a wait goes on, and to a tenth of a second after it', async () => {
    const limit = new TimeLimit(1000)
    const { signal } = limit
    await vi.advanceTimersByTimeAsync(900)
    const end = limit.beginWait()
    await vi.advanceTimersByTimeAsync(3_600_050)
    expect(signal.aborted).toBe(false)
    end()
    await vi.advanceTimersByTimeAsync(99)
    expect(signal.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(101)
    expect(signal.aborted).toBe(true)
  })
})

describe('a promise under guard', () => {
  test('is what it would be, when it is in time', async () => {
    const limit = new TimeLimit(1000)
    expect(await limit.guard(Promise.resolve('answer'))).toBe('answer')
    await expect(limit.guard(Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  test('is broken when the time is up, also one that comes too late', async () => {
    const limit = new TimeLimit(1000)
    const watch = watched(limit.guard(never()))
    await vi.advanceTimersByTimeAsync(999)
    expect(watch.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(watch).toMatchObject({ state: 'broken', reason: OVER })
    await expect(limit.guard(never())).rejects.toMatchObject(OVER)
  })

  test('tells a client that asks how many may listen to its signal', () => {
    expect(getMaxListeners(new TimeLimit(1000).signal)).toBe(Number.POSITIVE_INFINITY)
  })

  test('leaves no listener behind', async () => {
    const limit = new TimeLimit(1000)
    const remove = vi.spyOn(limit.signal, 'removeEventListener')
    await limit.guard(Promise.resolve())
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function))
  })

  test('beyond the limit has so much longer, from when it began', async () => {
    const limit = new TimeLimit(1000)
    const watch = watched(limit.guardBeyond(never(), 200))
    await vi.advanceTimersByTimeAsync(1199)
    expect(watch.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(watch.state).toBe('broken')
    expect(watch.reason).toMatchObject({ name: 'TimeoutError', message: 'More than 1200 ms.' })
    expect(limit.isOver).toBe(false)
  })

  test('beyond the limit gets the waits of a service too, and leaves no timer behind', async () => {
    const limit = new TimeLimit(1000)
    const end = limit.beginWait()
    await vi.advanceTimersByTimeAsync(5000)
    const watch = watched(limit.guardBeyond(never(), 200))
    await vi.advanceTimersByTimeAsync(300)
    end()
    await vi.advanceTimersByTimeAsync(1199)
    expect(watch.state).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(watch.state).toBe('broken')
    expect(await limit.guardBeyond(Promise.resolve('answer'), 200)).toBe('answer')
    expect(vi.getTimerCount()).toBe(0)
  })
})
