import fc from 'fast-check'
import { expect, it } from 'vitest'
import { momentsOf, timestampsOf } from './timestamp-tag.js'

const timestampOf = (tag: string) => timestampsOf(tag)[0] ?? null

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
  ['20240309T120005-0800', AT],
  ['20240309T120005PST', '2024-03-09T12:00:05.000Z'],
  ['240309200005', AT],
  ['24-03-09-2000', '2024-03-09T20:00:00.000Z'],
  ['03092024-200005', AT],
  ['31.12.2024-20.00.05', '2024-12-31T20:00:05.000Z'],
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

it.each([
  ['epoch', '1710014405', true],
  ['of a word', 'build-1710014405123', true],
  ['a word behind it', '20240309200005.main', true],
  ['UTC, and no zone', '20240309200005', true],
  ['Los Angeles', '20240309120005', true],
  ['Kathmandu', '20240310014505', true],
  ['Kiritimati', '20240310100005', true],
  ['an abbreviation', '20240309120005PST', true],
  ['its own offset', '20240309T120005-0800', true],
  ['another offset', '20240309T120005-0700', false],
  ['UTC and said so', '20240309T120005Z', false],
  ['no zone that there is', '20240309201305', false],
  ['farther than any zone', '20240310103005', false],
  ['a commit', '0a1b2c3d4e', false],
])('a tag may name the moment: %s', (_, tag, may) => {
  expect(
    momentsOf(tag).some((moment) => moment.toISOString().startsWith('2024-03-09T20:00:05')),
  ).toBe(may)
})

it('may be a date though it has as many digits as an epoch', () => {
  expect(momentsOf('2024030920000512').map((each) => each.getUTCFullYear())).toContain(2024)
})

it('reads a date in whichever order it may be', () => {
  const days = timestampsOf('03-09-2024_200005').map((date) => date.toISOString().slice(0, 10))
  expect(days).toEqual(['2024-03-09', '2024-09-03'])
  expect(timestampsOf('03-09-2024_200005Z')).toEqual(timestampsOf('03-09-2024_200005'))
})
