import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startCloudProcess } from './cloud.js'
import { median } from './figures.js'
import { type TimedRun, timedRun } from './timed-run.js'

const DIST = new URL('../dist/', import.meta.url)
const COMMAND = fileURLToPath(new URL('grade4.js', DIST))

/** Runs of each part; they alternate. */
const RUNS = 7

/** Starts the checks' thread, waits until all its imports are loaded, and ends it. */
const THREAD = `
  import { Worker } from 'node:worker_threads'
  const thread = new Worker(new URL(${JSON.stringify(new URL('worker.js', DIST).href)}), { stdout: true, stderr: true, execArgv: [] })
  thread.postMessage({ __vitest_worker_request__: true, type: 'stop' })
  thread.once('message', () => thread.terminate())
`

/**
 * Where the time of one student goes: parts of a run, each measured as a process of its own, less what node
 * itself takes. vitest and the thread load side by side, so the parts on the clock add up to more than the whole.
 */
export async function benchStartUp(): Promise<void> {
  const cloud = await startCloudProcess(0)
  const cwd = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const env = { PATH: process.env.PATH, HOME: cwd, ...cloud.environment }
  const vitest = import.meta.resolve('vitest/node')
  const script = (text: string) => ['--input-type=module', '--eval', text]
  const parts = {
    node: script(''),
    'command line': [COMMAND, 'checks'],
    'vitest and vite, imported': script(`await import(${JSON.stringify(vitest)})`),
    'thread with SDK, analysis and runner': script(THREAD),
    'all of one student': [COMMAND, '--repo', 'ada/yoctogram-app', '--json'],
  }
  const runs = new Map<string, TimedRun[]>(Object.keys(parts).map((name) => [name, []]))
  try {
    for (let round = 0; round < RUNS; round += 1) {
      for (const [name, args] of Object.entries(parts)) {
        runs.get(name)?.push(await timedRun(process.execPath, args, { env, cwd }))
      }
    }
  } finally {
    await cloud.close()
    await rm(cwd, { recursive: true, force: true })
  }
  process.stdout.write(table(runs))
}

interface Row {
  readonly name: string
  readonly wallMs: number
  readonly cpuMs: number
}

function table(runs: ReadonlyMap<string, readonly TimedRun[]>): string {
  const [node, ...others] = [...runs].map(([name, each]) => ({
    name,
    wallMs: median(each.map(({ wallMs }) => wallMs)),
    cpuMs: median(each.map(({ cpuMs }) => cpuMs ?? 0)),
  }))
  const whole = others.pop()
  if (node === undefined || whole === undefined) throw new Error('Nothing was measured.')
  const parts = others.map(({ name, wallMs, cpuMs }) => ({
    name,
    wallMs: wallMs - node.wallMs,
    cpuMs: cpuMs - node.cpuMs,
  }))
  const spent = [node, ...parts].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  const rest = whole.cpuMs - spent
  const heading = `${'part'.padEnd(44)}${'alone'.padStart(10)}${'processor'.padStart(12)}${'share'.padStart(8)}`
  const share = (cpuMs: number) => `${Math.round((100 * cpuMs) / whole.cpuMs)} %`.padStart(8)
  const line = ({ name, wallMs, cpuMs }: Row) =>
    `${name.padEnd(44)}${`${Math.round(wallMs)} ms`.padStart(10)}${`${Math.round(cpuMs)} ms`.padStart(12)}${share(cpuMs)}`
  const remaining = `${'vite server, checks, requests, report'.padEnd(54)}${`${Math.round(rest)} ms`.padStart(12)}${share(rest)}`
  const lines = [heading, ...[node, ...parts].map(line), remaining, line(whole)]
  return `\nWhere the time of one student goes\n${lines.join('\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchStartUp()
