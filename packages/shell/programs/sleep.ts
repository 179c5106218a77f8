import { hasHole } from '@grade4/unknown'
import type { Command } from '../command.js'
import { Arguments } from './arguments.js'

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** How long `sleep` and `timeout` take a duration for, in milliseconds; `null` when it is none. */
export function milliseconds(duration: string): number | null {
  const [, amount, unit = ''] =
    /^((?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i.exec(duration) ?? []
  if (amount === undefined) return null
  const number = /^inf/i.test(amount) ? Number.POSITIVE_INFINITY : Number(amount)
  return number * (SECONDS[unit] ?? 1) * 1000
}

/** Half a day: longer than a job may take. */
const LONGEST = 43_200_000

/** `sleep`: the run's clock goes on, nobody waits. */
export const sleep: Command = async ({ host, err, args }) => {
  const { operands } = new Arguments({ name: 'sleep', args })
  const unknown = operands.find(hasHole)
  if (unknown !== undefined) return host.holes.unknown(unknown)
  const durations = operands.map(milliseconds)
  if (durations.length === 0 || durations.includes(null)) {
    await err('sleep: invalid time interval\n')
    return 1
  }
  const total = durations.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  host.clock.advance(Math.min(total, LONGEST))
  return 0
}
