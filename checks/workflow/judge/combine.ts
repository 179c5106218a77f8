import type { PipelineTrace, ScheduleTrace, WorldTrace } from '@grade4/pipeline'
import { Holes } from '@grade4/unknown'
import { type Outcome, undecided } from './outcome.js'
import { RunReading } from './run-reading.js'

/** Judges the two pushes of one world. */
export type WorldJudge = (first: RunReading, second: RunReading) => Outcome

/**
 * Judges every order and every world of a trace. What is wrong in one order is wrong: nothing keeps the
 * jobs from running in it. Worlds that disagree leave it unknown.
 */
export function overTrace(trace: PipelineTrace, judge: WorldJudge): Outcome {
  return withoutMarks(worstOf(trace, judge))
}

/** The outcome in words that can be shown: what is not known says so. */
function withoutMarks(outcome: Outcome): Outcome {
  const show = (text: string | null) => (text === null ? null : Holes.show(text))
  switch (outcome.outcome) {
    case 'passed':
      return { ...outcome, seen: Holes.show(outcome.seen) }
    case 'failed':
      return {
        ...outcome,
        findings: outcome.findings.map((finding) => ({
          ...finding,
          message: Holes.show(finding.message),
          expected: show(finding.expected),
          actual: show(finding.actual),
          hint: show(finding.hint),
        })),
      }
    case 'blocked':
      return { ...outcome, message: Holes.show(outcome.message) }
    case 'unknown':
      return { ...outcome, because: Holes.show(outcome.because) }
  }
}

function worstOf(trace: PipelineTrace, judge: WorldJudge): Outcome {
  if (trace.incomplete !== null) return undecided(trace.incomplete)
  const outcomes = trace.schedules.map((schedule) => overWorlds(trace, schedule, judge))
  const worst = (['failed', 'unknown', 'blocked'] as const)
    .map((kind) => outcomes.findIndex(({ outcome }) => outcome === kind))
    .find((index) => index >= 0)
  const outcome = outcomes[worst ?? 0]
  if (outcome === undefined) {
    return undecided({ because: 'main.yml has no job', remedy: 'Look at the file by hand.' })
  }
  const dependsOnOrder = outcomes.some((other) => other.outcome === 'passed')
  return outcome.outcome === 'failed' && dependsOnOrder
    ? withOrder(outcome, trace.schedules[worst ?? 0])
    : outcome
}

function withOrder(outcome: Outcome & { outcome: 'failed' }, schedule?: ScheduleTrace): Outcome {
  const order = schedule?.order.join(', ') ?? ''
  return {
    outcome: 'failed',
    findings: outcome.findings.map((finding) => ({
      ...finding,
      message: `${finding.message} (No needs: keeps the jobs from running in this order: ${order}.)`,
    })),
  }
}

function overWorlds(trace: PipelineTrace, schedule: ScheduleTrace, judge: WorldJudge): Outcome {
  const outcomes = schedule.worlds.map((world) => judgeWorld(trace, world, judge))
  const [first, ...others] = outcomes
  if (first === undefined) {
    return undecided({ because: 'no run was made', remedy: 'Look at main.yml by hand.' })
  }
  const unknown = outcomes.find(({ outcome }) => outcome === 'unknown')
  if (unknown !== undefined) return unknown
  if (others.every(({ outcome }) => outcome === first.outcome)) return first
  const reason = schedule.worlds.flatMap(({ assumptions }) => assumptions)[0]?.reason
  return undecided(reason ?? { because: 'a condition is not known', remedy: 'Grade it by hand.' })
}

function judgeWorld(trace: PipelineTrace, world: WorldTrace, judge: WorldJudge): Outcome {
  const holes = new Holes(world.reasons)
  const [first, second] = world.runs
  return judge(new RunReading(trace, first, 1, holes), new RunReading(trace, second, 2, holes))
}

/** A judge of single pushes: the first push that is not right decides. */
export function eachPush(judge: (run: RunReading) => Outcome): WorldJudge {
  return (first, second) => {
    const outcome = judge(first)
    if (outcome.outcome !== 'passed') return outcome
    const again = judge(second)
    if (again.outcome !== 'failed') return again.outcome === 'passed' ? outcome : again
    return {
      outcome: 'failed',
      findings: again.findings.map((finding) => ({
        ...finding,
        message: `At the second push: ${finding.message}`,
      })),
    }
  }
}
