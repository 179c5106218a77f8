import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { covering } from '../level.js'

/** Scenarios of which a plan is made: each check that fails, twice in each family of scenarios. */
export const PLANNED: readonly string[] = covering(SCENARIOS, 2, ({ name, verdicts }) =>
  Object.entries(verdicts).flatMap(([id, status]) =>
    status === 'failed' ? [`${name.split('/', 1)[0]} ${id}`] : [],
  ),
).map(({ name }) => name)
