import { type ReadFile, RepositoryFiles } from '../repository-files.js'
import type { Job, Workflow } from '../workflow/model.js'
import type { WorkflowProblem } from '../workflow/problem.js'
import { child, scalarText, textOf, textsOf, type YamlNode } from '../workflow/tree.js'
import { permissionsOf, type TokenPermissions } from './permissions.js'

/** A job of a workflow that calls another workflow of the repository, and that one. */
export interface Call {
  /** Ids of the jobs that lead to it, as GitHub shows them: `deploy / build`. */
  readonly id: string
  /** The job that calls. */
  readonly job: Job
  /** The workflow that is called. */
  readonly workflow: Workflow
  /** The call that the calling job is in itself; `null`: it stands in main.yml. */
  readonly within: Call | null
  /** What the token of the calling job may do, and so at most those of the called ones. */
  readonly permissions: TokenPermissions
}

/** A job that does not call another workflow, or one whose workflow the grader does not have. */
export interface Node {
  readonly id: string
  readonly job: Job
  /** The file that it stands in. */
  readonly workflow: Workflow
  readonly call: Call | null
  /** Ids of the nodes that end before it begins. */
  readonly needs: readonly string[]
}

/** The jobs of main.yml and of the workflows that it calls. */
export interface JobGraph {
  readonly nodes: readonly Node[]
  readonly calls: readonly Call[]
  /** Why GitHub refuses main.yml for what it calls, at the job of main.yml that leads there; `null`: it does not. */
  readonly refusal: WorkflowProblem | null
}

/** Levels of workflows that GitHub lets be called by one another. Source: GitHub Docs, "Reuse workflows". */
const DEEPEST = 10

/** So many calls are followed; what is called beyond them is not known. */
const MOST_CALLS = 20

/** The graded repository, `OWNER/NAME` in any case, and its files. */
export interface Home {
  readonly repository: string
  readonly files: RepositoryFiles
}

/** Why GitHub refuses main.yml for what it calls; `null`: it does not, as far as the called files can be read. */
export async function callProblem(
  workflow: Workflow,
  repository: string,
  file: ReadFile,
): Promise<WorkflowProblem | null> {
  const graph = await graphOf(workflow, { repository, files: new RepositoryFiles(file) })
  return graph.refusal
}

/** The jobs of a workflow with those of the workflows that they call. */
export async function graphOf(workflow: Workflow, home: Home): Promise<JobGraph> {
  const builder = new Builder(home)
  await builder.add(workflow, null, [], 1)
  return builder
}

class Builder implements JobGraph {
  readonly nodes: Node[] = []
  readonly calls: Call[] = []
  refusal: JobGraph['refusal'] = null
  readonly #home: Home

  constructor(home: Home) {
    this.#home = home
  }

  /** Adds the jobs of a workflow, which begin after the nodes `before`. Gives the ids of the nodes it became. */
  async add(
    workflow: Workflow,
    call: Call | null,
    before: readonly string[],
    level: number,
  ): Promise<string[]> {
    const ids = new Map<string, readonly string[]>()
    for (const job of inOrder(workflow.jobs)) {
      const needs = [...before, ...job.needs.flatMap((need) => ids.get(need) ?? [])]
      const id = call === null ? job.id : `${call.id} / ${job.id}`
      const permissions = permissionsOf(workflow, job, call?.permissions)
      const called = await this.#called(job, call, level)
      if (called === null) {
        this.nodes.push({ id, job, workflow, call, needs })
        ids.set(job.id, [id])
      } else {
        const own: Call = { id, job, workflow: called, within: call, permissions }
        this.calls.push(own)
        const fault = faultOf(own)
        if (fault !== null) this.#refuse(job, call, fault)
        ids.set(job.id, await this.add(called, own, needs, level + 1))
      }
    }
    return [...ids.values()].flat()
  }

  /** The workflow that a job calls; `null`: none, or the grader does not have it. */
  async #called(job: Job, call: Call | null, level: number): Promise<Workflow | null> {
    const path = job.uses === null ? null : pathOf(job.uses, this.#home.repository)
    if (path === null || level >= DEEPEST || this.calls.length >= MOST_CALLS) return null
    const loaded = await this.#home.files.workflow(path)
    if (loaded.state === 'unknown') return null
    if (loaded.state === 'absent') {
      this.#refuse(job, call, 'workflow was not found.')
      return null
    }
    if (loaded.value.state === 'invalid') {
      const [{ line, column, message } = NO_PROBLEM] = loaded.value.problems
      this.#refuse(job, call, `(Line: ${line}, Col: ${column}): ${message}`)
    }
    return loaded.value.state === 'valid' ? loaded.value.workflow : null
  }

