import { utcFormat } from 'd3-time-format'
import { cannotFollow } from '../cannot-follow.js'

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
export function formatted(
  format: string,
  moment: number,
  zone: string,
  belowMs = '000000',
): string {
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
