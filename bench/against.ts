import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { atMost, median, plain, printFigures } from './figures.js'
import { type TimedRun, timedRun } from './timed-run.js'

const CLOUD = fileURLToPath(new URL('class-cloud-process.ts', import.meta.url))
const OURS = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))

/** Runs of each side; they alternate, so that whatever else the machine does hits both. */
const RUNS = 3

const Class = z.object({ roster: z.string(), environment: z.record(z.string(), z.string()) })

// Processor time a student of a class, beside another build of grade4: a class of which three of five fail something,
// graded by each in turn on the same cloud. Arguments: the other build's dist/grade4.js; how many students (500).
const [other, size = '500'] = process.argv.slice(2)
if (other === undefined) throw new Error('Name the other build: its dist/grade4.js.')
const students = Number(size)

const cloud = fork(CLOUD, [size, '0', '0', 'ordinary'], { execArgv: ['--import', 'tsx'] })
const folder = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
try {
  const [message] = await once(cloud, 'message')
  const { roster, environment } = Class.parse(message)
  await writeFile(join(folder, 'roster.csv'), roster)
  const grade = (command: string, out: string) =>
    timedRun(process.execPath, [command, 'batch', 'roster.csv', '--out', out], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...environment },
      accept: [1, 3],
    })
  const ours: TimedRun[] = []
  const theirs: TimedRun[] = []
  for (let round = 0; round < RUNS; round += 1) {
    theirs.push(await grade(resolve(other), `other-${round}`))
    ours.push(await grade(OURS, `ours-${round}`))
  }
  const [theirMs, ourMs] = [theirs, ours].map(
    (runs) => median(runs.flatMap(({ cpuMs }) => cpuMs ?? [])) / students,
  )
  printFigures(`A class of ${students}, processor time a student`, [
    plain('the other build, median', theirMs ?? 0, 'ms'),
    plain('this build, median', ourMs ?? 0, 'ms'),
    atMost('this build against the other', (ourMs ?? 0) / (theirMs ?? 0), 'x', 1.2),
  ])
} finally {
  cloud.disconnect()
  await rm(folder, { recursive: true })
}
