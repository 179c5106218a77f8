import { utcFormat } from 'd3-time-format'
import { cannotFollow } from '../cannot-follow.js'

/** Fields that stand for several others. */
const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  k: '%_H',
  l: '%_I',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

/** Fields that d3-time-format has under the same letters. */
const SAME = /^[aAbBdegGHIjmMpSuUVwWyY]$/

/** Fields that are padded with zeros to a width. */
const NUMBERS = /^[YCymdHIMSsjuwFGgVUW]$/

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
  const local = new Date(moment + minutes * 60_000)
  return format.replace(
    /%([-_0^]*)(\d*)(:?[a-zA-Z%])/g,
    (whole, flags: string, width: string, letter: string) => {
      const isFollowed = Number(width) <= 200 && (width === '' || !/[z%]/.test(letter))
      const field = isFollowed ? fieldOf(letter, flags, width) : undefined
      if (field === undefined)
        throw cannotFollow(`the grader does not follow date +${whole} in the script`)
      const text = flags.includes('^') ? field.toUpperCase() : field
      if (letter === 'N' || flags.includes('-')) return text
      const hasZeros = !flags.includes('_') && (flags.includes('0') || NUMBERS.test(letter))
      return text.padStart(Number(width), hasZeros ? '0' : ' ')
    },
  )

  function fieldOf(letter: string, flags: string, width: string): string | undefined {
    if (SAME.test(letter)) return utcFormat(`%${/[-_0]/.exec(flags)?.[0] ?? ''}${letter}`)(local)
    const composed = COMPOSED[letter]
    if (composed !== undefined) return formatted(composed, moment, zone, belowMs)
    switch (letter) {
      case '%':
        return '%'
      case 'n':
        return '\n'
      case 't':
        return '\t'
      case 'C':
        return utcFormat('%Y')(local).slice(0, 2)
      case 'P':
        return utcFormat('%p')(local).toLowerCase()
      case 's':
        return String(Math.floor(moment / 1000))
      case 'N': {
        const digits = `${utcFormat('%L')(local)}${belowMs}`
        return digits.slice(0, Number(width) || 9).padEnd(Number(width), '0')
      }
      case 'z':
      case ':z': {
        const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')
        const rest = String(Math.abs(minutes) % 60).padStart(2, '0')
        return `${minutes < 0 ? '-' : '+'}${hours}${letter === ':z' ? ':' : ''}${rest}`
      }
      case 'Z':
        return IS_UTC.test(zone) ? 'UTC' : IS_GMT.test(zone) ? 'GMT' : undefined
    }
    return undefined
  }
}

const IS_UTC = /^(?:(?:Etc\/)?(?:UTC|Universal|Zulu)|UTC0|)$/
const IS_GMT = /^(?:Etc\/)?GMT0?$/

/** How many minutes a zone's clock is ahead. Throws `UnknownError` for a moment that no calendar has. */
function offsetMinutes(moment: number, zone: string): number {
  if (Number.isNaN(new Date(moment).getTime()))
    throw cannotFollow('the script uses an impossible date')
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
