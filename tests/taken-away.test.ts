import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import type { ReferenceWorld } from '../fixtures/reference.js'
import { findScenario, SCENARIOS } from '../fixtures/scenarios/index.js'
import { shownOf } from '../fixtures/scenarios/matrix.js'
import { edited, STEPS, TAGS } from '../fixtures/scenarios/workflow-edits.js'
import { removeWorkflow, setWorkflow } from '../fixtures/scenarios/workflow-file.js'
import { gradeScenario } from './grade-scenario.js'
import { EVERYTHING } from './level.js'

type Change = (world: ReferenceWorld) => void

/** The change that a scenario is. */
function as(name: string): Change {
  const scenario = findScenario(name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  return scenario.change
}

/** A main.yml that lacks some text of the reference's, or has another in its place. */
function without(text: string, instead = ''): Change {
  return (world) => setWorkflow(world, edited([[text, instead]]))
}

/** Takes away what a check asks for whatever else is so, where its first scenario takes away one of several. */
const ALL_OF: Readonly<Partial<Record<CheckId, Change>>> = {
  'ecr.latest': as('ecr/empty'),
  'ecr.platform': as('ecr/amd64'),
  'ecs.image': ({ home }) => {
    for (const { containers } of home.taskDefinitions) {
      for (const container of containers) container.image = 'nginx:latest'
    }
  },
  'role.trust': ({ account }) => {
    account.roles = []
  },
  'role.subject': as('role/no-subject'),
  'role.policies': ({ role }) => {
    role.attachedPolicyArns = []
  },
  'delivery.redeploy': ({ cluster }) => {
    cluster.tasks = []
  },
  'repo.actions': as('repo/actions-disabled'),
  'repo.secret': ({ repository }) => {
    repository.secrets = []
  },
  'workflow.valid': removeWorkflow,
  'workflow.trigger': without('  push:\n    branches: [ main ]', '  workflow_dispatch:'),
  'workflow.credentials': without(STEPS.credentials),
  'workflow.build': without(STEPS.build),
  'workflow.tags': without(TAGS),
  'workflow.untag': without(STEPS.untag),
  'workflow.push': without(STEPS.push),
  'workflow.redeploy': without(STEPS.redeploy),
  'delivery.run': ({ repository }) => {
    repository.runs = []
  },
  'delivery.image': ({ registry }) => {
    for (const image of registry.images) image.tags = image.tags.filter((tag) => tag === 'latest')
  },
}

/** Takes away what a check asks for: what it fails on alone. */
function takeAway(id: CheckId): Change {
  const [first = ''] = shownOf(id, SCENARIOS).failedAlone
  return ALL_OF[id] ?? as(first)
}

/** The status of a check in a scenario from which something was taken. */
async function statusWithout(taken: CheckId, scenario: (typeof SCENARIOS)[number]) {
  const change: Change = (world) => {
    scenario.change(world)
    takeAway(taken)(world)
  }
  const { verdicts } = await gradeScenario({ ...scenario, change })
  return verdicts.find(({ id }) => id === taken)?.status
}

test.for(CHECK_IDS)('%s fails where what it asks for is taken away', async (id, { expect }) => {
  const reference = findScenario('reference')
  if (reference === undefined) throw new Error('There is no reference.')
  expect(await statusWithout(id, reference)).toBe('failed')
})

test('whatever the state, a check does not pass without what it asks for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...CHECK_IDS),
      fc.constantFrom(...SCENARIOS),
      async (id, scenario) => {
        expect(await statusWithout(id, scenario)).not.toBe('passed')
      },
    ),
    { numRuns: EVERYTHING ? 50 : 20, endOnFailure: true },
  )
}, 120_000)
