import { DESCRIPTIONS } from '../checks/descriptions.js'
import type { CheckId } from '../checks/rubric.js'
import type { Finding, Verdict } from '../checks/verdict.js'
import { ASSIGNMENT_ID } from '../evidence/assignment.js'
import type { SubjectSummary } from '../runner/index.js'
import { rootOf } from './blocked.js'
import { type LatePenalty, pointsLost } from './deadline.js'
import { type Hints, withHints } from './hints.js'
import type { PlanStep, Report, ReportCheck } from './report.js'
import { type PointsOverride, pointsOf } from './rules.js'

/** What a report says beside its checks. */
export type ReportFacts = Pick<
  Report,
  'student' | 'region' | 'startedAt' | 'finishedAt' | 'submittedAt' | 'submittedFrom'
> &
  Pick<
    SubjectSummary,
    'account' | 'repository' | 'advice' | 'reality' | 'requests' | 'trace' | 'steps' | 'deploy'
  >

/** The rules for one subject. */
export interface SubjectRules {
  readonly points: PointsOverride
  readonly due: Date | null
  readonly latePenalty: LatePenalty | null
  readonly hints: Hints
}

/**
 * Adds up one subject's verdicts. The only place where points are summed; they are whole numbers.
 * `range` ends at the score plus the points of the undecided checks. A late penalty comes off both ends.
 * Verdicts of dropped checks are not shown; they only say whether what hangs on them is undecided.
 */
export function reportOf(
  reached: readonly Verdict[],
  facts: ReportFacts,
  { points, due, latePenalty, hints }: SubjectRules,
): Report {
  // What wins only checks that the course drops is nothing to do.
  const steps = facts.steps?.filter(
    ({ wins }) => wins.length === 0 || wins.some((id) => pointsOf(id, points) !== null),
  )
  const verdicts = withConsequences(reached, steps, points)
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
  const undecided = new Set(
    verdicts.filter((verdict) => isUndecided(verdict, byId)).map(({ id }) => id),
  )
  const checks = verdicts.flatMap((verdict) => {
    const worth = pointsOf(verdict.id, points)
    const step = (steps ?? []).findIndex(({ wins }) => wins.includes(verdict.id))
    return worth === null ? [] : [reportCheck(verdict, worth, step, steps?.[step])]
  })
  const maxScore = sum(checks.map((check) => check.maxScore))
  const earned = sum(checks.map((check) => check.score))
  const open = sum(checks.filter(({ id }) => undecided.has(id)).map((check) => check.maxScore))
  const submittedAt = facts.submittedAt === null ? null : new Date(facts.submittedAt)
  const lateBySeconds = secondsLate(submittedAt, due)
  const late = lateBySeconds !== null && lateBySeconds > 0
  const lost = late && latePenalty !== null ? pointsLost(latePenalty, lateBySeconds, maxScore) : 0
  const score = Math.max(0, earned - lost)
  const report: Report = {
    schema: 'grade4/report@1',
    assignment: ASSIGNMENT_ID,
    student: facts.student,
    account: facts.account,
    region: facts.region,
    repository: facts.repository,
    startedAt: facts.startedAt,
    finishedAt: facts.finishedAt,
    submittedAt: facts.submittedAt,
    submittedFrom: facts.submittedFrom,
    due: due?.toISOString() ?? null,
    late,
    lateBySeconds,
    latePenalty: late && latePenalty !== null ? { rule: latePenalty.rule, points: lost } : null,
    score,
    range: [score, Math.max(0, earned + open - lost)],
    maxScore,
    complete: checks.every(({ id }) => !undecided.has(id)),
    checks,
    plan: planOf(steps, points, { earned, lost }),
    ...(facts.deploy === undefined
      ? {}
      : { deploy: facts.deploy.filter(({ id }) => pointsOf(id, points) !== null) }),
    advice: [...facts.advice],
    reality: facts.reality && { ...facts.reality, disagreements: [...facts.reality.disagreements] },
    requests: { ...facts.requests },
    ...(facts.trace === undefined ? {} : { trace: facts.trace }),
  }
  return withHints(report, hints)
}

/**
 * What merely follows from another mistake is blocked by it: a failed check that passes by the change for another
 * one. A push does over again whatever a pipeline does: what it wins may be several mistakes.
 */
