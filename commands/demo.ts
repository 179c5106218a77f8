import { devNull } from 'node:os'
import { UsageError } from '../evidence/usage-error.js'
import { type Cloud, startCloud } from '../fixtures/cloud/server.js'
import {
  findScenario,
  playEvents,
  SCENARIOS,
  type Scenario,
  worldOf,
} from '../fixtures/scenarios/index.js'
import { didYouMean } from './closest.js'
import { EXIT } from './exit-code.js'
import { grade } from './grade.js'
import { type GradeOptions, gradeOptions } from './options.js'
import type { Surroundings } from './surroundings.js'

/** Variables that could lead the SDK or GitHub's client past the embedded cloud, to a real account. */
const REAL_CREDENTIALS = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'GH_TOKEN',
]

/**
 * `grade4 demo`: grades an account of the embedded cloud, over HTTP, as it would be graded on AWS.
 * Gives the exit code of that grade. Throws `UsageError` for a scenario that is not there.
 */
export async function demo(
  name: string | undefined,
  options: Omit<GradeOptions, 'region' | 'stack'> & { readonly list?: true },
  around: Surroundings,
): Promise<number> {
  if (options.list) {
    around.stdout.write(listing())
    return EXIT.perfect
  }
  const scenario = findScenario(name ?? 'reference')
  if (scenario === undefined) {
    const hint = didYouMean(
      name ?? '',
      SCENARIOS.map((one) => one.name),
    )
    throw new UsageError(
      `There is no scenario called "${name}".${hint} grade4 demo --list names them.`,
    )
  }
  return await gradeScenario(scenario, options, around)
}

async function gradeScenario(
  scenario: Scenario,
  options: Omit<GradeOptions, 'region' | 'stack'>,
  around: Surroundings,
): Promise<number> {
  const world = worldOf(scenario)
  const cloud = await startCloud(world, { faults: scenario.faults ?? [] })
  moveToCloud(cloud, world.account.id, around)
  Object.assign(around.env, scenario.environment)
  const { login, repository } = world.student
  const endEvents = playEvents(scenario, world)
  try {
    return await grade(
      {
        ...gradeOptions(['--repo', `${login}/${repository}`, ...(scenario.arguments ?? [])]),
        ...options,
      },
      around,
      // Every scenario is the same student's: one would be compared with another.
      false,
    )
  } finally {
    endEvents()
    await cloud.close()
  }
}

/** Leaves this process with the keys of an account of the embedded cloud, and no others. */
export function moveToCloud(cloud: Cloud, account: string, { env }: Surroundings): void {
  for (const variable of REAL_CREDENTIALS) delete env[variable]
  Object.assign(env, cloud.environment(account), {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  })
}

function listing(): string {
  const widest = Math.max(...SCENARIOS.map(({ name }) => name.length))
  return SCENARIOS.map(({ name, title }) => `${name.padEnd(widest)}  ${title}\n`).join('')
}
