import type { Look } from '../reporters/reporter.js'
import type { Output } from './surroundings.js'

/** Width of what is read without a terminal, in columns. */
export const PIPED_COLUMNS = 80

/** What the reader of a stream can see, by the stream's and the environment's own word. */
export function lookOf(stream: Output, env: NodeJS.ProcessEnv, color: boolean): Look {
  return {
    color: color && !env.NO_COLOR && env.TERM !== 'dumb' && stream.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: stream.columns || PIPED_COLUMNS,
    unicode: readsUnicode(env),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
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
