import { spawn } from 'node:child_process'
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { workflowText } from '../fixtures/workflows/files.js'
import { atMost, median, plain, printFigures, processorTime } from './figures.js'
import { timedRun } from './timed-run.js'

const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))
const TEMPLATE = fileURLToPath(new URL('../fixtures/templates/2.276.0/reference', import.meta.url))

const RUNS = 7

/** Budget of a grade before the deploy, from start to exit, and of one after a save. */
const BUDGET_MS = 1_000

/** A watch that is idle between two saves. */
const PAUSE_MS = 300

/** Two texts of main.yml, of which one after the other is saved. */
const TEXTS = [workflowText('reference'), workflowText('reference').replaceAll('arm64', 'amd64')]

/** main.yml and a synthesized template without an account and a network: graded, and graded again at each save. */
export async function benchBeforeDeploy(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  try {
    await cp(TEMPLATE, join(folder, 'cdk.out'), { recursive: true })
    await writeFile(join(folder, 'main.yml'), TEXTS[0] ?? '')
    const options = {
      env: { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' },
      cwd: folder,
      accept: [0, 1],
    }
    const args = ['--template', 'cdk.out', '--workflow', 'main.yml', '--repo', 'ada/yoctogram-app']
    const runs = []
    for (let run = 0; run < RUNS; run += 1) {
      runs.push(await timedRun(process.execPath, [COMMAND, ...args, '--json'], options))
    }
    const saves = await timedSaves(folder, args, options.env)
    printFigures('Before the deploy, no account and no network', [
      atMost(
        'template and main.yml, median',
        median(runs.map((run) => run.wallMs)),
        'ms',
        BUDGET_MS,
      ),
      plain('template and main.yml, fastest', Math.min(...runs.map((run) => run.wallMs)), 'ms'),
      ...processorTime('template and main.yml', runs),
      atMost('watch, from a save to its grade, median', median(saves), 'ms', BUDGET_MS),
      plain('watch, from a save to its grade, slowest', Math.max(...saves), 'ms'),
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Milliseconds from each save of main.yml to the line that tells its grade. */
async function timedSaves(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number[]> {
  const child = spawn(process.execPath, [COMMAND, 'watch', ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    await lines.next()
    const times: number[] = []
    for (let save = 1; save <= RUNS; save += 1) {
      await sleep(PAUSE_MS)
      const beganAt = performance.now()
      await writeFile(join(folder, 'main.yml~'), TEXTS[save % TEXTS.length] ?? '')
      await rename(join(folder, 'main.yml~'), join(folder, 'main.yml'))
      await lines.next()
      times.push(performance.now() - beganAt)
    }
    return times
  } finally {
    child.kill()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchBeforeDeploy()
