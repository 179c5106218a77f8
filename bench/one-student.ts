import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Report } from '../grading/report.js'
import { type CloudRequest, startCloudProcess } from './cloud.js'
import {
  atLeast,
  atMost,
  type Figure,
  median,
  plain,
  printFigures,
  processorTime,
} from './figures.js'
import { findAws, type RivalTime, rivalScript, runRival } from './rival.js'
import { type TimedRun, timedRun } from './timed-run.js'

const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))

/** Runs of each side; they alternate, so that whatever else the machine does hits both. */
const RUNS = 7

/** Budgets of the design: without latency, and for each round trip on top. */
const BUDGET_MS = 1_000
const ROUND_TRIPS = 5

/** One student, process start to exit, beside the same reads by the `aws` command one after another. */
export async function benchOneStudent(latencyMs: number): Promise<void> {
  const cloud = await startCloudProcess(latencyMs)
  const cwd = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const env = { PATH: process.env.PATH, HOME: cwd, ...cloud.environment }
  const grade = () =>
    timedRun(process.execPath, [COMMAND, '--repo', 'ada/yoctogram-app', '--json'], { env, cwd })
  try {
    const first = await grade()
    const requests = await cloud.takeRequests()
    const second = await grade()
    const report = Report.parse(JSON.parse(first.stdout))
    const aws = await findAws()
    const script = aws === null ? null : rivalScript(requests, aws, cloud.environment)
    const ours: TimedRun[] = []
    const spans: Spans[] = []
    const theirs: RivalTime[] = []
    await cloud.takeRequests()
    for (let round = 0; round < RUNS; round += 1) {
      const run = await grade()
      ours.push(run)
      spans.push(spansOf(run, await cloud.takeRequests()))
      if (script !== null) theirs.push(await runRival(script, { env, cwd }))
      await cloud.takeRequests()
    }
    const wallMs = median(ours.map((run) => run.wallMs))
    const figures: Figure[] = [
      atMost('one student, median', wallMs, 'ms', BUDGET_MS + ROUND_TRIPS * latencyMs),
      plain('one student, fastest', Math.min(...ours.map((run) => run.wallMs)), 'ms'),
      plain('one student, first run', first.wallMs, 'ms'),
      plain('one student, second run', second.wallMs, 'ms'),
      plain('  of the median: until the first request', median(spans.map((s) => s.before)), 'ms'),
      plain('  of the median: first request to last', median(spans.map((s) => s.during)), 'ms'),
      plain('  of the median: last request to exit', median(spans.map((s) => s.after)), 'ms'),
      ...processorTime('one student', ours),
      atMost('requests to AWS', report.requests.aws, 'requests', 16),
      atMost('requests to GitHub', report.requests.github, 'requests', 7),
    ]
    if (theirs.length > 0) {
      const rivalMs = median(theirs.map((run) => run.wallMs))
      figures.push(
        plain('the same reads by aws and curl, median', rivalMs, 'ms'),
        ...processorTime('the same reads by aws and curl', theirs),
        atLeast('how many times faster', rivalMs / wallMs, 'x', 6),
      )
    }
    printFigures(`One student, ${latencyMs} ms a round trip, score ${report.score}`, figures)
    if (script === null) process.stdout.write('The rival was skipped: no aws command on PATH.\n')
  } finally {
    await cloud.close()
    await rm(cwd, { recursive: true, force: true })
  }
}

/** Parts of a run, in milliseconds. */
interface Spans {
  readonly before: number
  readonly during: number
  readonly after: number
}

function spansOf(run: TimedRun, requests: readonly CloudRequest[]): Spans {
  const moments = requests.map(({ startedAt }) => startedAt)
  const [first, last] = [Math.min(...moments), Math.max(...moments)]
  return { before: first - run.startedAt, during: last - first, after: run.endedAt - last }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchOneStudent(0)
  await benchOneStudent(80)
}
