import { z } from 'zod'

/** What a late submission costs. */
export interface LatePenalty {
  /** The rule as it was given. */
  readonly rule: string
  readonly amount: Amount
  /** It is taken for each of these that has begun, in seconds. */
  readonly periodSeconds: number
  /** It is never more than that; `null`: than everything. */
  readonly most: Amount | null
}

/** Points, or a share of the rubric's points. */
interface Amount {
  readonly unit: 'points' | 'percent'
  /** In hundredths, whole: sums stay exact. */
  readonly hundredths: number
}

/** A deadline, or what being late costs, is not written as it has to be. The message says how to write it. */
export class BadDeadline extends Error {
  override readonly name = 'BadDeadline'
}

const SECONDS = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const

const AMOUNT = String.raw`\d{1,4}(?:\.\d{1,2})?%?`

const RULE = new RegExp(
  `^(?<amount>${AMOUNT}) ?/ ?(?:(?<count>[1-9]\\d{0,2}) ?)?(?<unit>minute|hour|day|week)s?(?:, ?max ?(?<most>${AMOUNT}))?$`,
)

/** How a rule is written, for help and errors. */
export const LATE_PENALTY_GRAMMAR =
  'AMOUNT/PERIOD or AMOUNT/PERIOD,max AMOUNT: 10%/day, 5/day, 1/2hours, 10%/day,max 50%'

/**
 * Reads a rule: `AMOUNT "/" [N] ("minute" | "hour" | "day" | "week") ["s"] ["," "max" AMOUNT]`, where AMOUNT is
 * points (`5`, `2.5`) or a share of the points that the rubric has (`10%`). Throws `BadDeadline`.
 */
export function parseLatePenalty(rule: string): LatePenalty {
  const { amount, count = '1', unit, most } = RULE.exec(rule.trim())?.groups ?? {}
  if (amount === undefined || !isUnit(unit)) {
    throw new BadDeadline(`A late penalty is ${LATE_PENALTY_GRAMMAR}.`)
  }
  return {
    rule: rule.trim(),
    amount: readAmount(amount),
    periodSeconds: Number(count) * SECONDS[unit],
    most: most === undefined ? null : readAmount(most),
  }
}

/**
 * What a submission that late loses, in whole points: for each period that has begun, and rounded once, at
 * the end, down, in the student's favour. Percentages are of `maxScore`, as in Canvas's late policies.
 * Never more than `maxScore`.
 */
export function pointsLost(penalty: LatePenalty, lateBySeconds: number, maxScore: number): number {
  const periods = Math.ceil(lateBySeconds / penalty.periodSeconds)
  const parts = periods * tenThousandths(penalty.amount, maxScore)
  const most = penalty.most === null ? Infinity : tenThousandths(penalty.most, maxScore)
  return Math.min(maxScore, Math.floor(Math.min(parts, most) / 10_000))
}

/** The amount in ten-thousandths of a point, whole. */
function tenThousandths({ unit, hundredths }: Amount, maxScore: number): number {
  return unit === 'points' ? hundredths * 100 : hundredths * maxScore
}

function readAmount(text: string): Amount {
  return {
    unit: text.endsWith('%') ? 'percent' : 'points',
    hundredths: Math.round(Number.parseFloat(text) * 100),
  }
}

function isUnit(unit: string | undefined): unit is keyof typeof SECONDS {
  return unit !== undefined && Object.hasOwn(SECONDS, unit)
}

const EXAMPLE = '2024-03-09T23:59:00-08:00'

/** To the minute, or to the second and finer; with `Z` or an offset. */
const WithZone = z.union([
  z.iso.datetime({ offset: true, precision: -1 }),
  z.iso.datetime({ offset: true }),
])

const NO_ZONE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/

/**
 * The moment of a deadline, ISO 8601 with its offset from UTC. Throws `BadDeadline`.
 *
 * Names of zones (America/Los_Angeles) are refused: once a year they mean two moments, and what they mean
 * hangs on the tables of the machine. An offset is the same moment everywhere.
 */
export function parseDue(text: string): Date {
  if (WithZone.safeParse(text).success) return new Date(text)
  if (NO_ZONE.test(text)) {
    throw new BadDeadline(
      `"${text}" leaves the time${text.includes(':') ? ' zone' : ' and its zone'} open: write the offset too, as in ${EXAMPLE}, or Z for UTC.`,
    )
  }
  throw new BadDeadline(
    `A deadline is ISO 8601 with its offset from UTC, as in ${EXAMPLE} or 2024-03-10T07:59Z; names of zones are not taken.`,
  )
}
