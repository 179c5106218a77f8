import { createSupportsHyperlinks } from 'supports-hyperlinks'
import type { Look } from '../reporters/reporter.js'
import type { ReportOptions } from './options.js'
import type { Output } from './surroundings.js'

/** Width of what is read without a terminal, in columns. */
export const PIPED_COLUMNS = 80

/** What the reader of a stream can see, by the stream's and the environment's own word. */
export function lookOf(stream: Output, env: NodeJS.ProcessEnv, color: boolean): Look {
  return {
    color: color && (forcedColor(env) ?? showsColor(stream, env)),
    // A terminal that does not know its width says 0.
    columns: stream.columns || PIPED_COLUMNS,
    unicode: readsUnicode(env),
    links: stream.isTTY === true && createSupportsHyperlinks({ isTTY: true }),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

/** How much of a report is shown, by the options. */
export function detailOf({
  quiet,
  verbose,
}: Pick<ReportOptions, 'quiet' | 'verbose'>): Pick<Look, 'detail'> {
  if (quiet) return { detail: 'quiet' }
  return verbose ? { detail: 'verbose' } : {}
}

/** Whether lines on this stream can be painted over: on a terminal that knows how wide it is. */
export function isLive(stream: Output, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && stream.columns !== 0 && env.TERM !== 'dumb'
}

/** Whether the reader's screen can show more than ASCII, by its own word. */
function readsUnicode({ TERM, LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG
  return TERM !== 'dumb' && TERM !== 'linux' && (!locale || /utf-?8/i.test(locale))
}

/** What FORCE_COLOR says; `null`: nothing. It wins over NO_COLOR, as in Node itself. */
function forcedColor({ FORCE_COLOR }: NodeJS.ProcessEnv): boolean | null {
  return FORCE_COLOR ? !/^(0|false)$/i.test(FORCE_COLOR) : null
}

function showsColor(stream: Output, { NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  return !NO_COLOR && TERM !== 'dumb' && stream.isTTY === true
}
