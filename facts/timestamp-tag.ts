/** No pipeline of this course ran before, and none will after. */
const FIRST = Date.UTC(2020, 0, 1)
const LAST = Date.UTC(2100, 0, 1)

/** Milliseconds of one unit, by the number of digits that an epoch time has in this century. */
const EPOCH_DIGITS: Readonly<Record<number, (digits: string) => number>> = {
  10: (seconds) => Number(seconds) * 1000,
  13: (milliseconds) => Number(milliseconds),
  16: (microseconds) => Number(BigInt(microseconds) / 1000n),
  19: (nanoseconds) => Number(BigInt(nanoseconds) / 1_000_000n),
}

/** Date and time with one separator each or none, seconds and their fraction optional. */
const CALENDAR =
  /^(\d{4})([-._]?)(\d\d)\2(\d\d)[Tt_.-]?(\d\d)([-._:]?)(\d\d)(?:\6(\d\d)(?:\.?(\d{1,9}))?)?(?:Z|z|-?UTC)?$/

/**
 * The moment that an image's tag names, or `null` when it names none: seconds, milliseconds (the
 * assignment's `date +%s%3N`), microseconds or nanoseconds since 1970, or a date with the time of
 * day as `date` prints it. Taken as UTC, which runners keep. A date alone is no moment.
 */
export function timestampOf(tag: string): Date | null {
  const milliseconds = /^\d+$/.test(tag) ? (ofEpoch(tag) ?? ofCalendar(tag)) : ofCalendar(tag)
  if (milliseconds === null || milliseconds < FIRST || milliseconds >= LAST) return null
  return new Date(milliseconds)
}

function ofEpoch(digits: string): number | null {
  return EPOCH_DIGITS[digits.length]?.(digits) ?? null
}

function ofCalendar(tag: string): number | null {
  const [, year, , month, day, hour, , minute, second = '0', fraction = ''] =
    CALENDAR.exec(tag) ?? []
  if (year === undefined) return null
  const fields = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields
  const date = new Date(Date.UTC(y, mo - 1, d, h, mi, s))
  // Date.UTC carries over: 31 February would be in March, 24 o'clock on the next day.
  const same = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && mi < 60 && s < 60
  return same ? date.getTime() + Math.floor(Number(`0.${fraction || '0'}`) * 1000) : null
}
