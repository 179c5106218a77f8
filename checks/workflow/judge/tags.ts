import { describeImage, finding, LATEST, type PipelineTrace } from '@grade4/pipeline'
import { Holes } from '@grade4/unknown'
import { timestampOf } from '../../../facts/timestamp-tag.js'
import type { Finding } from '../../verdict.js'
import { gradedBuild } from './build.js'
import { overTrace } from './combine.js'
import { missingBuild } from './missing-build.js'
import { blocked, failed, type Outcome, passed, undecided } from './outcome.js'
import type { BuildAt, RunReading } from './run-reading.js'
import { behindCredentials } from './waiting.js'

/** A tag's time may be given in another time zone, and less exactly than to the second; milliseconds. */
const TOLERANCE_MS = 15 * 3_600_000

const messages = {
  invalid: (name: string, tag: string) => `${name} has a tag that is none: "${tag}".`,
  dash: (name: string) =>
    `${name} has a tag that begins with a dash: in a block (|) each line is a tag as it stands.`,
  nameless: (name: string) =>
    `${name} has a tag whose registry is empty. (A job output that holds a secret, such as the account, arrives empty in other jobs.)`,
  elsewhere: (name: string, tag: string) =>
    `${name} tags the image ${tag}, which is not in your cs40.`,
  noLatest: (name: string) => `${name} does not tag the image latest.`,
  noTimestamp: (name: string) => `${name} does not tag the image with the timestamp.`,
  empty: (name: string) =>
    `${name} has a tag that ends in a colon: the timestamp that should follow is empty.`,
  extra: (name: string, tag: string) => `${name} has another tag than the two: ${tag}.`,
  constant: (name: string) =>
    `${name} gives the image the same timestamp tag at every push; it should be the timestamp step's output.`,
  differ: 'Build and push tag the image with different timestamps.',
  noBuild: 'There is no build whose tags could be looked at.',
  noPush: 'There is no push whose tags could be looked at.',
  right: (tags: readonly string[]) => `Build and push carry ${tags.join(' and ')}.`,
}

/**
 * `workflow.tags`: build and push each carry exactly two tags, `REGISTRY/cs40:latest` and
 * `REGISTRY/cs40:TIMESTAMP`, where TIMESTAMP is the timestamp step's output: a time of this very run.
 */
export function judgeTags(trace: PipelineTrace): Outcome {
  return overTrace(trace, (first, second) => {
    const outcome = judgeRun(first)
    if (outcome.outcome !== 'passed') return outcome
    const again = judgeRun(second)
    if (again.outcome !== 'passed') return again
    const stale = timestampOfRun(first) === timestampOfRun(second) ? pairOf(second).build : null
    if (stale === null) return outcome
    const name = second.name(stale.step.step)
    const location = stale.build.places.tags ?? stale.step.step.location
    return failed(finding(messages.constant(name), { location, actual: timestampOfRun(second) }))
  })
}

function judgeRun(run: RunReading): Outcome {
  const { build, push } = pairOf(run)
  const readings = [build, push].flatMap((at) => (at === null ? [] : [read(run, at)]))
  const by = (push ?? build)?.step ?? null
  const findings = readings.flatMap(({ faults }) => faults)
  if (findings.length > 0) return behindCredentials(run, failed(...findings), by)
  const unknown = readings.find((reading) => reading.unknown !== null)?.unknown
  if (unknown != null) return behindCredentials(run, undecided(unknown), by)
  if (build === null || push === null) return behindCredentials(run, incomplete(run, build), by)
  const [a, b] = readings
  if (a?.timestamp !== b?.timestamp) {
    const location = push.build.places.tags ?? push.step.step.location
    const details = { location, expected: a?.timestamp ?? null, actual: b?.timestamp ?? null }
    return failed(finding(messages.differ, details))
  }
  return passed(messages.right(push.build.tags.map((tag) => tag.slice(tag.lastIndexOf('/') + 1))))
}

/**
 * The two steps whose tags are looked at. Where both steps are there and only one of them is wrong about
 * pushing, that is not the tags' fault.
 */
