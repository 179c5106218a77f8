import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CHECK_IDS } from '../../checks/rubric.js'
import { exitCodeOf } from '../../commands/exit-code.js'
import { AWS_OPERATIONS } from '../../evidence/read-only.js'
import { classWorld, TEACHER } from '../../fixtures/class-world.js'
import { type Cloud, startCloud } from '../../fixtures/cloud/server.js'
import { ADA, COURSE_ACCOUNT, GRADER_ROLE, referenceWorld } from '../../fixtures/reference.js'
import { worldOf } from '../../fixtures/scenarios/index.js'
import { Report } from '../../grading/report.js'
import { share } from '../level.js'
import { runGrade4 } from '../run-command.js'
import { BEYOND_MOTO, TOLD } from './beyond-moto.js'
import { type Difference, differences } from './differences.js'
import { KNOWN_DIFFERENCES } from './known-differences.js'
import { loadState } from './load-state.js'
import { type Look, looksAt, looksThatTakeRoles } from './looks.js'
import { moveToPresent } from './present-day.js'
import { makeReaderRole } from './reader-role.js'
import { watchedClients } from './watched-clients.js'
import { describeWithMoto } from './with-moto.js'

/** moto imports a service when it is first asked for, and for CloudFormation all of them; in milliseconds. */
const PATIENCE_MS = 90_000

const known = new Set(KNOWN_DIFFERENCES.map(nameOf))

function nameOf({ field, moto }: Difference): string {
  return `${field}: moto ${moto}`
}

const NO_DIGEST = /^Task \S+ does not tell yet which image it runs/

await describeWithMoto('conformance with moto_server', ADA.account, (moto) => {
  describe('the embedded cloud and moto answer alike', () => {
    const world = referenceWorld()
    const called = new Set<string>()
    const seen = new Set<string>()
    let cloud: Cloud

    beforeAll(async () => {
      await loadState(moto(), world)
      cloud = await startCloud(classWorld([world]))
    }, PATIENCE_MS)
    afterAll(() => cloud.close())

    async function compare({ state, ask }: Look, accessKeyId: string): Promise<void> {
      const ours = watchedClients(cloud.url, accessKeyId)
      const motos = watchedClients(moto().url, accessKeyId)
      const [here, there] = [await ask(ours.clients), await ask(motos.clients)]
      for (const { operation } of ours.exchanges) called.add(operation)
      const found = differences(ours.exchanges, motos.exchanges).map(nameOf)
      for (const difference of found) seen.add(difference)
      expect(here).toMatchObject({ state })
      expect(found.filter((difference) => !known.has(difference))).toEqual([])
      // What is read alike is understood alike; of some errors evidence reads the message, too.
      if (found.length === 0) expect(there).toMatchObject({ state })
    }

    test.for(looksAt(world))('$title', (look) => compare(look, `FAKEKEY${ADA.account}`))
    test.for(looksThatTakeRoles(world))('$title', (look) => compare(look, TEACHER.accessKeyId))

    test('each known difference is still one', () => {
      expect([...seen].sort()).toEqual([...known].sort())
    })

    test('every operation on the read-only list was compared', () => {
      expect([...called].sort()).toEqual(Object.keys(AWS_OPERATIONS).sort())
    })
  })

  describe('what was built in moto gets its verdicts', () => {
    let cloud: Cloud
    beforeEach(() => moto().reset())
    afterEach(() => cloud.close())

    test.for(share(TOLD, 3))('$name: $title', { timeout: PATIENCE_MS }, async (scenario) => {
      const world = worldOf(scenario)
      moveToPresent(world, new Date())
      await loadState(moto(), world)
      cloud = await startCloud(world)
      const ended = await runGrade4(['--repo', `${ADA.login}/${ADA.repository}`, '--json'], {
        ...cloud.environment(ADA.account),
        AWS_ENDPOINT_URL: moto().url,
      })
      expect(ended.stderr).toBe('')
      const report = Report.parse(JSON.parse(ended.stdout))
      const verdicts = Object.fromEntries(report.checks.map(({ id, status }) => [id, status]))
      const wanted = CHECK_IDS.map((id) => [
        id,
        scenario.verdicts[id] ?? BEYOND_MOTO[id] ?? 'passed',
      ])
      expect(verdicts).toEqual(Object.fromEntries(wanted))
      for (const { id, status, message } of report.checks) {
        const pattern = status === 'error' ? NO_DIGEST : scenario.messages?.[id]
        if (pattern !== undefined) expect(message).toMatch(pattern)
      }
      const notGithub = cloud.log.filter(({ operation }) => !operation.startsWith('github:'))
      expect(notGithub).toEqual([])
      expect(ended.exitCode).toBe(exitCodeOf(report))
    })
  })

  test("moto makes the staff's role of grade4 policy --cloudformation, as it is meant", {
    timeout: PATIENCE_MS,
  }, async () => {
    await moto().reset()
    const made = await makeReaderRole(moto(), {
      TrustedAccountId: COURSE_ACCOUNT,
      ExternalId: `cs40-${ADA.login}`,
    })
    const wanted = referenceWorld().account.roles.find(({ name }) => name === GRADER_ROLE)
    expect(made.arn).toBe(`arn:aws:iam::${ADA.account}:role/${GRADER_ROLE}`)
    expect(made.maxSessionSeconds).toBe(wanted?.maxSessionSeconds)
    expect(JSON.parse(made.trustPolicy)).toEqual(JSON.parse(wanted?.trustPolicy ?? ''))
    expect(JSON.parse(made.policy)).toEqual(JSON.parse(wanted?.policy ?? ''))
  })
})
