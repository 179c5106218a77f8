import { charactersOf } from './glob.js'
import { exactly, type Language, type Pattern, type Step, without } from './language.js'
import { Automaton, alphabetOf, type Outlook } from './language-automaton.js'
import type { WorkBudget } from './work-budget.js'

/**
 * A shortest text of a language; `null` when it has none. Decided, not sampled.
 * Throws `BudgetSpent` when the language is too tangled.
 */
export function shortestMember(language: Language, budget: WorkBudget): string | null {
  const machine = new Machine(language, budget)
  const seen = new Map<string, { from: string | null; character: string }>()
  let edge: { state: number[]; key: string }[] = []
  const visit = (state: number[], from: string | null, character: string) => {
    const key = state.join()
    if (seen.has(key) || machine.outlook(state) === 'none-accepted') return null
    seen.set(key, { from, character })
    edge.push({ state, key })
    return machine.accepts(state) ? key : null
  }
  let end = visit(machine.start, null, '')
  while (end === null && edge.length > 0) {
    const reached = edge
    edge = []
    for (const { state, key } of reached) {
      for (const [number, character] of machine.characters.entries()) {
        end ??= visit(machine.next(state, number), key, character)
      }
      if (end !== null) break
    }
  }
  if (end === null) return null
  const characters: string[] = []
  for (let at: string | null = end; at !== null; at = seen.get(at)?.from ?? null)
    characters.push(seen.get(at)?.character ?? '')
  return characters.reverse().join('')
}

/**
 * Up to `limit` texts of a language, shortest first. Fewer than `limit`: these are all.
 * Throws `BudgetSpent` when the language is too tangled.
 */
export function shortestMembers(language: Language, limit: number, budget: WorkBudget): string[] {
  const found: string[] = []
  while (found.length < limit) {
    const next = shortestMember(without(language, ...found.map(exactly)), budget)
    if (next === null) break
    found.push(next)
  }
  return found
}

/** Whether a text is in a language. Throws `BudgetSpent` when the language is too large. */
export function contains(language: Language, text: string, budget: WorkBudget): boolean {
  switch (language.kind) {
    case 'steps':
      return matches(language.steps, charactersOf(text), budget)
    case 'not':
      return !contains(language.part, text, budget)
    case 'all-of':
      return language.parts.every((part) => contains(part, text, budget))
    case 'any-of':
      return language.parts.some((part) => contains(part, text, budget))
  }
}

/** Whether the steps lead from the first of the characters to the last. */
function matches(
  steps: readonly Step[],
  characters: readonly string[],
  budget: WorkBudget,
): boolean {
  let places = behindRepeats(steps, new Set([0]))
  for (const character of characters) {
    budget.spend(places.size + 1)
    const reached = new Set<number>()
    for (const place of places) {
      const step = steps[place]
      if (step === undefined || step.set.listed.has(character) === step.set.but) continue
      reached.add(step.repeats ? place : place + 1)
    }
    places = behindRepeats(steps, reached)
  }
  return places.has(steps.length)
}

/** The places, and those behind steps that may be taken no time. A set grows while it is walked. */
function behindRepeats(steps: readonly Step[], places: Set<number>): Set<number> {
  for (const place of places) if (steps[place]?.repeats) places.add(place + 1)
  return places
}

/** The automata of all patterns of a language, side by side. A state is a list of theirs. */
class Machine {
  readonly #language: Language
  readonly #budget: WorkBudget
  readonly #automata: Automaton[] = []
  readonly #numbers = new Map<Language, number>()
  readonly characters: readonly string[]
  readonly start: number[]

  constructor(language: Language, budget: WorkBudget) {
    this.#language = language
    this.#budget = budget
    const patterns = patternsOf(language, new Set())
    const sets = [...patterns].flatMap((each) => each.steps.map(({ set }) => set))
    budget.spend(sets.length)
    const alphabet = alphabetOf(sets, budget)
    for (const pattern of patterns) {
      this.#numbers.set(pattern, this.#automata.length)
      this.#automata.push(new Automaton(pattern.steps, alphabet, budget))
    }
    this.characters = alphabet.representatives
    this.start = this.#automata.map((each) => each.start)
  }

  next(state: readonly number[], characterClass: number): number[] {
    this.#budget.spend(this.#automata.length)
    return this.#automata.map((each, number) => each.next(state[number] ?? 0, characterClass))
  }

  accepts(state: readonly number[]): boolean {
    return (
      this.#decide(
        this.#language,
        (automaton, at) => (automaton.accepts(at) ? 'all-accepted' : 'none-accepted'),
        state,
      ) === 'all-accepted'
    )
  }

  outlook(state: readonly number[]): Outlook {
    return this.#decide(this.#language, (automaton, at) => automaton.outlook(at), state)
  }

  #decide(
    language: Language,
    ask: (automaton: Automaton, state: number) => Outlook,
    state: readonly number[],
  ): Outlook {
    this.#budget.spend(1)
    switch (language.kind) {
      case 'steps': {
        const number = this.#numbers.get(language) ?? -1
        const automaton = this.#automata[number]
        return automaton ? ask(automaton, state[number] ?? 0) : 'none-accepted'
      }
      case 'not':
        return contrary(this.#decide(language.part, ask, state))
      case 'all-of':
        return combine('none-accepted', language.parts, (part) => this.#decide(part, ask, state))
      case 'any-of':
        return combine('all-accepted', language.parts, (part) => this.#decide(part, ask, state))
    }
  }
}

function patternsOf(language: Language, into: Set<Pattern>): Set<Pattern> {
  if (language.kind === 'steps') into.add(language)
  else if (language.kind === 'not') patternsOf(language.part, into)
  else for (const part of language.parts) patternsOf(part, into)
  return into
}

function contrary(outlook: Outlook): Outlook {
  if (outlook === 'open') return outlook
  return outlook === 'all-accepted' ? 'none-accepted' : 'all-accepted'
}

/** `settling`: the outlook of one part that settles the whole. */
function combine(
  settling: 'all-accepted' | 'none-accepted',
  parts: readonly Language[],
  decide: (part: Language) => Outlook,
): Outlook {
  let open = false
  for (const part of parts) {
    const outlook = decide(part)
    if (outlook === settling) return outlook
    open ||= outlook === 'open'
  }
  return open ? 'open' : contrary(settling)
}
