import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** One process, from its start to its exit. */
export interface TimedRun {
  /** Milliseconds on the clock. */
  readonly wallMs: number
  /** Milliseconds of processor time, user and system, its own children included; `null` where Linux's /proc is missing. */
  readonly cpuMs: number | null
  /** When it was started, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number
  readonly stdout: string
}

/** What a process is run with: nothing of this process's environment is passed on unless it is named here. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Exit codes that are no failure of the measurement. */
  readonly accept?: readonly number[]
}

/**
 * Runs a program to its end and measures it. Only one at a time: processor time is read from what this process's
 * ended children used. Throws when it can't be started or ends with a code that is not accepted.
 */
export async function timedRun(
  program: string,
  args: readonly string[],
  { env, cwd, accept = [0] }: RunOptions,
): Promise<TimedRun> {
  const cpuBefore = cpuOfChildrenMs()
  const startedAt = performance.timeOrigin + performance.now()
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const endedAt = await new Promise<number>((resolve, reject) => {
    let exitedAt = 0
    child.once('error', reject)
    child.once('exit', () => {
      exitedAt = performance.timeOrigin + performance.now()
    })
    child.once('close', (code) => {
      if (code !== null && accept.includes(code)) resolve(exitedAt)
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr}`))
    })
  })
  const cpuAfter = cpuOfChildrenMs()
  const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
  return { wallMs: endedAt - startedAt, cpuMs, startedAt, endedAt, stdout }
}

/** /proc counts in hundredths of a second on every Linux. */
const MS_PER_TICK = 10

/** Processor time of all children that ended so far. Source: proc(5), fields 16 and 17 of /proc/PID/stat. */
function cpuOfChildrenMs(): number | null {
  if (process.platform !== 'linux') return null
  const stat = readFileSync('/proc/self/stat', 'utf8')
  // Field 2 is the program's name in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK
}
