import ora from 'ora'
import type { Output } from './surroundings.js'

/** A line of progress is written to a file or a log this often at most, in milliseconds. */
const LINE_EVERY_MS = 10_000

/** Tells how far a batch is: one line that changes on a terminal, a line now and then elsewhere. */
export class BatchProgress {
  readonly #total: number
  readonly #stderr: Output
  readonly #quiet: boolean
  readonly #spinner
  readonly #startedAt = performance.now()
  #toldAt = performance.now()
  #done = 0
  #incomplete = 0
  #waitsUntil = 0

  /** `quiet`: only what is worth a line of its own is told. */
  constructor(total: number, stderr: Output, quiet: boolean) {
    this.#total = total
    this.#stderr = stderr
    this.#quiet = quiet
    const onTerminal = !quiet && stderr.isTTY === true
    this.#spinner = ora({ text: this.text(), isEnabled: onTerminal, isSilent: !onTerminal })
    this.#spinner.start()
  }

  /** One student is done. */
  step(complete: boolean): void {
    this.#done += 1
    if (!complete) this.#incomplete += 1
    this.#spinner.text = this.text()
    if (
      this.#quiet ||
      this.#stderr.isTTY === true ||
      performance.now() - this.#toldAt < LINE_EVERY_MS
    )
      return
    this.#toldAt = performance.now()
    this.#stderr.write(`${this.text()}\n`)
  }

  /** GitHub's rate limit is used up until then, ISO 8601. */
  waitUntil(until: string): void {
    this.#waitsUntil = Date.parse(until)
    this.tell(`GitHub's rate limit is used up; going on at ${until}.`)
    this.#spinner.text = this.text()
  }

  /** Something worth a line of its own. */
  tell(message: string): void {
    this.#spinner.clear()
    this.#stderr.write(`grade4: ${message}\n`)
  }

  stop(): void {
    this.#spinner.stop()
  }

  text(): string {
    const left = this.#total - this.#done
    const seconds = (performance.now() - this.#startedAt) / 1000
    const rate = this.#done / seconds
    const parts = [`${this.#done} of ${this.#total} done`, `${left} left`]
    if (this.#done > 0) {
      parts.push(`${rate.toFixed(1)} a second`, `about ${Math.ceil(left / rate)} s to go`)
    }
    if (this.#incomplete > 0) parts.push(`${this.#incomplete} incomplete`)
    if (this.#waitsUntil > Date.now()) {
      parts.push(`waiting for GitHub until ${new Date(this.#waitsUntil).toISOString()}`)
    }
    return parts.join(', ')
  }
}
