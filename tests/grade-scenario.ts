import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKS } from '../checks/index.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { CHECK_IDS } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { githubOf } from '../commands/github-token.js'
import { type GradeOptions, gradeOptions } from '../commands/options.js'
import { diagnose } from '../diagnosis/diagnose.js'
import type { PlanStep } from '../diagnosis/plan.js'
import { loadEvidence } from '../evidence/saved-evidence.js'
import { openSource, type Source } from '../evidence/source.js'
import type { Subject } from '../evidence/subject.js'
import { type Reality, recordedPipeline } from '../facts/reality.js'
import type { Fault } from '../fixtures/cloud/faults.js'
import { type LoggedRequest, startCloud } from '../fixtures/cloud/server.js'
import { type Scenario, worldOf } from '../fixtures/scenarios/index.js'

/** What grading a scenario gave. */
export interface GradedScenario {
  /** Every check's, in rubric order. */
  readonly verdicts: readonly Verdict[]
  /** What the graded run says of main.yml; `null` when no check asked. */
  readonly reality: Reality | null
  /** What the cloud was asked, in order of answering. */
  readonly log: readonly LoggedRequest[]
  /** What the student is to do; empty unless it was asked for. */
  readonly plan: readonly PlanStep[]
  /** What the cloud was asked while that was looked for. */
  readonly askedForPlan: readonly LoggedRequest[]
}

/** What is different from how the command would do it. */
export interface GradeScenarioOptions {
  /** Beyond those of the scenario. */
  readonly faults?: readonly Fault[]
  readonly timeLimitMs?: number
  /** File that the evidence is saved to. */
  readonly saveTo?: string
  /** How often an AWS request is tried; two by default, which throttling without end is as soon as five. */
  readonly awsAttempts?: number
  /** Whether what the student has to change is looked for. */
  readonly withPlan?: boolean
}

/**
 * Grades a scenario in this process: the same checks over the same HTTP as the command's, without its start.
 * One after the other, whoever asks: the SDK takes where AWS is from the environment of the process.
 */
export function gradeScenario(
  scenario: Scenario,
  options: GradeScenarioOptions = {},
): Promise<GradedScenario> {
  const graded = turn.then(() => gradeNow(scenario, options))
  turn = graded.catch(() => {})
  return graded
}

let turn: Promise<unknown> = Promise.resolve()

async function gradeNow(
  scenario: Scenario,
  {
    faults = [],
    timeLimitMs = 20_000,
    saveTo,
    awsAttempts = 2,
    withPlan = false,
  }: GradeScenarioOptions,
): Promise<GradedScenario> {
  const world = worldOf(scenario)
  const cloud = await startCloud(world, { faults: [...(scenario.faults ?? []), ...faults] })
  const environment: Record<string, string> = {
    ...cloud.environment(world.account.id),
    ...scenario.environment,
  }
  const { profile, file } = signIn(environment)
  const { login, repository } = world.student
  const words = ['--repo', `${login}/${repository}`, ...(scenario.arguments ?? [])]
  const subject = subjectOf(gradeOptions(words), profile)
  const access = {
    githubToken: environment.GITHUB_TOKEN ?? null,
    ...githubOf(environment),
    timeLimitMs,
  }
  const variables = {
    AWS_ENDPOINT_URL: environment.AWS_ENDPOINT_URL ?? '',
    AWS_MAX_ATTEMPTS: String(awsAttempts),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: file,
  }
  const putBack = setVariables(variables)
  const source = await openSource(subject, access, { loadFrom: null, saveTo: saveTo ?? null })
  try {
    const verdicts = await allVerdicts(source)
    const askedBefore = cloud.log.length
    const plan = withPlan ? await diagnose(source, verdicts) : []
    const askedForPlan = cloud.log.slice(askedBefore)
    const unsaved = await source.save(undefined)
    if (unsaved !== null) throw new Error(unsaved)
    const reality = await realityOf(source)
    return { verdicts, reality, log: cloud.log, plan, askedForPlan }
  } finally {
    source.timeLimit.end()
    putBack()
    await cloud.close()
  }
}

/** Sets variables of the process, and gives what sets them as they were. */
function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** Grades a scenario's saved evidence again; nothing is sent. */
export async function gradeSaved(
  file: string,
): Promise<Pick<GradedScenario, 'verdicts' | 'reality'>> {
  const source = await openSaved(file)
  try {
    const verdicts = await allVerdicts(source)
    return { verdicts, reality: await realityOf(source) }
  } finally {
    source.timeLimit.end()
  }
}

/** What the student of a scenario's saved evidence is to do. */
export async function planSaved(file: string): Promise<readonly PlanStep[]> {
  const source = await openSaved(file)
  try {
    return await diagnose(source, await allVerdicts(source))
  } finally {
    source.timeLimit.end()
  }
}

/** A scenario's saved evidence. */
export async function openSaved(file: string): Promise<Source> {
  const { subject } = await loadEvidence(file)
  const access = { githubToken: null, githubUrl: '', timeLimitMs: 20_000 }
  return await openSource(subject, access, { loadFrom: file, saveTo: null })
}

async function realityOf({ evidence }: Source): Promise<Reality | null> {
  return (await recordedPipeline.ifAsked(evidence))?.reality ?? null
}

async function allVerdicts(source: Source): Promise<readonly Verdict[]> {
  const reached = await Promise.all(CHECK_IDS.map((id) => reachVerdict(CHECKS[id], source)))
  return reached.map(({ verdict }) => verdict)
}

function subjectOf({ repo, region, stack, roleArn, externalId }: GradeOptions, profile: string) {
  const subject: Subject = {
    student: null,
    repository: repo ?? null,
    region,
    stack,
    profile,
    roleArn: roleArn ?? null,
    externalId: externalId ?? null,
    localWorkflow: null,
  }
  return subject
}

const home = mkdtempSync(join(tmpdir(), 'grade4-test-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

/**
 * Makes the environment's key the one of a profile, and gives its name and the file that has it. Keys of the
 * environment itself are looked up once in a process, and the next scenario may have others.
 */
function signIn({ AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' }) {
  const file = join(home, id)
  writeFileSync(file, `[${id}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)
  return { profile: id, file }
}
