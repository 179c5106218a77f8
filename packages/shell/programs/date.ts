import { cannotFollow, hasHole } from '@grade4/unknown'
import { utcFormat } from 'd3-time-format'
import type { Command } from '../command.js'
import { Arguments } from './arguments.js'

/** Formats that options name: of `-I` and of `--rfc-3339`, by their precision. */
const ISO: Readonly<Record<string, string>> = {
  '': '%F',
  date: '%F',
  hours: '%FT%H%:z',
  minutes: '%FT%H:%M%:z',
  seconds: '%FT%T%:z',
  ns: '%FT%T,%N%:z',
}
const RFC_3339: Readonly<Record<string, string>> = {
  date: '%F',
  seconds: '%F %T%:z',
  ns: '%F %T.%N%:z',
}

/** GNU `date` by the run's clock. The runner's zone is UTC. */
export const date: Command = async ({ host, out, args, environment }) => {
  const unknown = [...args, environment.TZ ?? ''].filter(hasHole)
  if (unknown.length > 0) {
    await out(`${host.holes.holeLike(...unknown)}\n`)
    return 0
  }
  const known = new Arguments({ name: 'date', args })
  const [iso, rfc, described] = [known.value('I'), known.value('rfc-3339'), known.value('d')]
  const format =
    known.operands[0]?.slice(1) ??
    (known.has('R') ? '%a, %d %b %Y %T %z' : undefined) ??
    (iso === undefined ? undefined : (ISO[iso] ?? unfollowed(`-I${iso}`))) ??
    (rfc === undefined
      ? '%a %b %e %H:%M:%S %Z %Y'
      : (RFC_3339[rfc] ?? unfollowed(`--rfc-3339=${rfc}`)))
  const now = host.clock.read()
  const moment = described === undefined ? now : momentOf(described, now)
  const zone = known.has('u') ? '' : (environment.TZ ?? '')
  const belowMs = described === undefined ? host.clock.belowMs : undefined
  await out(`${formatted(format, moment, zone, belowMs)}\n`)
  return 0
}

function unfollowed(what: string): never {
  throw cannotFollow(`the grader does not follow date ${what} in the script`)
}

const UNITS: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

const DAYS: Readonly<Record<string, number>> = {
  '': 0,
  now: 0,
  today: 0,
  yesterday: -1,
  tomorrow: 1,
}

/** The moment that `-d` describes: `yesterday`, `@SECONDS`, `2 days ago`, `2024-03-09 20:00:00`, `2024-03-09T20:00Z`. */
function momentOf(description: string, now: number): number {
  const text = description.trim().toLowerCase()
  const days = Object.hasOwn(DAYS, text) ? DAYS[text] : undefined
  if (days !== undefined) return now + days * 86_400_000
  // The run's clock has no more than thousandths.
  const seconds = /^@(-?\d+(?:\.\d{1,3})?)$/.exec(text)?.[1]
  if (seconds !== undefined) return Math.floor(Number(seconds) * 1000)
  const [, amount, unit = '', ago] = /^([+-]?\s*\d+)\s*([a-z]+?)s?(\s+ago)?$/.exec(text) ?? []
  if (amount !== undefined && Object.hasOwn(UNITS, unit)) {
    const milliseconds = Number(amount.replace(/\s/g, '')) * (UNITS[unit] ?? 0)
    return ago === undefined ? now + milliseconds : now - milliseconds
  }
  const [, day, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[t ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(z|utc|gmt|[+-]\d\d:?\d\d)?)?$/.exec(
      text,
    ) ?? []
  const moment = Date.parse(`${day}T${time}${zone.replace(/utc|gmt/, 'Z').toUpperCase()}`)
  // JavaScript takes the 30th of February for the 1st of March.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).getUTCDate() === Number(day.slice(8))
  return isDay && !Number.isNaN(moment) ? moment : unfollowed(`-d "${description}"`)
}

/** Fields that d3-time-format has under the same letters. */
const SAME = /^[aAbBdeHIjmMpSuwyYUVW%]$/

/** Those of them that may stand without the zeros before them. */
const PADDED = /^[dHIjmMS]$/

/** Fields that stand for others. */
const COMPOSED: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  R: '%H:%M',
  T: '%H:%M:%S',
  n: '\n',
  t: '\t',
}

/**
 * A moment, in milliseconds since 1970, in a format of GNU `date` and in a zone of the tz database.
 * `belowMs`: six digits of what it has below a millisecond.
 * Throws `UnknownError` for what is not followed.
 */
function formatted(format: string, moment: number, zone: string, belowMs = '000000'): string {
  const minutes = offsetMinutes(moment, zone)
  const at = new Date(moment + minutes * 60_000)
  const fieldOf = (letter: string): string | undefined => {
    const composed = COMPOSED[letter]
    if (composed !== undefined) return formatted(composed, moment, zone)
    if (letter === 's') return String(Math.floor(moment / 1000))
    if (letter === 'z' || letter === ':z') return offsetText(minutes, letter === 'z' ? '' : ':')
    if (letter === 'Z') return IS_UTC.test(zone) ? 'UTC' : IS_GMT.test(zone) ? 'GMT' : undefined
    return SAME.test(letter) ? utcFormat(`%${letter}`)(at) : undefined
  }
  return format.replace(
    /%([-_0^#]*)(\d*)(:*[a-zA-Z%]?)/g,
    (whole, flags: string, width: string, letter: string) => {
      const isPlain = flags === '' && width === ''
      const field =
        letter === 'N' && flags === '' && width.length < 2
          ? `${utcFormat('%L')(at)}${belowMs}`.slice(0, Number(width) || 9)
          : width === '' && flags === '-' && PADDED.test(letter)
            ? utcFormat(`%-${letter}`)(at)
            : isPlain
              ? fieldOf(letter)
              : undefined
      if (field !== undefined) return field
      throw cannotFollow(`the grader does not follow date +${whole} in the script`)
    },
  )
}

/** `+0100`, `+01:00`. */
function offsetText(minutes: number, separator: string): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const digits = [hours, rest].map((one) => String(one).padStart(2, '0'))
  return `${minutes < 0 ? '-' : '+'}${digits.join(separator)}`
}

const IS_UTC = /^(?:(?:Etc\/)?(?:UTC|Universal|Zulu)|UTC0|)$/
const IS_GMT = /^(?:Etc\/)?GMT0?$/

/** How many minutes a zone's clock is ahead. Throws `UnknownError` for a moment that no calendar has. */
function offsetMinutes(moment: number, zone: string): number {
  if (Number.isNaN(new Date(moment).getTime()))
    throw cannotFollow('the script uses an impossible date')
  // Asking for a zone takes as long as the rest of a script.
  if (IS_UTC.test(zone) || IS_GMT.test(zone)) return 0
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    const name =
      format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = 0, minutes = 0] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  } catch (error) {
    // glibc takes a zone it doesn't know for UTC.
    if (error instanceof RangeError) return 0
    throw error
  }
}
