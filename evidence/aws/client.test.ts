import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { TimeLimit } from '../budget.js'
import { awsClients } from './client.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-config-'))
  const file = join(folder, 'config')
  await writeFile(
    file,
    '[profile ta]\nretry_mode = adaptive\nuse_dualstack_endpoint = true\n[profile other]\n',
  )
  vi.stubEnv('AWS_CONFIG_FILE', file)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** The clients of a subject in a region, looked at with a profile. */
function clients(region: string, profile: string | null) {
  const subject = {
    ...{ student: 'ada', account: '111122223333', repository: null, stack: 'Yoctogram' },
    ...{ region, profile, roleArn: null, externalId: null, localWorkflow: null },
  }
  return awsClients(
    subject,
    new TimeLimit(20_000),
    { aws: 0, github: 0 },
    { notAsked: null, inWorkflow: false },
  )
}

/** A setting of the SDK, which is a value or gives one. */
async function settled<T>(setting: T | (() => Promise<T>)): Promise<T> {
  return setting instanceof Function ? await setting() : setting
}

test('settings of the config file are those of the profile, for every subject and service', async () => {
  for (const _subject of ['ada', 'grace']) {
    for (const [profile, mode, dualstack] of [
      ['ta', 'adaptive', true],
      [null, 'standard', false],
    ] as const) {
      const { ecr, iam } = clients('us-west-2', profile)
      for (const { config } of [ecr, iam]) {
        expect(await config.useDualstackEndpoint()).toBe(dualstack)
        expect(await settled(config.retryMode)).toBe(mode)
      }
    }
  }
})

test('settings that hang on the region are those of the region', async () => {
  const fips = clients('fips-us-west-2', 'other')
  const plain = clients('us-west-2', 'other')
  expect(await fips.ecs.config.useFipsEndpoint()).toBe(true)
  expect(await plain.ecs.config.useFipsEndpoint()).toBe(false)
})
