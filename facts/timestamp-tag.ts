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

/** The time of day: seconds and their fraction optional, and one separator or none. */
const TIME = String.raw`(?<hour>\d\d)(?<colon>[-._:]?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d)(?:\.?(?<fraction>\d{1,9}))?)?`

/** The zone as `date` prints it: `Z`, `UTC`, `-0800` or an abbreviation, which more than one zone may have. */
const ZONE = '(?<zone>Z|z|-?UTC|[+-]\\d{4}|-?[A-Z]{3,5})?'

/** A date with one separator or none, in the orders that people write it in, the likeliest first. */
const CALENDARS = [
  ['(?<year>\\d{4})', '(?<month>\\d\\d)', '(?<day>\\d\\d)'],
  ['(?<year>\\d\\d)', '(?<month>\\d\\d)', '(?<day>\\d\\d)'],
  ['(?<month>\\d\\d)', '(?<day>\\d\\d)', '(?<year>\\d{4})'],
  ['(?<day>\\d\\d)', '(?<month>\\d\\d)', '(?<year>\\d{4})'],
].map(
  ([one, two, three]) =>
    new RegExp(`^${one}(?<dash>[-._]?)${two}\\k<dash>${three}[Tt_.-]?${TIME}${ZONE}$`),
)

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let offsets: readonly number[] | null = null

/** How far local times are from UTC, in milliseconds: of every zone that there is, in winter and in summer. */
function everyOffset(): readonly number[] {
  const dates = [Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1)]
  offsets ??= [
    ...new Set(
      Intl.supportedValuesOf('timeZone').flatMap((timeZone) => {
        const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
        return dates.map((date) => {
          const name = format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value
          return offsetOf((name ?? '').replace('GMT', '').replace(':', '')) ?? 0
        })
      }),
    ),
  ]
  return offsets
}

/** Milliseconds of `-0800`; `null` for what is none. */
function offsetOf(text: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(text) ?? []
  if (sign === undefined) return null
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}

/**
 * The moments that an image's tag names, in every order that a date in it may be in: seconds, milliseconds (the
 * assignment's `date +%s%3N`), microseconds or nanoseconds since 1970, or a date with the time of
 * day as `date` prints it. Taken as UTC, which runners keep, where it names no zone. A date alone is no moment.
 */
export function timestampsOf(tag: string): Date[] {
  return readingsOf(tag, () => [0])
}

/**
 * Every moment that a tag may name, the likeliest first; a word may stand before or behind it. A date without its
 * zone may be of any: `TZ=America/Los_Angeles date` is as good a timestamp as another.
 */
export function momentsOf(tag: string): Date[] {
  const zones = () => [0, ...everyOffset()]
  const whole = readingsOf(tag, zones)
  return whole.length > 0 ? whole : readingsOf(/\d.*\d/.exec(tag)?.[0] ?? '', zones)
}

/** `zones`: how far from UTC a date may be that names no zone. */
function readingsOf(text: string, zones: () => readonly number[]): Date[] {
  return [...ofEpoch(text), ...ofCalendar(text, zones)]
    .filter((milliseconds) => milliseconds >= FIRST && milliseconds < LAST)
    .map((milliseconds) => new Date(milliseconds))
}

function ofEpoch(text: string): number[] {
  const unit = /^\d+$/.test(text) ? EPOCH_DIGITS[text.length] : undefined
  return unit === undefined ? [] : [unit(text)]
}

function ofCalendar(text: string, zones: () => readonly number[]): number[] {
  return CALENDARS.flatMap((calendar) => {
    const {
      year,
      second = '0',
      fraction = '0',
      zone = '',
      ...rest
    } = calendar.exec(text)?.groups ?? {}
    if (year === undefined) return []
    const [y, mo, d] = [year.padStart(4, '20'), rest.month, rest.day].map(Number)
    const [h, mi, s] = [rest.hour, rest.minute, second].map(Number)
    const date = new Date(Date.UTC(y ?? 0, (mo ?? 0) - 1, d, h, mi, s))
    // Date.UTC carries over: 31 February would be in March, 24 o'clock on the next day.
    if (date.getUTCMonth() + 1 !== mo || date.getUTCDate() !== d) return []
    if (date.getUTCMinutes() !== mi || date.getUTCSeconds() !== s) return []
    const local = date.getTime() + Math.floor(Number(`0.${fraction}`) * 1000)
    const offset = /^(Z|-?UTC)$/i.test(zone) ? 0 : offsetOf(zone)
    return offset === null ? zones().map((each) => local - each) : [local - offset]
  })
}
