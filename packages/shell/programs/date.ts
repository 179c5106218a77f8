import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command } from '../command.js'
import { formatted } from './date-format.js'

/** GNU `date` by the run's clock: formats, `-u`, `-d`, `-I`, `-R`. The runner's zone is UTC. */
export const date: Command = async ({ host, out, args, environment }) => {
  const unsure = [...args, environment.TZ ?? ''].filter(hasHole)
  if (unsure.length > 0) {
    await out(`${host.holes.holeLike(...unsure)}\n`)
    return 0
  }
  const left = args.flatMap(optionsApart)
  const { clock } = host
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
      throw cannotFollow(`the script uses date ${arg}, which the grader lacks`)
    }
  }
  await out(`${formatted(format, moment, zone)}\n`)
  return 0
}

/** `-ud` as `-u -d`. */
function optionsApart(arg: string): string[] {
  const [, rest] = /^-u(.+)$/s.exec(arg) ?? []
  return rest === undefined ? [arg] : ['-u', ...optionsApart(`-${rest}`)]
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
  if (time === undefined) throw cannotFollow(`the script uses date -I${precision}`)
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
  const text = description
    .trim()
    .toLowerCase()
    .replace(/ ?(?:utc|gmt)$/, 'z')
  if (text === '' || text === 'now' || text === 'today') return now
  if (text === 'yesterday') return now - 86_400_000
  if (text === 'tomorrow') return now + 86_400_000
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(text)?.[1]
  if (epoch !== undefined) {
    // The run's clock has no more than thousandths.
    if (/\.\d{4}/.test(epoch)) throw cannotFollow(`the script uses date -d "${description}"`)
    return Math.floor(Number(epoch) * 1000)
  }
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
    throw cannotFollow(`the script uses date -d "${description}"`)
  }
  return parsed
}
