import type { CharacterSet, Step } from './language.js'
import type { WorkBudget } from './work-budget.js'

/** Characters sorted into classes that no pattern tells apart. */
export interface Alphabet {
  /** One character of each class, by number of the class. */
  readonly representatives: readonly string[]
  /** Whether a set holds the characters of a class. */
  holds(set: CharacterSet, characterClass: number): boolean
}

/** Characters to show first where several would do: examples should look like names. */
const SHOWN = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.']

/** The classes that these sets sort all characters into. */
export function alphabetOf(sets: Iterable<CharacterSet>, budget: WorkBudget): Alphabet {
  const numbers = new Map<CharacterSet, number>()
  const distinct = new Map<string, { number: number; set: CharacterSet }>()
  for (const set of sets) {
    const key = keyOf(set)
    const known = distinct.get(key) ?? { number: distinct.size, set }
    distinct.set(key, known)
    numbers.set(set, known.number)
  }
  const groups = [...distinct.values()].map(({ set }) => set)
  const listers = new Map<string, number[]>(SHOWN.map((character) => [character, []]))
  for (const [number, { listed }] of groups.entries()) {
    budget.spend(listed.size)
    for (const character of listed) {
      const known = listers.get(character)
      if (known === undefined) listers.set(character, [number])
      else known.push(number)
    }
  }
  listers.set(characterNotIn(listers), [])

  // Characters are told apart by the sets that list them, and by nothing else.
  const classes = new Map<string, { character: string; members: boolean[] }>()
  for (const [character, numbers] of listers) {
    const key = numbers.join()
    if (classes.has(key)) continue
    budget.spend(groups.length)
    const members = groups.map(({ but }) => but)
    for (const number of numbers) members[number] = !members[number]
    classes.set(key, { character, members })
  }
  const found = [...classes.values()]
  return {
    representatives: found.map(({ character }) => character),
    holds: (set, characterClass) => found[characterClass]?.members[numbers.get(set) ?? -1] ?? false,
  }
}

const keys = new WeakMap<CharacterSet, string>()

/** The same for equal sets. */
function keyOf(set: CharacterSet): string {
  const known = keys.get(set)
  if (known !== undefined) return known
  const key = `${set.but ? '^' : ''}${[...set.listed].sort().join('')}`
  keys.set(set, key)
  return key
}

/** Stands for every character that nobody lists. */
function characterNotIn(listed: ReadonlyMap<string, unknown>): string {
  let code = 0x10fffd
  while (listed.has(String.fromCodePoint(code))) code -= 1
  return String.fromCodePoint(code)
}

/** What is settled about every text that begins in some way. */
export type Outlook = 'all-accepted' | 'none-accepted' | 'open'

interface State {
  /** Places in the pattern where one may stand, ascending. */
  readonly places: readonly number[]
  readonly accepts: boolean
  readonly outlook: Outlook
  /** Number of the state after each class of characters; filled when asked for. */
  readonly next: (number | undefined)[]
}

/** A pattern as an automaton without choices, whose states are made when they are first met. */
export class Automaton {
  readonly #steps: readonly Step[]
  readonly #alphabet: Alphabet
  readonly #budget: WorkBudget
  readonly #states: State[] = []
  readonly #numbers = new Map<string, number>()
  /** From this place on, every text is accepted. */
  readonly #openEnd: number

  constructor(steps: readonly Step[], alphabet: Alphabet, budget: WorkBudget) {
    this.#steps = steps
    this.#alphabet = alphabet
    this.#budget = budget
    const last = steps.at(-1)
    this.#openEnd = last && isAnyText(last) ? steps.length - 1 : Number.POSITIVE_INFINITY
    this.#state([0])
  }

  /** Number of the state before the first character. */
  readonly start = 0

  /** Whether a text that ends in this state is accepted. */
  accepts(state: number): boolean {
    return this.#states[state]?.accepts ?? false
  }

  /** What is settled about texts that pass through this state. */
  outlook(state: number): Outlook {
    return this.#states[state]?.outlook ?? 'none-accepted'
  }

  /** The state after one more character. */
  next(state: number, characterClass: number): number {
    const from = this.#states[state]
    if (!from) return state
    const known = from.next[characterClass]
    if (known !== undefined) return known
    this.#budget.spend(from.places.length + 1)
    const places: number[] = []
    for (const place of from.places) {
      const step = this.#steps[place]
      if (step && this.#alphabet.holds(step.set, characterClass))
        places.push(step.repeats ? place : place + 1)
    }
    const number = this.#state(places)
    from.next[characterClass] = number
    return number
  }

  #state(reached: readonly number[]): number {
    const places = this.#settle(reached)
    const key = places.length === 1 ? String(places[0]) : places.join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#states.length
    this.#states.push({
      places,
      accepts: places.at(-1) === this.#steps.length,
      outlook: places.length === 0 ? 'none-accepted' : this.#outlookOf(places),
      next: [],
    })
    this.#numbers.set(key, number)
    return number
  }

  #outlookOf(places: readonly number[]): Outlook {
    return (places.at(-1) ?? 0) >= this.#openEnd ? 'all-accepted' : 'open'
  }

  /**
   * Adds the places behind steps that may be skipped, and drops those before the last star: whatever
   * they would accept, the star accepts too. That keeps patterns of many stars small.
   */
  #settle(reached: readonly number[]): readonly number[] {
    const [only] = reached
    if (only === undefined || (reached.length === 1 && !this.#steps[only]?.repeats)) return reached
    const places = new Set<number>()
    for (const place of reached) {
      for (let at = place; !places.has(at); at += 1) {
        places.add(at)
        this.#budget.spend(1)
        if (!this.#steps[at]?.repeats) break
      }
    }
    const sorted = [...places].sort((a, b) => a - b)
    const star = sorted.findLastIndex((place) => {
      const step = this.#steps[place]
      return step !== undefined && isAnyText(step)
    })
    return sorted.slice(Math.max(star, 0))
  }
}

function isAnyText(step: Step): boolean {
  return step.repeats && step.set.but && step.set.listed.size === 0
}
