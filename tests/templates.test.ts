import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { STACK } from '../evidence/assignment.js'
import { NAMES } from '../fixtures/compute-stack.js'
import { recordedApps } from '../fixtures/recorded-apps.js'
import { workflowText } from '../fixtures/workflows/files.js'
import { gradeTemplate, readTemplate } from './grade-template.js'

/** The checks that a template can decide; the others wait for the deploy, or for main.yml. */
const BY_TEMPLATE: readonly CheckId[] = [
  'ecs.image',
  'oidc.provider',
  'role.trust',
  'role.subject',
  'role.audience',
  'role.policies',
  'role.session',
]

// A right app passes all of them, a wrong one fails exactly its own; nothing else fails or is an error.
test.for(recordedApps())('$version/$name: $title', async ({ folder, verdicts }) => {
  const graded = await gradeTemplate(await readTemplate(folder))
  const statuses = CHECK_IDS.map((id) => [id, graded.get(id)?.status])
  const wanted = CHECK_IDS.map((id) => [
    id,
    verdicts[id] ?? (BY_TEMPLATE.includes(id) ? 'passed' : 'blocked'),
  ])
  expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(wanted))
})

/** The reference's main.yml, with the name that CloudFormation generates for this template's role: 64 characters at most. */
function mainYmlFor(folder: string): string {
  const file = join(folder, `${STACK}.template.json`)
  const { Resources } = z
    .object({ Resources: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8')))
  const role = Object.keys(Resources).find((id) => id.startsWith('yoctogramghactionsrole'))
  return workflowText('reference').replace(
    NAMES.role,
    `${`${STACK}-${role}`.slice(0, 51)}-Kd83nQ2xYv0a`,
  )
}

describe('with a main.yml that names what the deploy generates', () => {
  const named = (name: string) => recordedApps().filter((app) => app.name === name)

  test.for(named('reference'))('$version: what needs no account passes', async ({ folder }) => {
    const graded = await gradeTemplate(await readTemplate(folder), mainYmlFor(folder))
    const ids = CHECK_IDS.filter((id) => id.startsWith('workflow.'))
    expect(Object.fromEntries(ids.map((id) => [id, graded.get(id)?.status]))).toEqual({
      'workflow.valid': 'passed',
      'workflow.trigger': 'passed',
      // Which subject GitHub's token has, and which names the deploy generates.
      'workflow.credentials': 'blocked',
      'workflow.build': 'passed',
      'workflow.tags': 'passed',
      'workflow.untag': 'passed',
      'workflow.push': 'passed',
      'workflow.redeploy': 'blocked',
    })
  })

  test.for(named('second-role'))(
    '$version: it says which of two roles is meant',
    async ({ folder }) => {
      const graded = await gradeTemplate(await readTemplate(folder), mainYmlFor(folder))
      for (const id of BY_TEMPLATE) expect([id, graded.get(id)?.status]).toEqual([id, 'passed'])
    },
  )
})
