import { cannotFollow } from '../cannot-follow.js'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Fields of a moment in a zone. */
interface Fields {
  readonly local: Date
  readonly offsetMinutes: number
  readonly zone: string
  readonly moment: number
}

/**
 * A moment, in milliseconds since 1970, in a format of GNU `date` and in a zone of the tz database.
 * Throws `UnknownError` for what is not followed.
 */
export function formatted(format: string, moment: number, zone: string): string {
  const fields = fieldsIn(moment, zone)
  return format.replace(
    /%([-_0^#]*)(\d*)(:{0,2}z|[a-zA-Z%+])/g,
    (whole, flags: string, width: string, letter: string) => {
      const field = fieldText(letter, fields, flags, width)
      if (field === null || flags.includes('#') || (width !== '' && /[z%]/.test(letter)))
        throw cannotFollow(`the script uses date +${whole}, which the grader lacks`)
      if (Number(width) > 200)
        throw cannotFollow('the script pads a date to more than 200 characters')
      const upper = flags.includes('^') ? field.toUpperCase() : field
      if (width === '' || letter === 'N' || flags.includes('-')) return upper
      const zeros = !flags.includes('_') && (flags.includes('0') || IS_NUMBER.test(letter))
      return upper.padStart(Number(width), zeros ? '0' : ' ')
    },
  )
}

/** Fields that are padded with zeros; names, and what is padded with blanks by itself, are not. */
const IS_NUMBER = /^[YCymdHIMSsjuwF]$/

const IS_UTC = /^((Etc\/)?(UTC|Universal|Zulu)|UTC0|)$/
const IS_GMT = /^((Etc\/)?GMT0?)$/

function fieldsIn(moment: number, zone: string): Fields {
  if (Number.isNaN(new Date(moment).getTime()))
    throw cannotFollow('the script uses an impossible date')
  let offsetMinutes = 0
  if (!IS_UTC.test(zone) && !IS_GMT.test(zone)) {
    const name = offsetName(moment, zone)
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
    if (sign !== undefined) {
      offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
    }
  }
  return { local: new Date(moment + offsetMinutes * 60_000), offsetMinutes, zone, moment }
}

function offsetName(moment: number, zone: string): string {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    return format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  } catch (error) {
    // glibc takes a zone it doesn't know for UTC.
    if (error instanceof RangeError) return 'GMT'
    throw error
  }
}

function fieldText(letter: string, fields: Fields, flags: string, width: string): string | null {
  const { local, moment } = fields
  const padded = (value: number, digits: number, fill = '0') => {
    if (flags.includes('-')) return String(value)
    return String(value).padStart(
      digits,
      flags.includes('_') ? ' ' : flags.includes('0') ? '0' : fill,
    )
  }
  const hour12 = local.getUTCHours() % 12 || 12
  const dayOfYear = Math.floor(
    (local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000,
  )
  const again = (format: string) => formatted(format, moment, fields.zone)
  switch (letter) {
    case '%':
      return '%'
    case 'n':
      return '\n'
    case 't':
      return '\t'
    case 'Y':
      return padded(local.getUTCFullYear(), 4)
    case 'C':
      return padded(Math.floor(local.getUTCFullYear() / 100), 2)
    case 'y':
      return padded(local.getUTCFullYear() % 100, 2)
    case 'm':
      return padded(local.getUTCMonth() + 1, 2)
    case 'd':
      return padded(local.getUTCDate(), 2)
    case 'e':
      return padded(local.getUTCDate(), 2, ' ')
    case 'H':
      return padded(local.getUTCHours(), 2)
    case 'k':
      return padded(local.getUTCHours(), 2, ' ')
    case 'I':
      return padded(hour12, 2)
    case 'l':
      return padded(hour12, 2, ' ')
    case 'M':
      return padded(local.getUTCMinutes(), 2)
    case 'S':
      return padded(local.getUTCSeconds(), 2)
    case 'N': {
      const nanoseconds = String(((moment % 1000) + 1000) % 1000)
        .padStart(3, '0')
        .padEnd(9, '0')
      return width === ''
        ? nanoseconds
        : nanoseconds.slice(0, Number(width)).padEnd(Number(width), '0')
    }
    case 's':
      return String(Math.floor(moment / 1000))
    case 'j':
      return padded(dayOfYear + 1, 3)
    case 'u':
      return String(local.getUTCDay() || 7)
    case 'w':
      return String(local.getUTCDay())
    case 'a':
      return DAYS[local.getUTCDay()]?.slice(0, 3) ?? ''
    case 'A':
      return DAYS[local.getUTCDay()] ?? ''
    case 'b':
    case 'h':
      return MONTHS[local.getUTCMonth()]?.slice(0, 3) ?? ''
    case 'B':
      return MONTHS[local.getUTCMonth()] ?? ''
    case 'p':
      return local.getUTCHours() < 12 ? 'AM' : 'PM'
    case 'P':
      return local.getUTCHours() < 12 ? 'am' : 'pm'
    case 'z':
    case ':z': {
      const { offsetMinutes } = fields
      const minutes = Math.abs(offsetMinutes)
      const colon = letter === ':z' ? ':' : ''
      const two = (value: number) => String(value).padStart(2, '0')
      return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`
    }
    case 'Z':
      if (IS_UTC.test(fields.zone)) return 'UTC'
      if (IS_GMT.test(fields.zone)) return 'GMT'
      throw cannotFollow('the script prints the name of a time zone')
    case 'F':
      return again('%Y-%m-%d')
    case 'T':
      return again('%H:%M:%S')
    case 'R':
      return again('%H:%M')
    case 'D':
      return again('%m/%d/%y')
    case 'c':
      return again('%a %b %e %H:%M:%S %Y')
    case 'x':
      return again('%m/%d/%y')
    case 'X':
      return again('%H:%M:%S')
    case 'r':
      return again('%I:%M:%S %p')
    case 'V':
    case 'G':
    case 'g':
    case 'U':
    case 'W':
      throw cannotFollow(`the script uses date +%${letter}, which the grader lacks`)
  }
  return null
}
