import type { Workflow } from '@grade4/pipeline'
import type { Evidence } from '../../evidence/question.js'
import { workflow } from '../../facts/workflow.js'
import { known } from '../check.js'

/** main.yml. Blocks on `workflow.valid`, which reports that it is not there or not valid. */
export async function gradedWorkflow(evidence: Evidence): Promise<Workflow> {
  return known(await workflow(evidence), 'workflow.valid', 'main.yml is not a valid workflow yet.')
}
