import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadDue, parseDue } from './deadline.js'

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
  expect(() => parseDue(text)).toThrow(BadDue)
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
