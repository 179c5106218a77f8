import { describe, expect, test } from 'vitest'
import { CHECKS } from '../checks/index.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { openSource } from '../evidence/source.js'
import type { Subject } from '../evidence/subject.js'
import type { LocalTemplate } from '../evidence/template/local-template.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { SCENARIOS, type Scenario, worldOf } from '../fixtures/scenarios/index.js'
import { templateOf } from './template-of-world.js'

/** What a template decides by itself. */
const BY_TEMPLATE: readonly CheckId[] = CHECK_IDS.filter((id) => /^(?:role|oidc|ecs)\./.test(id))

/** Scenarios whose account a template can make, and that differ from the reference by nothing but the world. */
const EXPRESSIBLE = SCENARIOS.filter(
  ({ name, faults, environment, arguments: words }) =>
    /^(?:reference|role|oidc|ecs|stack)/.test(name) &&
    [faults, environment, words].every((one) => one === undefined),
).flatMap((scenario) => {
  const template = templateOf(worldOf(scenario))
  return template === null ? [] : [[scenario.name, scenario, template] as const]
})

/** Judges a scenario by the template of its stack; GitHub is asked, the account is not. */
async function gradeTemplate(scenario: Scenario, template: LocalTemplate) {
  const world = worldOf(scenario)
  const cloud = await startCloud(world, {})
  const { GITHUB_API_URL = '', GITHUB_TOKEN = '' } = cloud.environment(world.account.id)
  const subject: Subject = {
    student: null,
    repository: { owner: world.student.login, name: world.student.repository },
    region: 'us-west-2',
    stack: 'yoctogram-compute-stack',
    profile: null,
    roleArn: null,
    externalId: null,
    localWorkflow: null,
    template,
    withoutAccount: true,
  }
  const access = { githubToken: GITHUB_TOKEN, githubUrl: GITHUB_API_URL, timeLimitMs: 20_000 }
  const source = await openSource(subject, access, { loadFrom: null, saveTo: null })
  try {
    const reached = await Promise.all(CHECK_IDS.map((id) => reachVerdict(CHECKS[id], source)))
    return { verdicts: reached.map(({ verdict }) => verdict), requests: source.requests }
  } finally {
    source.timeLimit.end()
    await cloud.close()
  }
}

describe('a template of what is deployed gets the verdicts that the account gets', () => {
  test.each(EXPRESSIBLE)('%s', async (_name, scenario, template) => {
    const { verdicts, requests } = await gradeTemplate(scenario, template)
    const statusOf = (ids: readonly CheckId[], of: (id: CheckId) => string | undefined) =>
      Object.fromEntries(ids.map((id) => [id, of(id)]))
    const got = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
    // A check that waits for the deploy has no verdict of the template's.
    const ids = CHECK_IDS.filter(
      (id) =>
        BY_TEMPLATE.includes(id) ||
        (id.startsWith('workflow.') && got.get(id)?.blockedBy !== 'stack.deployed'),
    )
    expect(statusOf(ids, (id) => got.get(id)?.status)).toEqual(
      statusOf(ids, (id) => scenario.verdicts[id] ?? 'passed'),
    )
    expect(got.get('stack.deployed')).toMatchObject({ status: 'blocked', blockedBy: null })
    expect(requests.aws).toBe(0)
  })

  test('most scenarios about role, provider and service can be told by a template', () => {
    expect(EXPRESSIBLE.length).toBeGreaterThan(50)
  })
})
