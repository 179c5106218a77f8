import {
  describeImage,
  isOpenTag,
  isSameStep,
  LATEST,
  type PipelineTrace,
  type RunTrace,
  type StepTrace,
} from '@grade4/pipeline'
import { type Form, formsIn, Holes, type Reason } from '@grade4/unknown'
import { timestampsOf } from '../../facts/timestamp-tag.js'
import { check } from '../check.js'
import type { Finding } from '../verdict.js'
import { afterRole } from './after-role.js'
import { gradedBuild, missingBuild } from './builds.js'
import { REMOVE, undoneAtEnd } from './end-of-run.js'
import { overTrace } from './every-run.js'
import { blocked, byTrace, failed, finding, type Outcome, passed, unknown } from './outcome.js'
import type { BuildAt, RunReading } from './run-reading.js'

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
  moved: (name: string) =>
    `${name} puts the tag latest on another image than the one that was just pushed.`,
  renamed: (name: string) =>
    `${name} removes the timestamp tag from the image that was just pushed.`,
  noBuild: 'There is no build whose tags could be looked at.',
  noPush: 'There is no push whose tags could be looked at.',
  right: (tags: readonly string[]) => `Build and push carry ${tags.join(' and ')}.`,
}

/**
 * `workflow.tags`: what is built and pushed can be found again by its time.
 * Rule: "Configuring GitHub Actions to Push to ECR", steps 6 and 8.
 */
export default check('workflow.tags', {
  title: 'Build and push carry the tags latest and TIMESTAMP',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Steps 6 and 8: tags are REGISTRY/cs40:latest and REGISTRY/cs40:${{ steps.timestamp.outputs.timestamp }}, no others.',
  looksAt:
    'The tags of the image that is built and of the one that is pushed, as they are when the pipeline runs.',
  passes:
    'Both carry exactly two: REGISTRY/cs40:latest and REGISTRY/cs40:TIMESTAMP, where TIMESTAMP is what the timestamp step of this run gave.',
  failures: {
    'One of the two is missing, or there is a third.':
      'Steps 6 and 8: give both tags, one a line below "tags: |", and no others.',
    'The timestamp is empty: the step or its output has another name.':
      'Use ${{ steps.timestamp.outputs.timestamp }} with the id and the output name of step 1.',
    'The second tag is something else, the commit for example, or the same at every push.':
      "Use the timestamp step's output.",
    'A tag begins with a dash, or its registry is empty.':
      'Lines below "tags: |" have no dashes; the registry is ${{ env.ECR_REGISTRY }} or ${{ steps.login-ecr.outputs.registry }}.',
    'A later step puts latest on another image, or removes the timestamp.': 'Remove that step.',
  },

  rule: byTrace(judgeTags),
})

/** What the check says of a trace. A timestamp is a time of this very run. */
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
  if (findings.length > 0) return afterRole(run, failed(...findings), by)
  const follows = readings.find((reading) => reading.follows !== null)?.follows
  if (follows != null) return blocked('workflow.credentials', follows)
  const notKnown = readings.find((reading) => reading.unknown !== null)?.unknown
  if (notKnown != null) return afterRole(run, unknown(notKnown), by)
  if (build === null || push === null) return afterRole(run, incomplete(run, build), by)
  const [a, b] = readings
  if (a?.timestamp !== b?.timestamp) {
    const [reason] = run.holes.reasonsIn(`${a?.timestamp}${b?.timestamp}`)
    if (reason !== undefined) return afterRole(run, unknown(reason), by)
    const details = { expected: a?.timestamp, actual: b?.timestamp }
    const location = push.effect.places.tags
    return failed(finding(push.step, messages.differ, { location, ...details }))
  }
  if (a?.constant === true) {
    const details = { location: build.effect.places.tags, actual: a.timestamp }
    return failed(finding(build.step, messages.constant(run.name(build.step)), details))
  }
  const undone = undoneAtEnd(run, push)
  if (undone?.how === 'moved' || undone?.how === 'renamed') {
    return failed(
      finding(undone.step, messages[undone.how](run.name(undone.step)), { hint: REMOVE }),
    )
  }
  return passed(messages.right(push.effect.tags.map((tag) => tag.slice(tag.lastIndexOf('/') + 1))))
}

