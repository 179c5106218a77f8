import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadDeadline, parseDue, parseLatePenalty, pointsLost } from './deadline.js'

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
  expect(() => parseLatePenalty(rule)).toThrow(BadDeadline)
  expect(() => parseLatePenalty(rule)).toThrow('A late penalty is AMOUNT/PERIOD')
})

test.for([
  ['2024-03-09T23:59:00-08:00', '2024-03-10T07:59:00.000Z'],
  ['2024-03-09T23:59-08:00', '2024-03-10T07:59:00.000Z'],
  ['2024-03-09T23:59Z', '2024-03-09T23:59:00.000Z'],
  ['2024-03-09T23:59:59.5+05:30', '2024-03-09T18:29:59.500Z'],
])('%s is %s', ([text = '', moment]) => {
  expect(parseDue(text).toISOString()).toBe(moment)
})

test.for([
  ['2024-03-09T23:59', 'leaves the time zone open: write the offset too, as in'],
  ['2024-03-09 23:59:00', 'leaves the time zone open'],
  ['2024-03-09', 'leaves the time and its zone open'],
  ['2024-03-09T23:59-08:00[America/Los_Angeles]', 'names of zones are not taken'],
  ['2024-03-09T23:59 America/Los_Angeles', 'names of zones are not taken'],
  ['2024-02-30T23:59Z', 'A deadline is ISO 8601'],
  ['2024-03-09T24:30Z', 'A deadline is ISO 8601'],
  ['3/9/2024 11:59 PM', 'A deadline is ISO 8601'],
  ['1710057540', 'A deadline is ISO 8601'],
  ['', 'A deadline is ISO 8601'],
])('%s is refused, with how to write it', ([text = '', message]) => {
  expect(() => parseDue(text)).toThrow(BadDeadline)
  expect(() => parseDue(text)).toThrow(message)
})

test('a moment is read as it was written, in whatever zone', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }),
      fc.integer({ min: -12 * 60, max: 14 * 60 }),
      (moment, offset) => {
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1)
        const minutes = Math.abs(offset)
        const zone = [minutes / 60, minutes % 60].map((n) => `${Math.floor(n)}`.padStart(2, '0'))
        expect(parseDue(`${local}${offset < 0 ? '-' : '+'}${zone.join(':')}`)).toEqual(moment)
      },
    ),
  )
})
