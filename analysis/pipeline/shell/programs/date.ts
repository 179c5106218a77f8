import { isMarked, remark } from '../marks.js'
import { unknowable } from '../unknowable.js'
import type { Program } from './program.js'

/** GNU `date` by the run's clock: formats, `-u`, `-d`, `-I`, `-R`. The runner's zone is UTC. */
export const date: Program = async ({ shell, args, environment }) => {
  const unsure = [...args, environment.TZ ?? ''].filter(isMarked)
  if (unsure.length > 0) {
    await shell.out(`${remark(shell.host.unknowns, ...unsure)}\n`)
    return 0
  }
  const left = [...args]
  const { clock } = shell.host.machine.twin
  let moment = clock.now()
  let format = '%a %b %e %H:%M:%S %Z %Y'
  let zone = environment.TZ ?? 'UTC'
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const described = /^(?:-d|--date=?)(.*)$/s.exec(arg)
    if (arg.startsWith('+')) format = arg.slice(1)
    else if (/^(-u|--utc|--universal)$/.test(arg)) zone = 'UTC'
    else if (described !== null) moment = moved(described[1] || (left.shift() ?? ''), moment)
    else if (/^(-I|--iso-8601)/.test(arg)) format = isoFormat(arg.replace(/^(-I|--iso-8601=?)/, ''))
    else if (/^(-R|--rfc-email|--rfc-2822)$/.test(arg)) format = '%a, %d %b %Y %H:%M:%S %z'
    else if (/^--rfc-3339=/.test(arg)) {
      const fraction = arg.endsWith('ns') ? '.%N' : ''
      format = arg.endsWith('date') ? '%Y-%m-%d' : `%Y-%m-%d %H:%M:%S${fraction}%:z`
    } else {
      throw unknowable(`the script uses date ${arg}, which the grader lacks`)
    }
  }
  await shell.out(`${formatted(format, moment, zone)}\n`)
  return 0
}

function isoFormat(precision: string): string {
  if (precision === '' || precision === 'date') return '%Y-%m-%d'
  const times: Readonly<Record<string, string>> = {
    hours: '%H',
    minutes: '%H:%M',
    seconds: '%H:%M:%S',
    ns: '%H:%M:%S,%N',
  }
  const time = times[precision]
  if (time === undefined) throw unknowable(`the script uses date -I${precision}`)
  return `%Y-%m-%dT${time}%:z`
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

/** The moment that `-d` describes. */
function moved(description: string, now: number): number {
  const text = description.trim().toLowerCase()
  if (text === '' || text === 'now' || text === 'today') return now
  if (text === 'yesterday') return now - 86_400_000
  if (text === 'tomorrow') return now + 86_400_000
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(text)?.[1]
  if (epoch !== undefined) return Math.floor(Number(epoch) * 1000)
  const relative = /^([+-]?\s*\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(text)
  const unit = UNITS[relative?.[2] ?? '']
  if (relative?.[1] !== undefined && unit !== undefined) {
    const amount = Number(relative[1].replace(/\s/g, '')) * unit
    return relative[3] === undefined ? now + amount : now - amount
  }
  const iso = /^\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?$/.test(
    text,
  )
  const parsed = Date.parse(
    text.includes('z') || /[+-]\d\d:?\d\d$/.test(text.slice(10))
      ? text
      : `${text.replace(' ', 't')}${text.length > 10 ? 'z' : ''}`,
  )
  // JavaScript takes the 30th of February for the 1st of March.
  const day = Number(text.slice(8, 10))
  const exists = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, day))
  if (!iso || Number.isNaN(parsed) || exists.getUTCDate() !== day) {
    throw unknowable(`the script uses date -d "${description}"`)
  }
  return parsed
}

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

function formatted(format: string, moment: number, zone: string): string {
  const fields = fieldsIn(moment, zone)
  return format.replace(
    /%([-_0^#]*)(\d*)(:{0,2}z|[a-zA-Z%+])/g,
    (whole, flags: string, width: string, letter: string) => {
      const field = fieldText(letter, fields, flags, width)
      if (field === null || flags.includes('#'))
        throw unknowable(`the script uses date +${whole}, which the grader lacks`)
      if (Number(width) > 200)
        throw unknowable('the script pads a date to more than 200 characters')
      const upper = flags.includes('^') ? field.toUpperCase() : field
      return width === '' || letter === 'N'
        ? upper
        : upper.padStart(Number(width), flags.includes('_') ? ' ' : '0')
    },
  )
}

function fieldsIn(moment: number, zone: string): Fields {
  if (Number.isNaN(new Date(moment).getTime()))
    throw unknowable('the script uses an impossible date')
  let offsetMinutes = 0
  if (!/^(UTC|GMT|Etc\/UTC|UTC0|)$/.test(zone)) {
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
      if (fields.offsetMinutes === 0) return 'UTC'
      throw unknowable('the script prints the name of a time zone')
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
      throw unknowable(`the script uses date +%${letter}, which the grader lacks`)
  }
  return null
}
