import { assignmentStep, STEP_KINDS, type StepKind, stepsByKind } from './assignment-steps.js'
import { scalarAt, type WrittenStep } from './file.js'
import { type Ground, isNamed, type Repair } from './repair.js'

const NAMES: Readonly<Record<StepKind, string>> = {
  timestamp: 'the step that retrieves the timestamp',
  checkout: 'the step that checks the code out',
  credentials: 'the step that configures the AWS credentials',
  login: 'the step that signs in to ECR',
  buildx: 'the step that sets up Docker Buildx',
  build: 'the step that builds',
  untag: 'the step that removes the tag latest',
  push: 'the step that pushes',
  redeploy: 'the step that redeploys the service',
}

/** The steps that a check may lack, or that stand in the wrong place. */
const NEEDED: Readonly<Record<string, readonly StepKind[]>> = {
  'workflow.credentials': ['credentials'],
  'workflow.build': ['checkout', 'buildx', 'build', 'login'],
  'workflow.tags': ['timestamp', 'build', 'push'],
  'workflow.untag': ['untag', 'login', 'credentials'],
  'workflow.push': ['push', 'login', 'buildx', 'untag'],
  'workflow.redeploy': ['redeploy', 'credentials'],
}

/** Steps moved to their place, steps put in that are not there, and steps in place of raw commands. */
export function* orderRepairs(ground: Ground): Generator<Repair> {
  const { file } = ground
  const kinds = stepsByKind(ground)
  for (const kind of NEEDED[ground.id] ?? []) {
    const step = kinds[kind]
    const { before, after } = neighbours(kinds, kind)
    const text = assignmentStep(kind, ground)
    if (step === undefined) {
      const beside = after ?? before
      if (text === null || beside === undefined) continue
      const raw = rawDocker(ground, kind) ?? ownAction(ground)
      if (raw !== undefined) yield* replaced(ground, raw, kind, text)
      const where = after === undefined ? 'after' : 'before'
      yield {
        title: `the pipeline lacks ${NAMES[kind]}`,
        edits: file.insertStep(beside, where, text),
      }
      continue
    }
    if (after !== undefined && after.index < step.index) {
      const title = `${NAMES[kind]} has to come before ${nameOf(kinds, after)}`
      yield { title, edits: file.moveStep(step, after, 'before') }
    }
    if (before !== undefined && before.index > step.index) {
      const title = `${NAMES[kind]} has to come after ${nameOf(kinds, before)}`
      yield { title, edits: file.moveStep(step, before, 'after') }
    }
    if (text !== null && isNamed(ground, step)) yield* replaced(ground, step, kind, text)
  }
}

type Kinds = Partial<Record<StepKind, WrittenStep>>

/** The steps between which one of that kind stands in the assignment, as far as they are there. */
function neighbours(kinds: Kinds, kind: StepKind) {
  const at = STEP_KINDS.indexOf(kind)
  const there = (some: readonly StepKind[]) => some.flatMap((one) => kinds[one] ?? [])
  const later = there(STEP_KINDS.slice(at + 1)).toSorted((a, b) => a.index - b.index)
  const earlier = there(STEP_KINDS.slice(0, at)).toSorted((a, b) => a.index - b.index)
  return { after: later[0], before: earlier.at(-1) }
}

function nameOf(kinds: Kinds, step: WrittenStep): string {
  const kind = STEP_KINDS.find((one) => kinds[one] === step)
  return kind === undefined ? 'the next step' : NAMES[kind]
}

function rawDocker({ file }: Ground, kind: StepKind): WrittenStep | undefined {
  if (kind !== 'build' && kind !== 'push') return undefined
  return file.steps.find(({ run }) =>
    new RegExp(`\\bdocker\\s+(?:buildx\\s+|image\\s+)?${kind}\\b`).test(run ?? ''),
  )
}

/** A step that a finding names and that uses an action of the repository's own. */
function ownAction(ground: Ground): WrittenStep | undefined {
  return ground.file.steps.find(
    (step) => (scalarAt(step.map, 'uses') ?? '').startsWith('./') && isNamed(ground, step),
  )
}

function* replaced(
  { file }: Ground,
  step: WrittenStep,
  kind: StepKind,
  text: string,
): Generator<Repair> {
  const range = file.stepRange(step)
  if (range === null) return
  const own = file.insertStep(step, 'before', text)[0]?.text ?? ''
  const title = `write ${NAMES[kind]} as the assignment does`
  yield { title, edits: [{ ...range, text: own.trimEnd() }] }
}
