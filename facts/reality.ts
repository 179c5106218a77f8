import { firstPushEffects, isOpenTag, LATEST, type PipelineTrace } from '@grade4/pipeline'
import { map, type Observed } from '@grade4/unknown'
import {
  type RunJob,
  runJobs,
  type WorkflowRun,
  workflowFileAt,
} from '../evidence/github/actions.js'
import type { Evidence } from '../evidence/question.js'
import { asRecorded, type Doubt } from './as-recorded.js'
import { type Conclusion, compareRun, type Disagreement } from './compare-run.js'
import { fact } from './fact.js'
import { latestImage } from './latest-image.js'
import { pipeline, simulate } from './pipeline.js'
import { run, successfulRunAt } from './run.js'
import { momentsOf } from './timestamp-tag.js'
import { workflowText } from './workflow.js'

/** What GitHub recorded of the graded run, held against the simulation of main.yml. */
export interface Reality {
  /** Number of the graded run; `null`: there is none, or it is not known. */
  readonly run: number | null
  readonly compared: boolean
  /** Why it was not compared, one line; `null` where it was. */
  readonly reason: string | null
  readonly disagreements: readonly {
    readonly job: string
    /** Name of the step; `null`: the job as a whole. */
    readonly step: string | null
    readonly simulated: Conclusion
    readonly recorded: Conclusion
    /** Whether checks are undecided by it. */
    readonly decides: boolean
  }[]
}

/** What main.yml does as far as GitHub's record of the graded run does not contradict it. */
export interface RecordedPipeline {
  readonly trace: Observed<PipelineTrace>
  readonly reality: Reality
}

/**
 * The pipeline, and what the graded run says of it. A comparison that can't be made changes nothing.
 * Rule: RUBRIC, "What really ran has the last word".
 */
export const recordedPipeline = fact(async (evidence): Promise<RecordedPipeline> => {
  const [trace, record] = await Promise.all([pipeline(evidence), recordOf(evidence)])
  if (record.state === 'unread') {
    return { trace, reality: notCompared(record.run, record.reason) }
  }
  const { number } = record.run
  if (trace.state !== 'found') {
    const reason = 'What main.yml does is not known.'
    return { trace, reality: notCompared(number, reason) }
  }
  const { jobs, disagreements } = compareRun(trace.value, record.jobs)
  if (jobs === 0) {
    return {
      trace,
      reality: notCompared(number, `GitHub shows no job of main.yml in run ${number}.`),
    }
  }
  const hasOpenTag = tagsIn(trace.value).some(isOpenTag)
  const isAgreed = disagreements.length === 0 && !hasOpenTag
  const used = isAgreed ? SAME : await usedFile(evidence, record.run)
  if (used.state === 'other') return { trace, reality: notCompared(number, used.reason) }
  const doubts = disagreements.filter(({ decides }) => decides).map((of) => doubt(of, record.run))
  const showsTime =
    hasOpenTag &&
    used.state === 'same' &&
    doubts.length === 0 &&
    (await tagsByTime(evidence, record.run))
  const shown = showsTime ? await simulate(evidence, { tagsByTime: true }) : trace
  return {
    trace: map(shown, (one) => asRecorded(one, doubts)),
    reality: {
      run: number,
      compared: used.state === 'same',
      reason: used.reason,
      disagreements: disagreements.map(({ job, step, simulated, recorded, decides }) => {
        return { job, step: step?.name ?? null, simulated, recorded, decides }
      }),
    },
  }
})

/** The tags of everything that is built. */
function tagsIn(trace: PipelineTrace): string[] {
  return firstPushEffects(trace).flatMap((effect) => (effect.kind === 'build' ? effect.tags : []))
}

/** Whether the image behind `latest` has times alone beside that, and one of them is a moment of this run. */
async function tagsByTime(evidence: Evidence, { id }: WorkflowRun): Promise<boolean> {
  const image = await latestImage(evidence)
  if (image.state !== 'found') return false
  const moments = image.value.tags.filter((tag) => tag !== LATEST).map(momentsOf)
  if (moments.some((readings) => readings.length === 0)) return false
  const runs = await Promise.all(moments.map((readings) => successfulRunAt(evidence, readings)))
  return runs.some((run) => run.state === 'found' && run.value.id === id)
}

function notCompared(run: number | null, reason: string): Reality {
  return { run, compared: false, reason, disagreements: [] }
}

type RunRecord =
  | { readonly state: 'read'; readonly run: WorkflowRun; readonly jobs: readonly RunJob[] }
  | { readonly state: 'unread'; readonly run: number | null; readonly reason: string }

async function recordOf(evidence: Evidence): Promise<RunRecord> {
  const unread = (reason: string, number: number | null = null): RunRecord => {
    return { state: 'unread', run: number, reason }
  }
  if (evidence.subject.localWorkflow !== null) {
    return unread('main.yml is graded from a file, not from GitHub.')
  }
  const graded = await run(evidence)
  if (graded.state === 'unknown') return unread(graded.because)
  if (graded.state === 'absent') return unread('main.yml never ran for a push to main.')
  const { id, number, status } = graded.value
  if (status !== 'completed') return unread(`Run ${number} is still in progress.`, number)
  const jobs = await evidence.ask(runJobs, String(id))
  return jobs.state === 'found'
    ? { state: 'read', run: graded.value, jobs: jobs.value }
    : unread(jobs.because, number)
}

const SAME = { state: 'same', reason: null } as const

/** Whether a run used the main.yml that is graded. Where that is not known, what it recorded counts. */
async function usedFile(
  evidence: Evidence,
  { number, headSha }: WorkflowRun,
): Promise<{ state: 'same'; reason: null } | { state: 'other' | 'unknown'; reason: string }> {
  const [graded, used] = await Promise.all([
    workflowText(evidence),
    evidence.ask(workflowFileAt, headSha),
  ])
  if (used.state === 'unknown') {
    const reason = `Whether run ${number} used this main.yml is not known: ${used.because}`
    return { state: 'unknown', reason }
  }
  if (used.state === 'absent') {
    const reason = `The commit of run ${number} has no main.yml, or is gone.`
    return { state: 'other', reason }
  }
  const isSame = graded.state === 'found' && graded.value.text === used.value
  return isSame ? SAME : { state: 'other', reason: `Run ${number} used another main.yml.` }
}

function doubt(of: Disagreement, { number, url }: WorkflowRun): Doubt {
  const what = of.step === null ? `job ${of.job}` : `step "${of.step.name}" of job ${of.job}`
  const why = of.cause === null ? '' : ` (${of.cause.message})`
  const because = `${what} ${SIMULATED[of.simulated]} in the grader's simulation${why}, but GitHub recorded it as ${RECORDED[of.recorded]} in run ${number}`
  return {
    of,
    reason: {
      because,
      remedy: `The course staff has to grade it by hand, with the log of the run: ${url}`,
    },
  }
}

const SIMULATED: Readonly<Record<Conclusion, string>> = {
  success: 'runs',
  failure: 'fails',
  skipped: 'does not run',
}

const RECORDED: Readonly<Record<Conclusion, string>> = {
  success: 'a success',
  failure: 'a failure',
  skipped: 'skipped',
}
