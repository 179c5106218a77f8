import { found } from '@grade4/unknown'
import type { RepositorySettings } from './input.js'
import { callProblem } from './jobs/graph.js'
import { judge, REPOSITORY, ROLE_ARN, readerOf } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'
import { triggerFaults } from './workflow/trigger.js'

/** Where a pipeline's workflow is. */
export const MAIN = '.github/workflows/main.yml'

/** A person's repository with the assignment's secret, one more, and three variables. */
const SETTINGS: RepositorySettings = {
  secretNames: found(['AWS_ACCOUNT_ID', 'SLACK_WEBHOOK_URL']),
  variables: found([
    { name: 'ECS_CLUSTER', value: 'yoctogram-cluster' },
    { name: 'ECS_SERVICE', value: 'yoctogram-service' },
    { name: 'ROLE_ARN', value: ROLE_ARN },
  ]),
  personal: true,
}

/** What a check comes to. */
type Shortfall = readonly [check: string, outcome: string]

/**
 * The checks of a main.yml that don't pass, in the order of the rubric, without `workflow.`.
 * @param files other files of the repository, by their paths
 */
export async function shortfall(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Shortfall[]> {
  const loaded = loadWorkflow(text, MAIN)
  if (loaded.state !== 'valid') return [['valid', 'failed']]
  const { owner, name } = REPOSITORY
  const problem = await callProblem(loaded.workflow, `${owner}/${name}`, readerOf(files))
  if (problem !== null) return [['valid', 'failed']]
  const { refusal: _refusal, ...outcomes } = await judge(text, {
    settings: SETTINGS,
    repository: { ...REPOSITORY, defaultBranch: 'main' },
    files,
  })
  const trigger = triggerFaults(loaded.workflow).length > 0 ? 'failed' : 'passed'
  const run = Object.entries(outcomes).map(
    ([check, { outcome }]): Shortfall => [check.replace('workflow.', ''), outcome],
  )
  const all: Shortfall[] = [['trigger', trigger], ...run]
  return all.filter(([, outcome]) => outcome !== 'passed')
}
