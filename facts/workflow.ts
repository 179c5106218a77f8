import {
  callProblem,
  type LoadedWorkflow,
  loadWorkflow,
  type ReadFile,
  type Workflow,
} from '@grade4/pipeline'
import { absent, found, map, type Observed } from '@grade4/unknown'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import { repositoryFile, workflowFile } from '../evidence/github/actions.js'
import { localFile } from '../evidence/local-file.js'
import type { Evidence } from '../evidence/question.js'
import { fact } from './fact.js'

/** main.yml as it is graded, as GitHub or this machine has it, and its path. */
export const workflowText = fact(async (evidence) => {
  const local = evidence.subject.localWorkflow
  if (local !== null) return found(local)
  return map(await evidence.ask(workflowFile), (text) => ({ text, path: WORKFLOW_PATH }))
})

/** Reads other files of the repository from where main.yml is taken. */
export function fileOf(evidence: Evidence): ReadFile {
  return evidence.subject.localWorkflow === null
    ? (path) => evidence.ask(repositoryFile, path)
    : (path) => evidence.ask(localFile, path)
}

function nameOf({ subject: { repository } }: Evidence): string {
  return repository === null ? '' : `${repository.owner}/${repository.name}`
}

/** main.yml, read with the workflows that it calls; `absent` when there is no such file. */
export const loadedWorkflow = fact(
  async (evidence): Promise<Observed<Exclude<LoadedWorkflow, { state: 'unknown' }>>> => {
    const source = await workflowText(evidence)
    if (source.state !== 'found') return source
    const loaded = loadWorkflow(source.value.text, source.value.path)
    if (loaded.state === 'unknown') return loaded
    if (loaded.state === 'invalid') return found(loaded)
    const problem = await callProblem(loaded.workflow, nameOf(evidence), fileOf(evidence))
    return found(problem === null ? loaded : { state: 'invalid', problems: [problem] })
  },
)

/** main.yml, if it is valid; `absent` when it is not, or not there. */
export const workflow = fact(async (evidence): Promise<Observed<Workflow>> => {
  const loaded = await loadedWorkflow(evidence)
  if (loaded.state !== 'found') return loaded
  return loaded.value.state === 'valid'
    ? found(loaded.value.workflow)
    : absent('main.yml is not valid')
})
