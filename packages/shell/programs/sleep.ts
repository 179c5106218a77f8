import { hasHole } from '@grade4/unknown'
import type { Command } from '../command.js'

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** How long `sleep` and `timeout` take a duration for, in milliseconds; `null` when it is none. */
export function milliseconds(duration: string): number | null {
  const [, amount, unit = ''] =
    /^((?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i.exec(duration) ?? []
  if (amount === undefined) return null
  const number = /^inf/i.test(amount) ? Number.POSITIVE_INFINITY : Number(amount)
  return number * (SECONDS[unit] ?? 1) * 1000
}

/** `sleep`: the run's clock goes on, nobody waits. */
export const sleep: Command = async ({ host, err, args: given }) => {
  const args = given[0] === '--' ? given.slice(1) : given
  let total = 0
  for (const arg of args) {
    if (hasHole(arg)) return host.holes.unknown(arg)
    const duration = milliseconds(arg)
    if (duration === null) {
      await err(`sleep: invalid time interval '${arg}'\n`)
      return 1
    }
    total += duration
  }
  if (args.length === 0) {
    await err('sleep: missing operand\n')
    return 1
  }
  // Half a day is longer than a job may take.
  host.clock.advance(Math.min(total, 43_200_000))
  return 0
}
