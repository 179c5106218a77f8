import { isLive, lookOf } from './screen-look.js'
import type { Surroundings } from './surroundings.js'

/** Lines at the bottom of a terminal that change while something goes on. */
export interface StatusLine {
  /** Whether anybody sees it: on a terminal only. */
  readonly isLive: boolean
  /** Puts these lines in place of those before; the first stands beside the spinner. */
  show(text: string): void
  /** Writes a line above, which stays. */
  say(line: string): void
  /** Leaves nothing behind. */
  stop(): void
}

/**
 * Starts the line on standard error. Elsewhere than on a terminal, and where it is to be quiet, it shows nothing, and
 * only what is said is written.
 */
export async function startStatusLine(
  { stderr, env }: Pick<Surroundings, 'stderr' | 'env'>,
  { color, quiet }: { readonly color: boolean; readonly quiet?: boolean },
  text: string,
): Promise<StatusLine> {
  const say = (line: string) => void stderr.write(`${line}\n`)
  if (quiet || !isLive(stderr, env)) return { isLive: false, show: () => {}, say, stop: () => {} }
  const look = lookOf(stderr, env, color)
  // Not before it is needed: CI and pipes never do.
  const { default: ora } = await import('ora')
  const spinner = ora({
    text,
    isEnabled: true,
    // Raw mode would take Ctrl-Z and Ctrl-\ from the student.
    discardStdin: false,
    color: look.color ? 'cyan' : false,
    spinner: look.unicode ? 'dots' : 'line',
  })
  spinner.start()
  return {
    isLive: true,
    show: (lines) => {
      spinner.text = lines
    },
    say: (line) => {
      spinner.clear()
      say(line)
    },
    stop: () => spinner.stop(),
  }
}
