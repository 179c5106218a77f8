import { type LoadedWorkflow, loadWorkflow, type Workflow } from '@grade4/pipeline'
import { absent, found, map, type Observed } from '@grade4/unknown'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import { workflowFile } from '../evidence/github/actions.js'
import { fact } from './fact.js'

/** main.yml as it is graded, as GitHub or this machine has it, and its path. */
export const workflowText = fact(async (evidence) => {
  const local = evidence.subject.localWorkflow
  if (local !== null) return found(local)
  return map(await evidence.ask(workflowFile), (text) => ({ text, path: WORKFLOW_PATH }))
})

/** main.yml, read; `absent` when there is no such file. */
export const loadedWorkflow = fact(
  async (evidence): Promise<Observed<Exclude<LoadedWorkflow, { state: 'unknown' }>>> => {
    const source = await workflowText(evidence)
    if (source.state !== 'found') return source
    const loaded = loadWorkflow(source.value.text, source.value.path)
    return loaded.state === 'unknown' ? loaded : found(loaded)
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
