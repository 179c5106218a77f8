import fc from 'fast-check'
import { expect, it } from 'vitest'
import { timestampOf } from './timestamp-tag.js'

const AT = '2024-03-09T20:00:05.000Z'
it.each([
  ['1710014405', AT],
  ['1710014405123', '2024-03-09T20:00:05.123Z'],
  ['1710014405123456', '2024-03-09T20:00:05.123Z'],
  ['1710014405123456789', '2024-03-09T20:00:05.123Z'],
  ['20240309200005', AT],
  ['20240309200005123', '2024-03-09T20:00:05.123Z'],
  ['202403092000', '2024-03-09T20:00:00.000Z'],
  ['20240309-200005', AT],
  ['20240309_200005', AT],
  ['20240309.200005', AT],
  ['20240309T200005Z', AT],
  ['2024-03-09T20-00-05', AT],
  ['2024-03-09T20-00-05Z', AT],
  ['2024-03-09T20.00.05.123Z', '2024-03-09T20:00:05.123Z'],
  ['2024-03-09_20-00-05', AT],
  ['2024-03-09-20-00-05', AT],
  ['2024.03.09-20.00.05', AT],
  ['2024-03-09-20-00', '2024-03-09T20:00:00.000Z'],
  ['2024-03-09T20-59-59', '2024-03-09T20:59:59.000Z'],
  ['2024-02-29-00-00-00', '2024-02-29T00:00:00.000Z'],
])('%s', (tag, moment) => {
  expect(timestampOf(tag)?.toISOString()).toBe(moment)
})

it.each([
  'latest',
  '',
  'v1.2.3',
  '20240309',
  '2024-03-09',
  '1577836799',
  '4102444800',
  '15778367990000',
  '171001440',
  '17100144051',
  '20240231120000',
  '20241301120000',
  '20240309240000',
  '20240309206000',
  '20240309200060',
  '20240332000000',
  '19990309200005',
  '0a1b2c3d4e',
  '1710014405 ',
  ' 1710014405',
  'build-1710014405',
  '-1710014405',
  '1710014405.5',
  '1e12',
  '٠١٢٣٤٥٦٧٨٩',
])('%j names no moment', (tag) => {
  expect(timestampOf(tag)).toBeNull()
})

it('reads back every moment of the century, in every unit', () => {
  const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2100, 0, 1) - 1 })
  fc.assert(
    fc.property(moment, (ms) => {
      expect(timestampOf(`${ms}`)?.getTime()).toBe(ms)
      expect(timestampOf(`${ms}999`)?.getTime()).toBe(ms)
      expect(timestampOf(`${ms}999999`)?.getTime()).toBe(ms)
      expect(timestampOf(new Date(ms).toISOString().replaceAll(':', '-'))?.getTime()).toBe(ms)
      const compact = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14)
      expect(timestampOf(compact)?.getTime()).toBe(ms - (ms % 1000))
    }),
  )
})

it('never throws, and gives only plausible moments', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-T.') })),
      (tag) => {
        const year = timestampOf(tag)?.getUTCFullYear() ?? 2020
        expect(year >= 2020 && year < 2100).toBe(true)
      },
    ),
  )
})
