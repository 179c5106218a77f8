import type { PipelineTrace, Workflow } from '@grade4/pipeline'
import type { Evidence } from '../../evidence/question.js'
import { recordedPipeline } from '../../facts/reality.js'
import { workflow } from '../../facts/workflow.js'
import { known } from '../check.js'

const NOT_VALID = 'main.yml is not a valid workflow yet.'

/** main.yml. Blocks on `workflow.valid`, which reports that it is not there or not valid. */
export async function gradedWorkflow(evidence: Evidence): Promise<Workflow> {
  return known(await workflow(evidence), 'workflow.valid', NOT_VALID)
}

/** What main.yml does. Blocks likewise. */
export async function gradedPipeline(evidence: Evidence): Promise<PipelineTrace> {
  return known((await recordedPipeline(evidence)).trace, 'workflow.valid', NOT_VALID)
}
