import { describe, test } from 'vitest'
import type { Fault } from '../fixtures/cloud/faults.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { findScenario, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { FIRST_OF_SERVICE, isOfGithub, OPERATIONS, scenarioCalling } from './faulty-operations.js'
import { EVERYTHING } from './level.js'
import { runGrade4 } from './run-command.js'

const FAULTS = ['access-denied', 'expired-token', 'throttle', 'reset', 'hang'] as const

/** Every operation of GitHub, whose client waits longest before it gives up, and the first of each AWS service. */
const BY_COMMAND = OPERATIONS.filter(
  (operation) => isOfGithub(operation) || FIRST_OF_SERVICE.includes(operation),
)

/** Each with everything that can happen to it. */
const ALL = BY_COMMAND.flatMap((operation) => FAULTS.map((kind) => [operation, kind] as const))

/** Each fault once, on AWS and GitHub in turns. All are tried in the tests' own process (fault-pairs.test.ts). */
const TABLE = EVERYTHING
  ? ALL
  : FAULTS.map((kind, turn) => [BY_COMMAND.at(turn % 2 === 0 ? turn : -turn) ?? '', kind] as const)

describe('the real command: a fault never makes a check fail', () => {
  test.concurrent.for(TABLE)(
    '%s: %s',
    { timeout: 150_000 },
    async ([operation, kind], { expect }) => {
      const scenario = findScenario(scenarioCalling(operation))
      if (scenario === undefined) throw new Error(`No scenario for ${operation}.`)
      const fault: Fault = { match: operation, kind }
      const world = worldOf(scenario)
      const cloud = await startCloud(world, { faults: [...(scenario.faults ?? []), fault] })
      try {
        const { login, repository } = world.student
        const timeLimit = kind === 'hang' ? ['--timeout', '6'] : []
        const ended = await runGrade4(
          [
            '--repo',
            `${login}/${repository}`,
            '--json',
            ...timeLimit,
            ...(scenario.arguments ?? []),
          ],
          {
            ...cloud.environment(world.account.id),
            ...scenario.environment,
            // Endless throttling is endless after two tries as well as after five.
            AWS_MAX_ATTEMPTS: '2',
          },
        )
        expect(cloud.log.some((request) => request.fault === fault)).toBe(true)
        const { checks } = Report.parse(JSON.parse(ended.stdout))
        const failed = checks.filter(({ id, status }) => {
          return status === 'failed' && scenario.verdicts[id] !== 'failed'
        })
        expect(failed).toEqual([])
        expect(checks.some(({ status }) => status === 'error')).toBe(true)
        expect(ended.exitCode).toBe(3)
      } finally {
        await cloud.close()
      }
    },
  )
})