  #refuse(job: Job, call: Call | null, fault: string): void {
    let first = { job, within: call }
    while (first.within !== null) first = first.within
    const { line, column, source } = first.job.location
    const message = `Error calling workflow '${job.uses}'. ${fault}`
    this.refusal ??= { message, line, column, source }
  }
}

const NO_PROBLEM: WorkflowProblem = {
  message: 'It is not valid.',
  line: 1,
  column: 1,
  source: null,
}

/** Jobs with each after those that it needs. */
function inOrder(jobs: readonly Job[]): Job[] {
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const order = new Set<Job>()
  const visit = (job: Job) => {
    if (order.has(job)) return
    for (const need of job.needs) {
      const needed = byId.get(need)
      if (needed !== undefined) visit(needed)
    }
    order.add(job)
  }
  for (const job of jobs) visit(job)
  return [...order]
}

/** The path of the graded repository's own workflow that `uses:` names; `null`: it is another one's. */
function pathOf(uses: string, repository: string): string | null {
  const [path = '', ref] = uses.split('@')
  const own = `${repository}/`.toLowerCase()
  const isLocal = path.startsWith('./') && ref === undefined
  const isMain = ref === 'main' || ref === 'refs/heads/main'
  if (!isLocal && !(isMain && path.toLowerCase().startsWith(own))) return null
  const local = path.slice(isLocal ? './'.length : own.length)
  return /^\.github\/workflows\/[^/\\]+\.ya?ml$/.test(local) ? local : null
}

/** Why GitHub refuses a call before anything runs, in its words as far as they are known; `null`: it does not. */
function faultOf({ job, workflow, permissions }: Call): string | null {
  const declared = declarationOf(workflow)
  if (declared === null)
    return "workflow is not reusable as it is missing a 'on.workflow_call' trigger."
  const inherits = textOf(job.secrets) === 'inherit'
  return (
    argumentFault(keysOf(job.with), declared.inputs, 'input') ??
    (inherits ? null : argumentFault(keysOf(job.secrets), declared.secrets, 'secret')) ??
    permissionFault(workflow, permissions)
  )
}

/** A called workflow may ask for no more than the job that calls it has. */
function permissionFault(workflow: Workflow, granted: TokenPermissions): string | null {
  for (const job of workflow.jobs) {
    if (job.permissions === null && workflow.permissions === null) continue
    const asked = permissionsOf(workflow, job)
    const who = job.permissions === null ? 'The workflow' : `The nested job '${job.id}'`
    if (asked.idToken && !granted.idToken) {
      return `${who} is requesting 'id-token: write', but is only allowed 'id-token: none'.`
    }
    if (asked.contents && !granted.contents) {
      return `${who} is requesting 'contents: read', but is only allowed 'contents: none'.`
    }
  }
  return null
}

/** What a workflow asks of whoever calls it; `null`: it can't be called. */
export function declarationOf(workflow: Workflow): {
  readonly inputs: YamlNode | null
  readonly secrets: YamlNode | null
  readonly outputs: YamlNode | null
} | null {
  const { on } = workflow
  const isNamed =
    on?.kind === 'mapping'
      ? on.entries.some(({ key }) => scalarText(key) === 'workflow_call')
      : textsOf(on).includes('workflow_call')
  if (!isNamed) return null
  const call = child(on, 'workflow_call')
  return {
    inputs: child(call, 'inputs'),
    secrets: child(call, 'secrets'),
    outputs: child(call, 'outputs'),
  }
}

function argumentFault(
  given: readonly string[],
  declared: YamlNode | null,
  what: string,
): string | null {
  const names = keysOf(declared)
  const other = given.find((name) => !names.includes(name))
  if (other !== undefined)
    return `Invalid ${what}, ${other} is not defined in the referenced workflow.`
  const entries = declared?.kind === 'mapping' ? declared.entries : []
  const missing = entries.find(
    ({ key, value }) =>
      textOf(child(value, 'required')) === 'true' && !given.includes(nameOf(scalarText(key))),
  )
  return missing === undefined
    ? null
    : `${what === 'input' ? 'Input' : 'Secret'} ${scalarText(missing.key)} is required, but not provided while calling.`
}

/** Names without regard to case; an expression in the place of the whole has none. */
function keysOf(node: YamlNode | null): string[] {
  return node?.kind === 'mapping' ? node.entries.map(({ key }) => nameOf(scalarText(key))) : []
}

function nameOf(written: string): string {
  return written.toLowerCase()
}
