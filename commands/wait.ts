import { setTimeout as sleep } from 'node:timers/promises'
import type { Access } from '../evidence/access.js'
import { clientsFor } from '../evidence/clients.js'
import { gather } from '../evidence/gather.js'
import type { Subject } from '../evidence/subject.js'
import { type Progress, progress } from '../facts/progress.js'
import { wrap } from '../reporters/terminal/layout.js'
import { follow } from './follow.js'
import { endedLines, goingLines } from './progress-text.js'
import { lookOf } from './screen-look.js'
import { startStatusLine } from './status-line.js'
import { catchStopSignals } from './stop-signals.js'
import type { Surroundings } from './surroundings.js'

/** A look that takes longer tells nothing; the next one may. In milliseconds. */
const LONGEST_LOOK_MS = 20_000

/** How often the times on the screen are brought up to date, in milliseconds. */
const TICK_MS = 1000

/** How `--wait` waits. */
export interface WaitOptions {
  /** Seconds between two looks. */
  readonly waitEvery: number
  /** Seconds after which waiting is given up. */
  readonly waitLimit: number
  readonly color: boolean
  /** Nothing is shown; the report says what it comes to. */
  readonly quiet?: true
}

/**
 * `--wait`: follows the newest run of main.yml and the rollout of the service until both have ended, telling on
 * standard error how far they are. Ctrl-C ends the waiting, not the command. Every look is a fresh one: what
 * the grade looks at afterwards is asked anew.
 */
export async function waitForPipeline(
  subject: Subject,
  access: Access,
  { waitEvery, waitLimit, color, quiet }: WaitOptions,
  around: Surroundings,
): Promise<void> {
  const signals = catchStopSignals()
  const screen = await startStatusLine(
    around,
    { color, quiet: quiet === true },
    'Looking for a run or a rollout to wait for',
  )
  const { unicode, columns } = lookOf(around.stderr, around.env, color)
  const say = (line: string) => {
    if (!quiet) screen.say(`grade4: ${line}`)
  }

  let last: Progress | null = null
  let saidBefore: readonly string[] = []
  const show = () => {
    if (last === null) return
    const lines = [...goingLines(last, new Date(), unicode), 'Ctrl-C grades what is there now.']
    // The spinner takes two columns of the first line.
    screen.show(lines.flatMap((line) => wrap(line, columns - 2)).join('\n  '))
  }
  const tell = (progress: Progress) => {
    for (const line of endedLines(last, progress, unicode)) say(line)
    // Where no line can change, one is written for each step, without the time that it takes.
    const steps = goingLines(progress, null, unicode)
    if (!screen.isLive) for (const step of steps) if (!saidBefore.includes(step)) say(`${step}.`)
    saidBefore = steps
    last = progress
    show()
  }
  const ticking = setInterval(show, TICK_MS).unref()
  try {
    const outcome = await follow({
      look: () => freshLook(subject, access),
      tell,
      everyMs: waitEvery * 1000,
      limitMs: waitLimit * 1000,
      stop: signals.stop,
      now: () => performance.now(),
      pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
    })
    screen.stop()
    if (outcome === 'stopped') say('stopped waiting; grading what is there now.')
    if (outcome === 'time limit') {
      say(
        `it still goes on after ${waitLimit} s; grading what is there now. --wait-limit gives it longer.`,
      )
    }
    if (outcome === 'unknown') {
      for (const { because } of unknownIn(last))
        say(`can't wait for what can't be seen: ${because}`)
    }
  } finally {
    clearInterval(ticking)
    screen.stop()
    signals.end()
  }
}

/** What the last look could not find out. */
function unknownIn(last: Progress | null): Progress['unknown'] {
  return last?.unknown ?? []
}

async function freshLook(subject: Subject, access: Access): Promise<Progress> {
  const timeLimitMs = Math.min(access.timeLimitMs, LONGEST_LOOK_MS)
  const clients = clientsFor(subject, { ...access, timeLimitMs })
  const evidence = gather(clients)
  try {
    return await progress(evidence)
  } finally {
    clients.timeLimit.end()
  }
}