/**
 * The two steps whose tags are looked at. Where both steps are there and only one of them is wrong about
 * pushing, that is not the tags' fault.
 */
function pairOf(run: RunReading): { build: BuildAt | null; push: BuildAt | null } {
  const push = run.pushBuild
  const builds = run.effects('build')
  // Legs of a matrix each have a timestamp of their own.
  const ownBuild = run.buildsBeforePush.findLast(
    ({ step }) => step.step.job === push?.step.step.job,
  )
  const build = ownBuild ?? gradedBuild(run) ?? builds.find(({ step }) => step !== push?.step)
  return {
    build: build ?? null,
    push: push ?? builds.findLast(({ step }) => step !== build?.step) ?? null,
  }
}

function incomplete(run: RunReading, build: BuildAt | null): Outcome {
  const owed =
    build === null
      ? blocked('workflow.build', messages.noBuild)
      : blocked('workflow.push', messages.noPush)
  return missingBuild(run, 'workflow.tags', ({ outcome }) => outcome === 'unreached', owed)
}

const TRY_IT =
  'Take the time from date, or grade again when a run of this main.yml has pushed an image: the tag in ECR shows what it is.'

interface TagReading {
  readonly faults: readonly Finding[]
  /** Why a tag is not known; `null` when all are. */
  readonly unknown: Reason | null
  /** That a tag leads to another region since the job assumed the role there; `null`: none does. */
  readonly follows: string | null
  readonly timestamp: string | null
  /** The timestamp is the same at every push. */
  readonly constant: boolean
}

function read(run: RunReading, { effect: build, step }: BuildAt): TagReading {
  const name = run.name(step)
  const location = build.places.tags
  const faults: Finding[] = []
  const kept: string[] = []
  const timestamps: string[] = []
  let constant = false
  let unknown: TagReading['unknown'] = null
  let follows: TagReading['follows'] = null
  const fault = (message: string, actual: string | null, expected: string | null = null) => {
    faults.push(finding(step, message, { location, actual, expected }))
  }
  for (const [at, tag] of build.tags.entries()) {
    if (build.tags.indexOf(tag) < at) continue
    const [reason] = run.holes.reasonsIn(tag)
    const isTime = formsIn(tag).includes('time')
    if (reason !== undefined && !isTime && !isNoTime(tag)) {
      unknown ??= {
        ...reason,
        because: `the tag ${Holes.show(tag)} is not known: ${reason.because}`,
        remedy: isOpenTag(tag) ? TRY_IT : reason.remedy,
      }
      continue
    }
    const image = describeImage(Holes.show(tag, 'x'), run)
    if (image.kind === 'unparsable') {
      if (/^-\s/.test(tag)) fault(messages.dash(name), tag, tag.replace(/^-\s+/, ''))
      else if (tag.endsWith(':')) fault(messages.empty(name), tag, `${run.image}:TIMESTAMP`)
      else if (/^[:/]/.test(tag)) fault(messages.nameless(name), tag, `${run.image}:latest`)
      else fault(messages.invalid(name, tag), tag)
    } else if (image.kind === 'latest') {
      kept.push(LATEST)
    } else if (image.kind === 'other-tag') {
      const text = tag.slice(tag.lastIndexOf(':') + 1)
      const known = reason === undefined ? kindOf(run, step, text, at) : 'other'
      const kind = isTime ? 'time' : known
      if (kind === 'unreadable') unknown ??= unreadable(text)
      else kept.push(text)
      if (kind === 'time' || kind === 'constant') timestamps.push(text)
      constant ||= kind === 'constant'
    } else if (image.kind === 'other-region' && run.hasRegionOfRole(step, image.region)) {
      follows = messages.elsewhere(name, tag)
    } else {
      fault(messages.elsewhere(name, tag), tag, run.image)
    }
  }
  const inFull = (tags: string[]) =>
    tags.length === 0 ? null : tags.map((tag) => `${run.image}:${tag}`).join(', ')
  const others = kept.filter((tag) => tag !== LATEST && !timestamps.includes(tag))
  const [timestamp = null, ...surplus] = timestamps
  const complete = faults.length === 0 && unknown === null && follows === null
  if (!kept.includes(LATEST) && complete)
    fault(messages.noLatest(name), null, `${run.image}:latest`)
  if (timestamp === null && complete) {
    fault(messages.noTimestamp(name), inFull(others), `${run.image}:TIMESTAMP`)
  } else {
    for (const tag of others) fault(messages.extra(name, tag), `${run.image}:${tag}`)
  }
  for (const tag of surplus) fault(messages.extra(name, tag), `${run.image}:${tag}`)
  return { faults, unknown, follows, timestamp, constant }
}

