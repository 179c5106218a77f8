import type { Plan } from './plan.js'
import { openSession, type Session } from './session.js'

/**
 * Whose turn it is. Every check of every subject is started at once, and waits here: only so many subjects
 * are looked at together, so that memory stays flat and a subject's time runs from its own first question.
 */
export class Roll {
  readonly #plan: Plan
  readonly #turns = new Map<number, Promise<Session | null>>()
  readonly #waiting: (() => void)[] = []
  #free: number
  #checks = 0
  #stopped = false

  constructor(plan: Plan) {
    this.#plan = plan
    this.#free = plan.inFlight ?? plan.subjects.length
  }

  /** Says that each subject will be looked at by one more check. */
  expectCheck(): void {
    this.#checks += 1
  }

  /**
   * The session of the plan's subject of that index, when its turn has come; the same one for all its checks.
   * `null`: the run was stopped before, and nothing was asked about this subject.
   */
  turn(subject: number): Promise<Session | null> {
    const known = this.#turns.get(subject)
    if (known !== undefined) return known
    const turn = this.#place().then((granted) => (granted ? this.#open(subject) : null))
    this.#turns.set(subject, turn)
    return turn
  }

  /** A subject is done: its evidence is let go, and the next one's turn comes. */
  leave(subject: number): void {
    this.#turns.delete(subject)
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }

  /** Subjects whose turn has come are finished; no other is begun. */
  stop(): void {
    this.#stopped = true
    for (const wake of this.#waiting.splice(0)) wake()
  }

  async #place(): Promise<boolean> {
    if (this.#stopped) return false
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return !this.#stopped
  }

  #open(index: number): Promise<Session> {
    const subject = this.#plan.subjects[index]
    if (subject === undefined) throw new Error(`The plan has no subject ${index}.`)
    const { access, loadFrom, saveTo } = this.#plan
    return openSession(subject, access, this.#checks, {
      loadFrom: loadFrom?.[index] ?? null,
      saveTo: saveTo?.[index] ?? null,
    })
  }
}
