import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withLocalTimes } from './screen.js'

test.each([
  ['at 2024-03-08 21:17:48 UTC.', 'America/Los_Angeles', 'at 2024-03-08 13:17:48 PST.'],
  ['2024-03-10 10:00 UTC', 'America/Los_Angeles', '2024-03-10 03:00 PDT'],
  ['2024-03-08T21:17:48.250Z', 'Asia/Kolkata', '2024-03-09 02:47:48 GMT+5:30'],
  ['2024-03-09 00:05 UTC', 'UTC', '2024-03-09 00:05 UTC'],
  ['between 2024-03-08 21:17 UTC and 2024-03-08 21:18 UTC', 'UTC', null],
  ['the tag 20240308T131411Z, 2024-99-99 21:17 UTC, 1709932451123', 'Asia/Kolkata', null],
])('%s in %s', (text, zone, local) => {
  expect(withLocalTimes(text, zone)).toBe(local ?? text)
})

test('any text comes through, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(typeof withLocalTimes(text, 'UTC')).toBe('string')
    }),
  )
})
