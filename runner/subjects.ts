import { type Reason, UnknownError } from '@grade4/unknown'
import pLimit from 'p-limit'
import { advise } from '../checks/advice.js'
import { CHECKS } from '../checks/index.js'
import { type Reached, reachVerdict } from '../checks/reach-verdict.js'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { deployTemplate } from '../diagnosis/deploy-template.js'
import { diagnose } from '../diagnosis/diagnose.js'
import { STAND_IN_ACCOUNT } from '../evidence/not-deployed.js'
import { openSource, type Source } from '../evidence/source.js'
import { account } from '../facts/account.js'
import { pipeline } from '../facts/pipeline.js'
import { recordedPipeline } from '../facts/reality.js'
import { repositoryName } from '../facts/repository.js'
import { submission } from '../facts/submission.js'
import { workflowText } from '../facts/workflow.js'
import type { Plan, SubjectSummary } from './plan.js'

/** One subject that is being graded. */
export interface Grading {
  /** Each check's verdict, as soon as it is reached. None of them rejects. */
  readonly verdicts: ReadonlyMap<CheckId, Promise<Reached>>
  /** The rest, when all of them are. Rejects with a fault of the grader's. */
  readonly summary: Promise<Summary>
}

/** A subject's summary, and what broke while a plan was looked for: that costs the plan, and nothing else. */
export interface Summary extends SubjectSummary {
  readonly planFault?: unknown
}

/**
 * The subjects of a plan. Only so many are graded at the same time, so that memory stays flat and a subject's
 * time runs from its own first question.
 */
export class Subjects {
  readonly #plan: Plan
  readonly #limit: ReturnType<typeof pLimit>
  readonly #begun = new Map<number, Promise<Grading | null>>()
  #stopped = false

  constructor(plan: Plan) {
    this.#plan = plan
    this.#limit = pLimit(Math.max(1, plan.inFlight ?? plan.subjects.length))
  }

  /**
   * Begins to grade the plan's subject of that index as soon as there is room, in the order of the calls; gives
   * the same grading every time. `null`: the run was stopped before, and nothing was asked about this subject.
   */
  grading(index: number): Promise<Grading | null> {
    const begun = this.#begun.get(index) ?? this.#begin(index)
    this.#begun.set(index, begun)
    return begun
  }

  /** Subjects that have been begun are finished; no other is begun. */
  stop(): void {
    this.#stopped = true
  }

  #begin(index: number): Promise<Grading | null> {
    return new Promise((resolve, reject) => {
      this.#limit(async () => {
        const grading = this.#stopped ? null : await gradingOf(this.#plan, index)
        resolve(grading)
        // The next subject waits for the end of this one, however it ends.
        await grading?.summary.catch(() => {})
      }).catch(reject)
    })
  }
}

async function gradingOf(plan: Plan, index: number): Promise<Grading> {
  const subject = plan.subjects[index]
  if (subject === undefined) throw new Error(`The plan has no subject ${index}.`)
  const startedAt = new Date()
  const source = await openSource(subject, plan.access, {
    loadFrom: plan.loadFrom?.[index] ?? null,
    startFrom: plan.startFrom?.[index] ?? null,
    saveTo: plan.saveTo?.[index] ?? null,
  })
  const verdicts = reachAll(plan.checks, source)
  return { verdicts, summary: summaryAfter([...verdicts.values()], { source, startedAt, plan }) }
}

/** A function of its own: what `gradingOf` gives lasts as long as the class, and would hold the source by a closure. */
function reachAll(checks: Plan['checks'], source: Source): Map<CheckId, Promise<Reached>> {
  return new Map(checks.map((id) => [id, reachVerdict(CHECKS[id], source)]))
}

/** What a summary is made from. */
interface Look {
  readonly source: Source
  readonly startedAt: Date
  readonly plan: Plan
}

async function summaryAfter(verdicts: readonly Promise<Reached>[], look: Look): Promise<Summary> {
  const { source } = look
  try {
    const reached = await Promise.all(verdicts)
    const summary = await summaryOf(
      reached.map(({ verdict }) => verdict),
      look,
    )
    const callerFault = callerFaultOf(reached)
    return callerFault === undefined ? summary : { ...summary, callerFault }
  } catch (fault) {
    // Whoever looks for what broke can grade the evidence again; where saving it broke, there is none.
    await source.save(undefined).catch(() => {})
    throw fault
  } finally {
    source.timeLimit.end()
  }
}

/** The first reason that stopped a check and is whoever runs the grader's to fix. */
function callerFaultOf(reached: readonly Reached[]): Reason | undefined {
  return reached
    .map(({ thrown }) => (thrown instanceof UnknownError ? thrown.reason : undefined))
    .find((reason) => reason?.ofCaller === true)
}

async function summaryOf(
  verdicts: readonly Verdict[],
  { source, startedAt, plan }: Look,
): Promise<Summary> {
  const { evidence, requests, save } = source
  const [accountId, repository, submitted, advice] = await Promise.all([
    account(evidence),
    repositoryName(evidence),
    submission(evidence),
    advise(evidence),
  ])
  const observed = await pipeline.ifAsked(evidence)
  const trace = observed?.state === 'found' ? observed.value : undefined
  // Not asked for its own sake: that would be one more request.
  const showsWorkflow =
    plan.withWorkflow === true && plan.checks.some((id) => id.startsWith('workflow.'))
  const workflow = showsWorkflow ? await workflowText(evidence) : null
  const deployment = await deployTemplate(source, verdicts)
  const planned = await diagnose(source, verdicts, deployment).then(
    (steps) => (steps === undefined ? {} : { steps }),
    (planFault: unknown) => ({ planFault }),
  )
  return {
    startedAt: startedAt.toISOString(),
    account:
      accountId.state === 'found' && accountId.value !== STAND_IN_ACCOUNT ? accountId.value : null,
    repository,
    submittedAt: submitted?.at.toISOString() ?? null,
    submittedFrom: submitted?.from ?? null,
    advice,
    reality: (await recordedPipeline.ifAsked(evidence))?.reality ?? null,
    ...planned,
    ...(deployment === null ? {} : { deploy: deployment.changed }),
    ...(plan.withTrace === true && trace !== undefined ? { trace } : {}),
    ...(workflow?.state === 'found' ? { workflow: workflow.value } : {}),
    // Last of all: everything has been asked by now.
    unsaved: await save(trace),
    requests: { ...requests },
  }
}
