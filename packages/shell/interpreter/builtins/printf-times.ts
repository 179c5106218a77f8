import { formatted } from '../../programs/date-format.js'
import type { Shell } from '../shell.js'

/** A directive of a format: `%%`, or flags, width, precision, and what is converted to; `(FORMAT)T` is a time. */
const DIRECTIVE = /%%|%([-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?)(?:\(([^)]*)\)T|[a-zA-Z])/g

/**
 * The arguments of `printf` with each `%(FORMAT)T` as a `%s` of the run's clock.
 * Source: Bash Reference Manual, "printf": -1 or nothing is now, -2 when the shell was started.
 */
export function withTimesAsText(
  shell: Shell,
  format: string,
  values: readonly string[],
): readonly string[] {
  const directives = [...format.matchAll(DIRECTIVE)].filter(([whole]) => whole !== '%%')
  if (!directives.some(([, , time]) => time !== undefined)) return [format, ...values]
  const left = [...values]
  const texts: string[] = []
  do {
    for (const [, options = '', time] of directives) {
      texts.push(...left.splice(0, options.split('*').length - 1))
      const value = left.shift()
      texts.push(time === undefined ? (value ?? '') : timeText(shell, time, value))
    }
  } while (left.length > 0)
  const asText = (whole: string, options: string, time: string | undefined) =>
    time === undefined ? whole : `%${options}s`
  return [format.replaceAll(DIRECTIVE, asText), ...texts]
}

function timeText(shell: Shell, format: string, value = '-1'): string {
  const { host } = shell
  const seconds = Number(value)
  const moments = new Map([
    [-1, host.clock.now()],
    [-2, host.startedAt],
  ])
  const zone = shell.variables.text('TZ') ?? 'UTC'
  return formatted(format === '' ? '%X' : format, moments.get(seconds) ?? seconds * 1000, zone)
}
