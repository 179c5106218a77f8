import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Report } from '../grading/report.js'
import { startCloudProcess } from './cloud.js'
import { atMost, median, plain, printFigures, processorTime } from './figures.js'
import { type TimedRun, timedRun } from './timed-run.js'

const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))

/** Runs of each side; they alternate, so that whatever else the machine does hits both. */
const RUNS = 7

/** Three mistakes in three places: main.yml, CDK and GitHub's settings. */
const MISTAKES = ['workflow/one-tag', 'role/any-branch', 'repo/public']

/** Budget of the design: that of one student, and 300 ms more. */
const BUDGET_MS = 1_300

/** One student with a plan of three changes, beside one who needs none. Throws when the plan is another. */
export async function benchPlan(): Promise<void> {
  const right = await startCloudProcess(0)
  const wrong = await startCloudProcess(0, MISTAKES)
  const cwd = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const grade = (environment: Readonly<Record<string, string>>, accept: number) =>
    timedRun(process.execPath, [COMMAND, '--repo', 'ada/yoctogram-app', '--json'], {
      env: { PATH: process.env.PATH, HOME: cwd, ...environment },
      cwd,
      accept: [accept],
    })
  try {
    const without: TimedRun[] = []
    const planned: TimedRun[] = []
    for (let round = 0; round < RUNS; round += 1) {
      without.push(await grade(right.environment, 0))
      planned.push(await grade(wrong.environment, 1))
    }
    const { plan } = Report.parse(JSON.parse(planned[0]?.stdout ?? ''))
    const changes = plan?.filter(({ kind }) => kind !== 'push').map(({ kind }) => kind) ?? []
    if (changes.length !== MISTAKES.length) throw new Error(`The plan has ${changes.join(', ')}.`)
    const [base, all] = [without, planned].map((runs) => median(runs.map((run) => run.wallMs)))
    printFigures(`One student with a plan of three changes (${changes.join(', ')})`, [
      plain('without a mistake, median', base ?? 0, 'ms'),
      atMost('with the plan, median', all ?? 0, 'ms', BUDGET_MS),
      plain('what the plan takes', (all ?? 0) - (base ?? 0), 'ms'),
      ...processorTime('without a mistake', without),
      ...processorTime('with the plan', planned),
    ])
  } finally {
    await Promise.all([right.close(), wrong.close()])
    await rm(cwd, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchPlan()
