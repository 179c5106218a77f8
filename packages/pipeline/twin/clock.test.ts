import { expect, test } from 'vitest'
import { virtualClock } from './clock.js'

const START = new Date('2024-03-09T20:00:00Z')
const ms = START.getTime()

test('a clock stands still until it is advanced', () => {
  const clock = virtualClock(START)
  expect([clock.read(), clock.read(), clock.now()]).toEqual([ms, ms, ms])
  clock.advance(1_500)
  clock.advance(-1_000)
  expect([clock.read(), clock.now()]).toEqual([ms + 1_500, ms + 1_500])
})

test('a slow clock is further at each look of a script, by a minute at most, and nowhere else', () => {
  const clock = virtualClock(START, true)
  expect([clock.read(), clock.read()]).toEqual([ms + 1_037, ms + 2_074])
  for (let look = 0; look < 100; look += 1) clock.read()
  expect(clock.read()).toBe(ms + 60_000)
  expect(clock.now()).toBe(ms)
  clock.advance(5_000)
  expect(clock.read()).toBe(ms + 65_000)
  expect(clock.belowMs).not.toBe(virtualClock(START).belowMs)
})

test('a clock says whether a script has looked at it', () => {
  const clock = virtualClock(START)
  clock.now()
  expect(clock.wasRead).toBe(false)
  clock.read()
  expect(clock.wasRead).toBe(true)
})
