import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import { exitCodeOf } from '../commands/exit-code.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { STATES } from '../fixtures/mixed-class.js'
import { SCENARIOS, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { EVERYTHING } from './level.js'
import { regradeFiles, runGrade4 } from './run-command.js'

/** Those that the command line, the environment or the weather has a part in, and some of the others. */
const MORE = new Set([
  ...SCENARIOS.filter((scenario) => !STATES.includes(scenario)),
  ...SCENARIOS.filter((_, index) => index % 8 === 0),
])

/**
 * Those that the command line or the environment has a part in; others when everything is tried. All are graded in
 * the tests' own process (verdicts.test.ts), and by `grade4 batch` (batch/, policy.test.ts).
 */
const BY_COMMAND = SCENARIOS.filter(
  (scenario) =>
    scenario.arguments !== undefined ||
    scenario.environment !== undefined ||
    scenario.name === 'reference' ||
    (EVERYTHING && MORE.has(scenario)),
)

/** Standard output of each scenario's grade, by the file that its evidence was saved to. */
const graded = new Map<string, string>()

let evidence = ''
beforeAll(async () => {
  evidence = await mkdtemp(join(tmpdir(), 'grade4-evidence-'))
})
afterAll(() => rm(evidence, { recursive: true }))

describe('the real command gives a scenario its verdicts', () => {
  test.concurrent.for(BY_COMMAND)(
    '$name: $title',
    { timeout: 150_000 },
    async (scenario, { expect }) => {
      const world = worldOf(scenario)
      const cloud = await startCloud(world, { faults: scenario.faults ?? [] })
      const file = `${scenario.name.replaceAll('/', '.')}.json`
      const save = ['--save', join(evidence, file)]
      try {
        const { login, repository } = world.student
        const ended = await runGrade4(
          ['--repo', `${login}/${repository}`, '--json', ...save, ...(scenario.arguments ?? [])],
          {
            ...cloud.environment(world.account.id),
            // The assignment fixes the region; the shell's own must change nothing.
            AWS_REGION: 'eu-west-1',
            AWS_DEFAULT_REGION: 'eu-west-1',
            ...scenario.environment,
          },
        )
        // Only waiting has something to say there.
        if (!scenario.arguments?.includes('--wait')) expect(ended.stderr).toBe('')
        graded.set(file, ended.stdout)
        const report = Report.parse(JSON.parse(ended.stdout))
        const verdicts = Object.fromEntries(report.checks.map(({ id, status }) => [id, status]))
        const wanted = CHECK_IDS.map((id) => [id, scenario.verdicts[id] ?? 'passed'])
        expect(verdicts).toEqual(Object.fromEntries(wanted))
        for (const { id, message, expected, actual, hint } of report.checks) {
          const pattern = scenario.messages?.[id]
          const text = [message, expected, actual, hint].join(' ')
          if (pattern !== undefined) expect(text).toMatch(pattern)
        }
        expect(ended.exitCode).toBe(exitCodeOf(report))
      } finally {
        await cloud.close()
      }
    },
  )
})

test('the evidence that it saved gets the same reports again, to the byte, with no network', {
  timeout: 120_000,
}, async () => {
  const again = await regradeFiles(evidence, [...graded.keys()].toSorted())
  for (const [file, report] of again) {
    expect(judged(report), file).toEqual(judged(graded.get(file) ?? ''))
  }
})

/** What a report says of the student, as text: without when it was made, how long it took and what was sent. */
function judged(stdout: string): string {
  const { startedAt, finishedAt, requests, checks, ...rest } = Report.parse(JSON.parse(stdout))
  return JSON.stringify({ ...rest, checks: checks.map((check) => ({ ...check, durationMs: 0 })) })
}
