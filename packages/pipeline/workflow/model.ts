import { WORKFLOW } from '../graded.js'
import type { Location } from '../location.js'
import type { SourceFile } from './problem.js'
import { child, scalarText, textOf, textsOf, type YamlMapping, type YamlNode } from './tree.js'

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
  /** See `StepList`. */
  readonly sideBySide: Location | null
}

/** The steps of a job or of a composite action. */
export interface StepList {
  readonly steps: readonly Step[]
  /** The first step that runs beside others, or says when one does; `null`: each ends before the next begins. */
  readonly sideBySide: Location | null
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

export type Step = RunStep | UsesStep

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
    ...readSteps(child(node, 'steps'), file),
  }
}

/**
 * The steps of a list, those of parallel groups among them.
 * Source: GitHub's workflow schema, `background`, `wait`, `wait-all`, `cancel`, `parallel`.
 */
export function readSteps(node: YamlNode | null, file: SourceFile): StepList {
  const nodes = node?.kind === 'sequence' ? node.items : []
  const beside = nodes.find(
    (one) =>
      textOf(child(one, 'background')) === 'true' ||
      (child(one, 'run') === null && textOf(child(one, 'uses')) === null),
  )
  return {
    steps: nodes
      .flatMap((one) => {
        const parallel = child(one, 'parallel')
        return parallel?.kind === 'sequence' ? parallel.items : [one]
      })
      .flatMap((one, index) => readStep(one, index, file) ?? []),
    sideBySide: beside === undefined ? null : file.location(beside.range),
  }
}

/** `null` for one that only waits for others, or ends them. */
function readStep(node: YamlNode, index: number, file: SourceFile): Step | null {
  const base: StepBase = {
    index,
    id: textOf(child(node, 'id')),
    name: child(node, 'name'),
    location: file.location(node.range),
    if: child(node, 'if'),
    env: child(node, 'env'),
    continueOnError: child(node, 'continue-on-error'),
    timeoutMinutes: child(node, 'timeout-minutes'),
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
  if (uses === null) return null
  const inputs = child(node, 'with')
  return { ...base, kind: 'uses', uses, with: inputs?.kind === 'mapping' ? inputs : null }
}
