import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import { findScenario, type Scenario } from '../../fixtures/scenarios/index.js'

/** Scenarios whose difference from the reference lies in what moto can be given. */
export const TOLD: readonly Scenario[] = [
  'reference',
  'ecr/no-repository',
  'ecr/amd64',
  'ecs/other-tag',
  'role/any-branch',
  'role/third-policy',
].map((name) => {
  const scenario = findScenario(name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  return scenario
})

/**
 * What nobody can grade in moto: its tasks pull no image, so they never say which digest they run. That is
 * no mistake of the student's: `error`, unless the scenario has another mistake that the check waits for.
 */
export const BEYOND_MOTO: Readonly<Partial<Record<CheckId, Status>>> = {
  'delivery.redeploy': 'error',
}
