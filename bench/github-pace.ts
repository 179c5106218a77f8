import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { PUBLISHED_LIMIT } from '../fixtures/cloud/github/secondary-limit.js'
import { atMost, type Figure, plain, printFigures } from './figures.js'
import { timedRun } from './timed-run.js'

const CLOUD = fileURLToPath(new URL('class-cloud-process.ts', import.meta.url))
const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))

/** So much faster passes time for GitHub's limit: a minute and a half are enough for 300 students. */
const SPEED = 2

const WINDOW_MS = PUBLISHED_LIMIT.windowMs / SPEED

const Class = z.object({ roster: z.string(), environment: z.record(z.string(), z.string()) })
const Requests = z.array(z.object({ at: z.number(), refused: z.boolean() }))

/** Grades a class of perfect students against the published limit; `disturb` is another program with the same token. */
async function gradeClass(students: number, disturb: (useUp: () => void) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const cloud = fork(CLOUD, [String(students), '40', String(SPEED)], {
    execArgv: ['--import', 'tsx'],
  })
  try {
    const [hello] = await once(cloud, 'message')
    const { roster, environment } = Class.parse(hello)
    await writeFile(join(folder, 'roster.csv'), roster)
    const env = { PATH: process.env.PATH, HOME: folder, ...environment }
    const disturbed = disturb(() => cloud.send('use up'))
    // It ends with 0 when everybody has every point, so that nobody is incomplete.
    const { wallMs } = await timedRun(
      process.execPath,
      [COMMAND, 'batch', 'roster.csv', '--out', 'out'],
      { cwd: folder, env },
    )
    await disturbed
    const answer = once(cloud, 'message')
    cloud.send('github')
    return { wallMs, requests: Requests.parse((await answer)[0]) }
  } finally {
    cloud.disconnect()
    await rm(folder, { recursive: true })
  }
}

/** Measures a class against a GitHub that enforces its limits, alone and beside another program. */
export async function benchGithubPace(students: number): Promise<void> {
  const figures: Figure[] = []
  const alone = await gradeClass(students, async () => {})
  const limitMs = (count: number) => (count / PUBLISHED_LIMIT.points) * WINDOW_MS
  const refused = (requests: z.infer<typeof Requests>) => requests.filter((one) => one.refused)
  figures.push(
    plain(`${students} students, alone`, alone.wallMs, 'ms'),
    atMost('times what the limit costs', alone.wallMs / limitMs(alone.requests.length), 'x', 1.1),
    atMost('refused', refused(alone.requests).length, 'requests', 0),
  )
  const beside = await gradeClass(students, async (useUp) => {
    await sleep(WINDOW_MS / 2)
    useUp()
  })
  const shut = refused(beside.requests)
  const [first] = shut
  // Those that were on the way when the first was refused could not know.
  const late = shut.filter(({ at }) => first !== undefined && at > first.at + 100)
  figures.push(
    plain(`${students} students, another program uses it up once`, beside.wallMs, 'ms'),
    atMost(
      'times what the limit and that minute cost',
      beside.wallMs / (limitMs(beside.requests.length) + WINDOW_MS),
      'x',
      1.1,
    ),
    plain('refused on the way', shut.length - late.length, 'requests'),
    atMost('sent while GitHub said wait', late.length, 'requests', 0),
  )
  printFigures(`A class at GitHub's pace, time ${SPEED} times as fast`, figures)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchGithubPace(Number(process.argv[2] ?? 300))
}
