import { WORKFLOW } from '../graded.js'
import type { Location } from '../location.js'
import type { SourceFile } from './problem.js'
import {
  child,
  entry,
  scalarText,
  textOf,
  textsOf,
  type YamlMapping,
  type YamlNode,
} from './tree.js'

/** A valid main.yml. What may hold an expression is left as YAML, to be evaluated in its context. */
export interface Workflow {
  readonly file: SourceFile
  /** As GitHub shows it: its path where it gives itself no name. */
  readonly name: string
  readonly root: YamlNode
  /** The value of `on`. */
  readonly on: YamlNode | null
  readonly env: YamlNode | null
  readonly permissions: YamlNode | null
  /** `defaults.run`. */
  readonly defaultsRun: YamlNode | null
  /** In file order. */
  readonly jobs: readonly Job[]
}

/** One job of the file, before its matrix is expanded. */
export interface Job {
  readonly id: string
  /** As written; `null` when it has none. */
  readonly name: string | null
  readonly location: Location
  /** Ids of the jobs that end before this one begins. */
  readonly needs: readonly string[]
  readonly if: YamlNode | null
  readonly env: YamlNode | null
  readonly permissions: YamlNode | null
  readonly defaultsRun: YamlNode | null
  readonly environment: YamlNode | null
  readonly strategy: YamlNode | null
  readonly runsOn: YamlNode | null
  readonly container: YamlNode | null
  readonly outputs: YamlNode | null
  readonly continueOnError: YamlNode | null
  readonly timeoutMinutes: YamlNode | null
  /** The reusable workflow that the job is, or `null`. */
  readonly uses: string | null
  /** What it is given. */
  readonly with: YamlNode | null
  readonly secrets: YamlNode | null
  readonly steps: readonly Step[]
}

interface StepBase {
  /** Place among its siblings, from 0. */
  readonly index: number
  /** As written; `null` when it has none. */
  readonly id: string | null
  readonly name: YamlNode | null
  readonly location: Location
  readonly if: YamlNode | null
  readonly env: YamlNode | null
  readonly continueOnError: YamlNode | null
  readonly timeoutMinutes: YamlNode | null
  /** Goes on while later steps run. */
  readonly background: boolean
}

export interface RunStep extends StepBase {
  readonly kind: 'run'
  readonly run: YamlNode
  readonly shell: YamlNode | null
  readonly workingDirectory: YamlNode | null
}

export interface UsesStep extends StepBase {
  readonly kind: 'uses'
  /** `owner/name@ref`, `./path`, `docker://image`; never an expression. */
  readonly uses: string
  readonly with: YamlMapping | null
}

/** Waits for background steps: those named, or all of them when `targets` is `null`. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait'
  readonly targets: readonly string[] | null
}

export interface CancelStep extends StepBase {
  readonly kind: 'cancel'
  readonly target: string
}

export interface ParallelStep extends StepBase {
  readonly kind: 'parallel'
  readonly steps: readonly Step[]
}

export type Step = RunStep | UsesStep | WaitStep | CancelStep | ParallelStep

/** The workflow that a valid tree describes. */
export function readWorkflow(root: YamlNode, file: SourceFile): Workflow {
  const node = child(root, 'jobs')
  const jobs = node?.kind === 'mapping' ? node.entries : []
  // `needs` takes upper and lower case for the same.
  const ids = new Map(jobs.map(({ key }) => [scalarText(key).toLowerCase(), scalarText(key)]))
  return {
    file,
    name: textOf(child(root, 'name')) || WORKFLOW,
    root,
    on: child(root, 'on'),
    env: child(root, 'env'),
    permissions: child(root, 'permissions'),
    defaultsRun: child(child(root, 'defaults'), 'run'),
    jobs: jobs.map(({ key, value }) => ({
      ...readJob(scalarText(key), file.location(key.range), value, file),
      needs: textsOf(child(value, 'needs')).map((need) => ids.get(need.toLowerCase()) ?? need),
    })),
  }
}

function readJob(
  id: string,
  location: Location,
  node: YamlNode,
  file: SourceFile,
): Omit<Job, 'needs'> {
  return {
    id,
    name: textOf(child(node, 'name')),
    location,
    if: child(node, 'if'),
    env: child(node, 'env'),
    permissions: child(node, 'permissions'),
    defaultsRun: child(child(node, 'defaults'), 'run'),
    environment: child(node, 'environment'),
    strategy: child(node, 'strategy'),
    runsOn: child(node, 'runs-on'),
    container: child(node, 'container'),
    outputs: child(node, 'outputs'),
    continueOnError: child(node, 'continue-on-error'),
    timeoutMinutes: child(node, 'timeout-minutes'),
    uses: textOf(child(node, 'uses')),
    with: child(node, 'with'),
    secrets: child(node, 'secrets'),
    steps: readSteps(child(node, 'steps'), file),
  }
}

/** The steps of a list, of a job or of a composite action. */
export function readSteps(node: YamlNode | null, file: SourceFile): Step[] {
  return node?.kind === 'sequence'
    ? node.items.map((item, index) => readStep(item, index, file))
    : []
}

function readStep(node: YamlNode, index: number, file: SourceFile): Step {
  const base: StepBase = {
    index,
    id: textOf(child(node, 'id')),
    name: child(node, 'name'),
    location: file.location(node.range),
    if: child(node, 'if'),
    env: child(node, 'env'),
    continueOnError: child(node, 'continue-on-error'),
    timeoutMinutes: child(node, 'timeout-minutes'),
    background: textOf(child(node, 'background')) === 'true',
  }
  const run = child(node, 'run')
  if (run !== null) {
    return {
      ...base,
      kind: 'run',
      run,
      shell: child(node, 'shell'),
      workingDirectory: child(node, 'working-directory'),
    }
  }
  const uses = textOf(child(node, 'uses'))
  if (uses !== null) {
    const inputs = child(node, 'with')
    return { ...base, kind: 'uses', uses, with: inputs?.kind === 'mapping' ? inputs : null }
  }
  const parallel = child(node, 'parallel')
  if (parallel !== null) return { ...base, kind: 'parallel', steps: readSteps(parallel, file) }
  const target = textOf(child(node, 'cancel'))
  if (target !== null) return { ...base, kind: 'cancel', target }
  const waitAll = entry(node, 'wait-all') !== null
  return { ...base, kind: 'wait', targets: waitAll ? null : textsOf(child(node, 'wait')) }
}
