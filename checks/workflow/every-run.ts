import type { PipelineTrace, ScheduleTrace } from '@grade4/pipeline'
import { Holes } from '@grade4/unknown'
import { type Outcome, reworded, unknown } from './outcome.js'
import { RunReading } from './run-reading.js'

/** Judges the two pushes of one world. */
export type WorldJudge = (first: RunReading, second: RunReading) => Outcome

/** In this order: what decides when the orders of the jobs come out differently. */
const WORST_FIRST = ['failed', 'unknown', 'blocked', 'passed'] as const

/**
 * Judges every order and every world of a trace. What is wrong in one order is wrong: nothing keeps the
 * jobs from running in it. Worlds that disagree leave it unknown.
 */
export function overTrace(trace: PipelineTrace, judge: WorldJudge): Outcome {
  if (trace.incomplete !== null) return unknown(trace.incomplete)
  const judged = trace.schedules.map(({ order, worlds }) => ({
    order,
    outcome: overWorlds(trace, worlds, judge),
  }))
  const worst = WORST_FIRST.flatMap((kind) =>
    judged.filter(({ outcome }) => outcome.outcome === kind),
  )[0]
  if (worst === undefined) {
    return unknown({ because: 'main.yml has no job', remedy: 'Look at the file by hand.' })
  }
  const dependsOnOrder = judged.some(({ outcome }) => outcome.outcome === 'passed')
  if (!dependsOnOrder) return worst.outcome
  const order = worst.order.join(', ')
  return reworded(
    worst.outcome,
    (message) => `${message} (No needs: keeps the jobs from running in this order: ${order}.)`,
  )
}

function overWorlds(
  trace: PipelineTrace,
  worlds: ScheduleTrace['worlds'],
  judge: WorldJudge,
): Outcome {
  const outcomes = worlds.map(({ runs: [first, second], reasons }) => {
    const holes = new Holes(reasons)
    const reading = new RunReading(trace, first, holes)
    return judge(reading, new RunReading(trace, second, holes, reading))
  })
  const [first, ...others] = outcomes
  if (first === undefined) {
    return unknown({ because: 'no run was made', remedy: 'Look at main.yml by hand.' })
  }
  const notKnown = outcomes.find(({ outcome }) => outcome === 'unknown')
  if (notKnown !== undefined) return notKnown
  if (others.every(({ outcome }) => outcome === first.outcome)) return first
  const reason = worlds.flatMap(({ assumptions }) => assumptions)[0]?.reason
  return unknown(
    reason ?? {
      because: 'a condition is not known',
      remedy: 'The course staff has to grade it by hand.',
    },
  )
}

/** A judge of single pushes: the first push that is not right decides. */
export function eachPush(judge: (run: RunReading) => Outcome): WorldJudge {
  return (first, second) => {
    const outcome = judge(first)
    if (outcome.outcome !== 'passed') return outcome
    const again = judge(second)
    return again.outcome === 'passed'
      ? outcome
      : reworded(again, (message) => `At the second push: ${message}`)
  }
}
