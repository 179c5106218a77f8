import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anotherTime } from './run-pipeline.js'
import { judge, REFERENCE } from './test-pipeline.js'

test('the completed starter passes all six checks', async () => {
  const outcomes = await judge(REFERENCE)
  expect(outcomes).toMatchObject({
    'workflow.credentials': { outcome: 'passed' },
    'workflow.build': { outcome: 'passed' },
    'workflow.tags': { outcome: 'passed' },
    'workflow.untag': { outcome: 'passed' },
    'workflow.push': { outcome: 'passed' },
    'workflow.redeploy': { outcome: 'passed' },
  })
})

/** The fields of a time in a zone, and whether it is on a weekend there. */
function fieldsOf(time: Date, timeZone: string) {
  const day = time.toLocaleString('en', { timeZone, weekday: 'short' })
  const fields = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((field) =>
    time.toLocaleString('en', { timeZone, [field]: 'numeric' }),
  )
  return { fields, isWeekend: day.startsWith('S') }
}

test.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata'])(
  'the other time has no field of the first one, in %s, and its weekend is on a working day',
  (zone) => {
    const times = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(times, (time) => {
        const [first, other] = [fieldsOf(time, zone), fieldsOf(anotherTime(time), zone)]
        for (const [at, field] of other.fields.entries()) expect(first.fields[at]).not.toBe(field)
        if (zone === 'UTC') expect(other.isWeekend).toBe(!first.isWeekend)
      }),
    )
  },
)
