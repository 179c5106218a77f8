import type { Workflow } from '@grade4/pipeline'
import type { Facts } from '../../facts/facts.js'
import { known } from '../check.js'

/** main.yml. Blocks on `workflow.valid`, which reports that it is not there or not valid. */
export async function gradedWorkflow(facts: Facts): Promise<Workflow> {
  return known(await facts.workflow(), 'workflow.valid', 'main.yml is not a valid workflow yet.')
}
