import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const PROCESS = fileURLToPath(new URL('./lasting-process.mjs', import.meta.url))

const Ended = z.object({ exitCode: z.number(), stdout: z.string(), stderr: z.string() })

/**
 * The built command in one process that lasts, in one environment: what is said of options and reports takes a second
 * less there than in a process of its own (`runGrade4`), which is for how a process starts, ends and hears signals.
 */
export class LastingCommand {
  readonly #process: ChildProcess
  readonly #home: string
  readonly #over: Promise<never>
  #last: Promise<unknown> = Promise.resolve()

  private constructor(child: ChildProcess, home: string) {
    this.#process = child
    this.#home = home
    this.#over = once(child, 'exit').then(([code]) => {
      throw new Error(`The process ended with exit code ${code}.`)
    })
    this.#over.catch(() => {})
  }

  /** Starts it with nothing of this process's environment but the way to programs. */
  static async start(environment: Readonly<Record<string, string>>): Promise<LastingCommand> {
    const home = await mkdtemp(join(tmpdir(), 'grade4-test-'))
    const env = { PATH: process.env.PATH, HOME: home, ...environment }
    return new LastingCommand(fork(PROCESS, { cwd: home, env, execArgv: [] }), home)
  }

  /** Runs `grade4`, in an empty folder by default; one after the other, whoever asks. */
  run(args: readonly string[], folder = this.#home): Promise<z.infer<typeof Ended>> {
    const ended = this.#last.then(async () => {
      const answer = once(this.#process, 'message')
      this.#process.send({ args, folder })
      const [message] = await Promise.race([answer, this.#over])
      return Ended.parse(message)
    })
    this.#last = ended.catch(() => {})
    return ended
  }

  /** Ends the process. */
  async end(): Promise<void> {
    const exit = once(this.#process, 'exit')
    this.#process.kill()
    await exit
    await rm(this.#home, { recursive: true, force: true })
  }
}
