import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { atMost, type Figure, plain, printFigures } from './figures.js'

const CLOUD = fileURLToPath(new URL('class-cloud-process.ts', import.meta.url))
const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))

/** How often the memory is looked at, in milliseconds; the kernel itself keeps the peak. */
const LOOK_EVERY_MS = 100

const MB = 1024

const Class = z.object({ roster: z.string(), environment: z.record(z.string(), z.string()) })

/** Peak resident memory in MB, and time on the clock in milliseconds, of grading a class. */
async function gradeClass(students: number, latencyMs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const cloud = fork(CLOUD, [String(students), String(latencyMs)], {
    execArgv: ['--import', 'tsx'],
  })
  try {
    const [message] = await once(cloud, 'message')
    const { roster, environment } = Class.parse(message)
    await writeFile(join(folder, 'roster.csv'), roster)
    const startedAt = performance.now()
    const child = spawn(process.execPath, [COMMAND, 'batch', 'roster.csv', '--out', 'out'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...environment },
      stdio: 'ignore',
    })
    let peakMb = 0
    const look = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid ?? 0))
    }, LOOK_EVERY_MS)
    const [code] = await once(child, 'exit')
    clearInterval(look)
    if (code !== 3 && code !== 1) throw new Error(`The batch ended with ${code}.`)
    return { wallMs: performance.now() - startedAt, peakMb }
  } finally {
    cloud.disconnect()
    await rm(folder, { recursive: true })
  }
}

/** Source: proc(5), VmHWM of /proc/PID/status, in kB. */
function peakOf(pid: number): number {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kb ?? 0) / MB
  } catch {
    return 0
  }
}

/** Measures classes of these sizes, each without latency and with 80 ms. */
export async function benchBatch(sizes: readonly number[]): Promise<void> {
  for (const latencyMs of [0, 80]) {
    const figures: Figure[] = []
    const peaks = new Map<number, number>()
    for (const students of sizes) {
      const { wallMs, peakMb } = await gradeClass(students, latencyMs)
      peaks.set(students, peakMb)
      const each = wallMs / students
      figures.push(
        // No budget: GitHub's own limit is 400 ms a student.
        plain(`${students} students, per student`, each, 'ms'),
        atMost(`${students} students, peak memory`, peakMb, 'MB', 400),
      )
    }
    const [small, large] = [peaks.get(200), peaks.get(2000)]
    if (small !== undefined && large !== undefined) {
      figures.push(atMost('memory of 2,000 against 200', large / small, 'x', 1.2))
    }
    printFigures(`A class, ${latencyMs} ms a round trip`, figures)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = process.argv.slice(2).map(Number)
  await benchBatch(sizes.length > 0 ? sizes : [50, 200, 500, 2000])
}
