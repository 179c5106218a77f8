import { posix } from 'node:path'
import { byHand, hasHole, type Observed, unknownFor } from '@grade4/unknown'
import { stepScope, workspaceOf } from '../contexts.js'
import { expandEntries, expandNode } from '../expressions/template.js'
import type { Frame, JobRun } from '../jobs/job-run.js'
import { obstacleTo } from '../jobs/obstacle.js'
import { type CompositeAction, type LoadedAction, loadAction } from '../workflow/action-file.js'
import type { UsesStep } from '../workflow/model.js'
import { DEEPEST, depthOf } from './inner-steps.js'
import { failedStep, NOTHING_DONE, type StepCall, type StepResult } from './step-call.js'

/**
 * Runs a `uses: ./folder` step: the steps of the repository's own composite action. `null`: the grader can't
 * look into it. Source: actions/runner, `CompositeActionHandler`. Throws `ExpressionFailure`.
 */
export async function runLocalAction(call: StepCall<UsesStep>): Promise<StepResult | null> {
  const { run, step, ref } = call
  const loaded = await actionOnDisk(run, step.uses)
  if (loaded === 'not-there') {
    const message = `there is no ${step.uses}/action.yml: no step before it checked out the repository`
    return failedStep('no-action', message)
  }
  if (loaded.state === 'unknown') return null
  if (loaded.state === 'absent') {
    const message = `the repository has no action.yml in the folder ${step.uses}`
    return failedStep('no-action', message)
  }
  switch (loaded.value.state) {
    case 'other':
    case 'unknown':
      return null
    case 'invalid': {
      const { message, line, column } = loaded.value.problem
      const where = `${step.uses}/action.yml, line ${line}, column ${column}`
      return failedStep('no-action', `GitHub refuses its action.yml (${where}): ${message}`)
    }
    case 'composite':
      if (depthOf(ref) > DEEPEST) return null
      return await runComposite(call, loaded.value.action)
  }
}

async function runComposite(
  call: StepCall<UsesStep>,
  action: CompositeAction,
): Promise<StepResult | null> {
  const { run, ref, env } = call
  const obstacle = obstacleTo(action)
  if (obstacle?.state === 'unknown') return null
  if (obstacle !== null) return failedStep('no-action', obstacle.why)
  const outer = run.frame
  run.frame = {
    file: action.file,
    within: ref,
    inputs: inputsOf(call, action),
    env: changed(run.env, env),
    defaultsRun: [],
    steps: new Map(),
    stoppedBy: null,
  }
  try {
    await run.runSteps(action.steps)
    return resultOf(run, run.frame, action)
  } finally {
    run.frame = outer
  }
}

/** What is given, else the default; names without regard to case. An input without either is empty. */
function inputsOf(
  { run, step, env }: StepCall<UsesStep>,
  { inputs }: CompositeAction,
): Map<string, string> {
  const scope = stepScope(run, env)
  const given = new Map(
    expandEntries(step.with, scope).map(({ key, value }) => [key.toLowerCase(), value]),
  )
  return new Map(
    inputs.map(({ name, value }) => {
      const key = name.toLowerCase()
      return [key, given.get(key) ?? expandNode(value, scope) ?? '']
    }),
  )
}

/** What of an environment differs from that of the job. */
function changed(job: ReadonlyMap<string, string>, env: ReadonlyMap<string, string>) {
  return new Map([...env].filter(([name, value]) => job.get(name) !== value))
}

function resultOf(run: JobRun, frame: Frame, { outputs }: CompositeAction): StepResult {
  const scope = stepScope(run, new Map([...run.env, ...frame.env]))
  const values = outputs.map(({ name, value }) => [name, expandNode(value, scope) ?? ''] as const)
  const { stoppedBy } = frame
  const failing = run.push.steps.findLast(({ step }) => step === stoppedBy)
  return {
    ...NOTHING_DONE,
    outputs: new Map(values),
    failure: failing?.cause ?? null,
    stoppedBy,
  }
}

/** The action in a folder of the workspace, as the runner finds it there. */
async function actionOnDisk(
  run: JobRun,
  uses: string,
): Promise<Observed<LoadedAction> | 'not-there'> {
  const { machine, push } = run
  const workspace = workspaceOf(push)
  const folder = posix.resolve(workspace, uses)
  for (const name of ['action.yml', 'action.yaml']) {
    const path = `${folder}/${name}`
    if (!(await machine.fs.exists(path))) continue
    const text = await machine.fs.readFile(path)
    if (hasHole(text)) return push.world.holes.unknown(text)
    return { state: 'found', value: loadAction(text, `${uses}/${name}`) }
  }
  const latest = machine.checkouts.findLast(({ directory }) => isBelow(folder, directory))
  if (latest?.isGradedCommit === true) {
    return await push.world.files.action(posix.relative(latest.directory, folder))
  }
  const isClear = latest === undefined && !run.mayHoldFiles && isBelow(folder, workspace)
  return isClear ? 'not-there' : OUT_OF_SIGHT
}

const OUT_OF_SIGHT = unknownFor(
  byHand('the files of the action are not those of the graded commit'),
)

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