/** Forms of values that are no time, whatever they are: of a commit, a number, a name. */
const NO_TIME: ReadonlySet<Form | null> = new Set<Form>([
  'flag',
  'login',
  'name',
  'number',
  'part',
  'sha',
  'word',
])

/** Whether a tag is surely no time of the run although a part of it is not known. */
function isNoTime(tag: string): boolean {
  const name = Holes.show(tag.slice(tag.lastIndexOf(':') + 1), '')
  return formsIn(tag).every((form) => NO_TIME.has(form)) && !/\d/.test(name)
}

/**
 * What a tag is, beside `latest`. A time is what the clock and nothing else changes, and what reads as a moment of
 * the run; one that is the same at two pushes a minute apart is `constant`. `at`: its place among the build's tags.
 */
function kindOf(
  run: RunReading,
  step: StepTrace,
  tag: string,
  at: number,
): 'time' | 'constant' | 'other' | 'unreadable' {
  const tags = tagsByTime(run, step)
  if (tags === null) return 'unreadable'
  const ofClock = tags.first[at] !== tags.atAnotherTime[at]
  if (tags.first[at] === tags.second[at] && (ofClock || isOfRun(run, tag))) return 'constant'
  if (!ofClock) return 'other'
  if (timestampsOf(tag).length > 0) return isOfRun(run, tag) ? 'time' : 'other'
  const [digits] = /\d.*\d/.exec(tag) ?? []
  if (digits === undefined || !isOfRun(run, digits)) return 'unreadable'
  // With a word beside it, as the timestamp step puts it out.
  return run.steps.some(({ outputs }) => Object.values(outputs).includes(tag)) ? 'time' : 'other'
}

/** Whether a text may read as a moment of the run. */
function isOfRun({ run }: RunReading, text: string): boolean {
  const start = Date.parse(run.startedAt) - TOLERANCE_MS
  const end = Date.parse(run.endedAt) + TOLERANCE_MS
  return timestampsOf(text).some((time) => start <= time.getTime() && time.getTime() <= end)
}

function unreadable(tag: string): Reason {
  return {
    because: `whether the tag ${tag} is a time of the run is not known`,
    remedy: 'Compare it with what the timestamp step puts out.',
  }
}

/** The tags of one build, in order. */
interface TagsByTime {
  readonly first: readonly string[]
  /** Empty where the second push does not build. */
  readonly second: readonly string[]
  readonly atAnotherTime: readonly string[]
}

/**
 * What decides whether a tag is a time: the tags of a step's build in the first push, in the second, and in
 * the first one made at another time. `null` where that does not build.
 */
function tagsByTime({ trace }: RunReading, step: StepTrace): TagsByTime | null {
  const worlds = trace.schedules.flatMap((schedule) => schedule.worlds)
  for (const { runs, atAnotherTime } of worlds) {
    const [first, second, atOther] = [...runs, atAnotherTime].map((run) => tagsIn(run, step))
    if (first != null && atOther != null) {
      return { first, second: second ?? [], atAnotherTime: atOther }
    }
  }
  return null
}

function tagsIn(run: RunTrace | null, build: StepTrace): readonly string[] | null {
  const same = run?.steps.find(({ step }) => isSameStep(step, build.step))
  return same?.effects.find((effect) => effect.kind === 'build')?.tags ?? null
}
