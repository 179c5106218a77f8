import { expect, test } from 'vitest'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { recordedApps } from '../fixtures/recorded-apps.js'
import { gradeTemplate } from './grade-template.js'

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
  const graded = await gradeTemplate(folder)
  const statuses = CHECK_IDS.map((id) => [id, graded.get(id)?.status])
  const wanted = CHECK_IDS.map((id) => [
    id,
    verdicts[id] ?? (BY_TEMPLATE.includes(id) ? 'passed' : 'blocked'),
  ])
  expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(wanted))
})
