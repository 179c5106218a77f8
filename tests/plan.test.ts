import { afterAll, describe, expect, test } from 'vitest'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { SCENARIOS } from '../fixtures/scenarios/index.js'
import { applyPlan } from './apply-plan.js'
import { gradeScenario } from './grade-scenario.js'

afterAll(() => {
  process.stdout.write(`${whole} of ${FAILING.length} plans win every failed check\n`)
})

const FAILING = SCENARIOS.filter(({ verdicts }) => Object.values(verdicts).includes('failed'))

/** Why nothing that would win these can be tried. */
const NO_PLAN: Readonly<Record<string, string>> = {
  'stack/missing': 'what the stack would make is not known before the deploy',
  'stack/no-clue': 'the same, and the service of no stack',
  'stack/only-reviewed': 'the same',
  'stack/service-by-hand': 'the same',
  'stack/role-by-hand': 'the same',
  'ecs/no-service': 'the same',
  'role/missing': 'the same',
}

/** Plans that win every failed check of their scenario. */
let whole = 0

describe('the plan of each scenario in which something failed', () => {
  test.each(FAILING.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (name, scenario) => {
      const { verdicts, plan } = await gradeScenario(scenario, { withPlan: true })
      const failed = verdicts.filter(({ status }) => status === 'failed').map(({ id }) => id)
      const won = plan.flatMap(({ wins }) => wins)
      expect(new Set(won).size).toBe(won.length)
      const left = failed.filter((id) => !won.includes(id))
      if (left.length === 0) whole += 1
      else expect(NO_PLAN, `${name}: ${left.join(' ')}`).toHaveProperty([name])
      for (const { line, endLine, before, after } of plan.flatMap(({ edits }) => edits)) {
        if (endLine >= line) expect(after).not.toBe(before)
      }
      if (plan.length === 0) return

      const again = await gradeScenario({
        ...scenario,
        change: (world) => {
          scenario.change?.(world)
          applyPlan(world, plan)
        },
      })
      expect(passedIn(again.verdicts)).toEqual([...passedIn(verdicts), ...won].toSorted())
    },
  )
})

function passedIn(verdicts: readonly Verdict[]): CheckId[] {
  return verdicts.flatMap(({ id, status }) => (status === 'passed' ? [id] : [])).toSorted()
}
