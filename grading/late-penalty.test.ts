import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadLatePenalty, parseLatePenalty, pointsLost } from './deadline.js'

const HOUR = 3600
const DAY = 24 * HOUR

describe('points lost', () => {
  test.for<[string, number, number, number]>([
    // rule, seconds late, of so many points, lost
    ['10%/day', 1, 150, 15],
    ['10%/day', DAY, 150, 15],
    ['10%/day', DAY + 1, 150, 30],
    ['10%/day', 30 * DAY, 150, 150],
    ['10%/day', 0, 150, 0],
    ['5/day', 3 * DAY, 150, 15],
    ['5 / day', 3 * DAY, 150, 15],
    ['1/hour', 90 * 60, 150, 2],
    ['1/2hours', 90 * 60, 150, 1],
    ['10%/day,max 50%', 30 * DAY, 150, 75],
    ['5/day, max 12', 30 * DAY, 150, 12],
    ['20/week,max20%', 30 * DAY, 150, 30],
    // Whole points, rounded once and down: 2.5, 5, 7.5.
    ['2.5/day', DAY, 150, 2],
    ['2.5/day', 2 * DAY, 150, 5],
    ['2.5/day', 3 * DAY, 150, 7],
    ['1%/hour', HOUR, 150, 1],
    ['1%/hour', 2 * HOUR, 150, 3],
    ['0.07%/minute', 100 * 60, 100, 7],
  ])('%s, %i s late, of %i points: %i', ([rule, seconds, maxScore, lost]) => {
    expect(pointsLost(parseLatePenalty(rule), seconds, maxScore)).toBe(lost)
  })

  test('are whole, never more than all, and never fewer for being later', () => {
    const seconds = fc.integer({ min: 0, max: 10 ** 8 })
    const rule = fc.constantFrom('10%/day', '2.75/3hours', '0.01%/minute,max 33.33%', '9999/week')
    fc.assert(
      fc.property(rule, seconds, seconds, fc.integer({ min: 0, max: 400 }), (text, a, b, most) => {
        const penalty = parseLatePenalty(text)
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)]
        const lost = pointsLost(penalty, later, most)
        expect(Number.isInteger(lost)).toBe(true)
        expect(lost).toBeLessThanOrEqual(most)
        expect(lost).toBeGreaterThanOrEqual(pointsLost(penalty, sooner, most))
      }),
    )
  })
})

test.for([
  '',
  '10%',
  '10%/',
  '/day',
  '10%/month',
  '10%/0days',
  '-5/day',
  '1e3/day',
  '10%/day,50%',
  '10%/day max',
  '1.234/day',
  '10%/constructor',
])('"%s" is refused, with how to write it', (rule) => {
  expect(() => parseLatePenalty(rule)).toThrow(BadLatePenalty)
  expect(() => parseLatePenalty(rule)).toThrow('A late penalty is AMOUNT/PERIOD')
})