function withConsequences(
  verdicts: readonly Verdict[],
  steps: ReportFacts['steps'],
  points: PointsOverride,
): readonly Verdict[] {
  const causes = new Map<CheckId, CheckId>()
  for (const { kind, mistakes } of steps ?? []) {
    for (const { check, wins } of kind === 'push' ? [] : mistakes) {
      if (pointsOf(check, points) === null) continue
      for (const id of wins) if (id !== check) causes.set(id, check)
    }
  }
  return verdicts.map((verdict) => {
    const blockedBy = causes.get(verdict.id)
    return verdict.status === 'failed' && blockedBy !== undefined
      ? { ...verdict, status: 'blocked', blockedBy }
      : verdict
  })
}

/** The steps with what they are worth, and the score after each. */
function planOf(
  steps: ReportFacts['steps'],
  overrides: PointsOverride,
  { earned, lost }: { readonly earned: number; readonly lost: number },
): PlanStep[] | null {
  if (steps === undefined) return null
  let won = 0
  return steps.map(({ kind, title, text, edits, wins }) => {
    const shown = wins.filter((id) => pointsOf(id, overrides) !== null)
    const points = sum(shown.map((id) => pointsOf(id, overrides) ?? 0))
    won += points
    const scoreAfter = Math.max(0, earned + won - lost)
    return {
      title,
      kind,
      edits: edits.map(({ file, line, endLine, before, after }) => ({
        ...{ file, line, endLine, before, after },
      })),
      text,
      wins: shown,
      points,
      scoreAfter,
    }
  })
}

/** Whether a check's points are still open: it is `error`, or what it waits for is, in the end. */
export function isUndecided<Check extends Pick<Verdict, 'id' | 'status' | 'blockedBy'>>(
  verdict: Check,
  byId: ReadonlyMap<CheckId, Check>,
): boolean {
  return rootOf(verdict, byId)?.status === 'error'
}

function reportCheck(
  verdict: Verdict,
  points: number,
  index: number,
  step: WonStep | undefined,
): ReportCheck {
  const { title, section, hint } = DESCRIPTIONS[verdict.id]
  const passed = verdict.status === 'passed'
  const failed = verdict.status === 'failed'
  const findings =
    failed && step !== undefined ? changedBy(step, verdict.findings) : verdict.findings
  const first: Finding | undefined = findings[0]
  return {
    id: verdict.id,
    title,
    section,
    status: verdict.status,
    score: passed ? points : 0,
    maxScore: points,
    message: passed ? verdict.seen : findings.map(({ message }) => message).join(' '),
    hint: first?.hint ?? (failed ? hint : null),
    expected: first?.expected ?? null,
    actual: first?.actual ?? null,
    blockedBy: verdict.blockedBy,
    change: step === undefined ? null : index + 1,
    location: first?.location ?? null,
    findings: findings.map((finding) => ({ ...finding })),
    durationMs: Math.round(verdict.durationMs),
  }
}

type WonStep = NonNullable<ReportFacts['steps']>[number]

/** Findings of a check that a step wins: the step is what to do, and its first line the place. */
function changedBy({ title, edits }: WonStep, findings: readonly Finding[]): Finding[] {
  const [edit] = edits
  return findings.map((finding, index) => {
    if (index > 0) return { ...finding, hint: null }
    const { location } = finding
    // Lines that are put in below or above the place count, too.
    const touched = edits.some(
      ({ file, line, endLine }) =>
        location?.file === file &&
        location.line >= (endLine < line ? endLine : line) &&
        location.line <= (endLine < line ? line : endLine),
    )
    if (edit === undefined || touched) return { ...finding, hint: title }
    // Lines that are put in belong below the one above them; above the first there is none.
    const isPutIn = edit.endLine < edit.line
    if (isPutIn && edit.above === null) return { ...finding, hint: title }
    const [source = ''] = edit.above === null ? edit.before.split('\n') : [edit.above.text]
    const line = edit.above?.line ?? edit.line
    const place = { file: edit.file, line, column: source.search(/\S|$/) + 1, source }
    return { ...finding, hint: title, location: place }
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/**
 * By how much something came after its deadline, in seconds, begun ones counted whole; 0 when it came in time.
 * `null`: there is no deadline, or it is not known when it came.
 */
function secondsLate(submittedAt: Date | null, due: Date | null): number | null {
  if (submittedAt === null || due === null) return null
  return Math.max(0, Math.ceil((submittedAt.getTime() - due.getTime()) / 1000))
}
