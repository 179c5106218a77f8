import {
  describeImage,
  finding,
  LATEST,
  type PipelineTrace,
  type StepTrace,
} from '@grade4/pipeline'
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
    return again.outcome === 'passed' ? outcome : again
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
  if (a?.constant === true) {
    const name = run.name(build.step.step)
    const location = build.build.places.tags ?? build.step.step.location
    return failed(finding(messages.constant(name), { location, actual: a.timestamp }))
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

interface TagReading {
  readonly faults: readonly Finding[]
  /** Why a tag is not known; `null` when all are. */
  readonly unknown: { readonly because: string; readonly remedy: string } | null
  readonly timestamp: string | null
  /** The timestamp is the same at every push. */
  readonly constant: boolean
}

function read(run: RunReading, { build, step }: BuildAt): TagReading {
  const name = run.name(step.step)
  const location = build.places.tags ?? step.step.location
  const faults: Finding[] = []
  const kept: string[] = []
  const timestamps: string[] = []
  let constant = false
  let unknown: TagReading['unknown'] = null
  const fault = (message: string, actual: string | null, expected: string | null = null) => {
    faults.push(finding(message, { location, actual, expected }))
  }
  for (const [at, tag] of build.tags.entries()) {
    if (build.tags.indexOf(tag) < at) continue
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
    } else if (image.kind === 'latest') {
      kept.push(LATEST)
    } else if (image.kind === 'other-tag') {
      const kind = kindOf(run, step, image.tag, at)
      if (kind === 'unreadable') unknown ??= unreadable(image.tag)
      else kept.push(image.tag)
      if (kind === 'time' || kind === 'constant') timestamps.push(image.tag)
      constant ||= kind === 'constant'
    } else {
      fault(messages.elsewhere(name, tag), tag, run.image)
    }
  }
  const inFull = (tags: string[]) =>
    tags.length === 0 ? null : tags.map((tag) => `${run.image}:${tag}`).join(', ')
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
  return { faults, unknown, timestamp, constant }
}

/**
 * What a tag is, beside `latest`. A time is what the clock and nothing else changes, and what reads as a moment of
 * the run; one that is the same at two pushes a minute apart is `constant`. `at`: its place among the build's tags.
 */
function kindOf(
  run: RunReading,
  { step }: StepTrace,
  tag: string,
  at: number,
): 'time' | 'constant' | 'other' | 'unreadable' {
  const tags = run.tagsByTime(step)
  if (tags === null) return 'unreadable'
  const ofClock = tags.first[at] !== tags.atAnotherTime[at]
  if (tags.first[at] === tags.second[at] && (ofClock || isOfRun(run, tag))) return 'constant'
  if (!ofClock) return 'other'
  if (timestampOf(tag) !== null) return isOfRun(run, tag) ? 'time' : 'other'
  const [digits] = /\d.*\d/.exec(tag) ?? []
  if (digits === undefined || !isOfRun(run, digits)) return 'unreadable'
  // With a word beside it, as the timestamp step puts it out.
  return run.steps.some(({ outputs }) => Object.values(outputs).includes(tag)) ? 'time' : 'other'
}

/** Whether a text reads as a moment of the run. */
function isOfRun({ run }: RunReading, text: string): boolean {
  const time = timestampOf(text)?.getTime() ?? Number.NaN
  const start = Date.parse(run.startedAt) - TOLERANCE_MS
  return start <= time && time <= Date.parse(run.endedAt) + TOLERANCE_MS
}

function unreadable(tag: string) {
  return {
    because: `whether the tag ${tag} is a time of the run is not known`,
    remedy: 'Compare it with what the timestamp step puts out.',
  }
}