function pairOf(run: RunReading): { build: BuildAt | null; push: BuildAt | null } {
  const push = run.pushBuild
  // Legs of a matrix each have a timestamp of their own.
  const ownBuild = run.buildsBeforePush.findLast(
    ({ step }) => step.step.job === push?.step.step.job,
  )
  const build =
    ownBuild ?? gradedBuild(run) ?? run.builds.find(({ step }) => step !== push?.step) ?? null
  return { build, push: push ?? run.builds.findLast(({ step }) => step !== build?.step) ?? null }
}

function incomplete(run: RunReading, build: BuildAt | null): Outcome {
  return build === null
    ? missingBuild(
        run,
        'workflow.tags',
        ({ outcome }) => outcome === 'unreached',
        blocked('workflow.build', messages.noBuild),
      )
    : missingBuild(
        run,
        'workflow.tags',
        ({ outcome }) => outcome === 'unreached',
        blocked('workflow.push', messages.noPush),
      )
}

/** The timestamp tag of a run's build; empty when there is none. */
function timestampOfRun(run: RunReading): string {
  const { build } = pairOf(run)
  return (build === null ? null : read(run, build).timestamp) ?? ''
}

interface TagReading {
  readonly faults: readonly Finding[]
  /** Why a tag is not known; `null` when all are. */
  readonly unknown: { readonly because: string; readonly remedy: string } | null
  readonly timestamp: string | null
}

function read(run: RunReading, { build, step }: BuildAt): TagReading {
  const name = run.name(step.step)
  const location = build.places.tags ?? step.step.location
  const faults: Finding[] = []
  const kept: string[] = []
  let unknown: TagReading['unknown'] = null
  const fault = (message: string, actual: string | null, expected: string | null = null) => {
    faults.push(finding(message, { location, actual, expected }))
  }
  for (const tag of new Set(build.tags)) {
    const [reason] = run.holes.reasonsIn(tag)
    if (reason !== undefined) {
      unknown ??= {
        ...reason,
        because: `the tag ${Holes.show(tag)} is not known: ${reason.because}`,
      }
      continue
    }
    const image = describeImage(tag, run)
    if (image.kind === 'unparsable') {
      if (/^-\s/.test(tag)) fault(messages.dash(name), tag, tag.replace(/^-\s+/, ''))
      else if (tag.endsWith(':')) fault(messages.empty(name), tag, `${run.image}:TIMESTAMP`)
      else if (/^[:/]/.test(tag)) fault(messages.nameless(name), tag, `${run.image}:latest`)
      else fault(messages.invalid(name, tag), tag)
    } else if (image.kind === 'latest' || image.kind === 'other-tag') {
      kept.push(image.kind === 'latest' ? LATEST : image.tag)
    } else {
      fault(messages.elsewhere(name, tag), tag, run.image)
    }
  }
  const inFull = (tags: string[]) =>
    tags.length === 0 ? null : tags.map((tag) => `${run.image}:${tag}`).join(', ')
  const timestamps = kept.filter((tag) => tag !== LATEST && isTimestamp(run, tag))
  const others = kept.filter((tag) => tag !== LATEST && !timestamps.includes(tag))
  const [timestamp = null, ...surplus] = timestamps
  const complete = faults.length === 0 && unknown === null
  if (!kept.includes(LATEST) && complete)
    fault(messages.noLatest(name), null, `${run.image}:latest`)
  if (timestamp === null && complete) {
    fault(messages.noTimestamp(name), inFull(others), `${run.image}:TIMESTAMP`)
  } else {
    for (const tag of others) fault(messages.extra(name, tag), `${run.image}:${tag}`)
  }
  for (const tag of surplus) fault(messages.extra(name, tag), `${run.image}:${tag}`)
  return { faults, unknown, timestamp }
}

/** Whether a tag is a time of this run: read as one, or put out by a step that asks `date`. */
function isTimestamp(run: RunReading, tag: string): boolean {
  const time = timestampOf(tag)?.getTime()
  if (time !== undefined) {
    const start = Date.parse(run.run.startedAt) - TOLERANCE_MS
    return start <= time && time <= Date.parse(run.run.endedAt) + TOLERANCE_MS
  }
  return run.steps.some(
    ({ script, outputs }) =>
      script !== null && /\bdate\b/.test(script) && Object.values(outputs).includes(tag),
  )
}
