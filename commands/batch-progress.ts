import type { StatusLine } from './status-line.js'

/** A line of progress is written to a file or a log this often at most, in milliseconds. */
const LINE_EVERY_MS = 10_000

/** Tells how far a batch is: one line that changes on a terminal, a line now and then elsewhere. */
export class BatchProgress {
  readonly #total: number
  readonly #screen: StatusLine
  readonly #quiet: boolean
  readonly #startedAt = performance.now()
  #toldAt = performance.now()
  #done = 0
  #incomplete = 0
  #waitsUntil = 0

  /** `quiet`: only what is worth a line of its own is shown. */
  constructor(total: number, screen: StatusLine, quiet: boolean) {
    this.#total = total
    this.#screen = screen
    this.#quiet = quiet
    screen.show(this.text())
  }

  /** One student is done. */
  step(complete: boolean): void {
    this.#done += 1
    if (!complete) this.#incomplete += 1
    this.#screen.show(this.text())
    const isDue = performance.now() - this.#toldAt >= LINE_EVERY_MS
    if (this.#quiet || this.#screen.isLive || !isDue) return
    this.#toldAt = performance.now()
    this.#screen.say(this.text())
  }

  /** GitHub's rate limit is used up until then, ISO 8601. */
  waitUntil(until: string): void {
    this.#waitsUntil = Date.parse(until)
    this.tell(`GitHub's rate limit is used up; going on at ${until}.`)
    this.#screen.show(this.text())
  }

  /** Something worth a line of its own. */
  tell(message: string): void {
    this.#screen.say(`grade4: ${message}`)
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
