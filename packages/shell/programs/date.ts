import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command } from '../command.js'
import { Arguments } from './arguments.js'
import { formatted } from './date-format.js'

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
  const known = new Arguments('date', args)
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
