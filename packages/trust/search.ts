import { ANY, exactly, type Language, type Pattern, without } from './language.js'
import { allOf, anyOf, notSo, type Truth } from './truth.js'
import type { WorkBudget } from './work-budget.js'

/** Whether a text is in a language. Throws `BudgetSpent` when the language is too large. */
export function contains(language: Language, text: string, budget: WorkBudget): boolean {
  const matches = (pattern: Pattern) => {
    let places = settle(pattern, [0], budget)
    for (const character of text) places = advance(pattern, places, character, budget)
    return isAtEnd(pattern, places)
  }
  return decide(language, (pattern) => (matches(pattern) ? 'yes' : 'no'), budget) === 'yes'
}

/**
 * A shortest text of a language; `null` when it has none. Decided, not sampled: all patterns of the
 * language are walked side by side, breadth first, by one character of each kind that they tell apart.
 * Throws `BudgetSpent` when the language is too tangled.
 */
export function shortestMember(language: Language, budget: WorkBudget): string | null {
  const patterns = [...patternsOf(language)]
  const characters = representatives(patterns, budget)
  const start = new Map(patterns.map((pattern) => [pattern, settle(pattern, [0], budget)]))
  let edge: { text: string; state: State }[] = [{ text: '', state: start }]
  const seen = new Set<string>()
  while (edge.length > 0) {
    const reached: typeof edge = []
    for (const { text, state } of edge) {
      if (isAccepted(language, state, budget)) return text
      for (const character of characters) {
        const next = new Map<Pattern, Places>()
        let key = ''
        for (const [pattern, places] of state) {
          const after = advance(pattern, places, character, budget)
          if (after.length === 0) continue
          next.set(pattern, after)
          key += `${patterns.indexOf(pattern)}:${after};`
        }
        if (seen.has(key)) continue
        seen.add(key)
        if (!isDead(language, next, budget)) reached.push({ text: text + character, state: next })
      }
    }
    edge = reached
  }
  return null
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

/** Numbers of the steps before which one may stand in a pattern, ascending. */
type Places = readonly number[]

/** Where one stands in each pattern of a language; those that match no more are left out. */
type State = ReadonlyMap<Pattern, Places>

/** The places after one more character. */
function advance(pattern: Pattern, places: Places, character: string, budget: WorkBudget): Places {
  budget.spend(places.length)
  const reached: number[] = []
  for (const place of places) {
    const step = pattern.steps[place]
    if (step && step.set.listed.has(character) !== step.set.but)
      reached.push(step.repeats ? place : place + 1)
  }
  return settle(pattern, reached, budget)
}

/**
 * Adds the places behind steps that may be skipped, and drops those before the last star: whatever
 * they would accept, the star accepts too. That keeps patterns of many stars small.
 */
function settle({ steps }: Pattern, reached: Places, budget: WorkBudget): Places {
  if (!reached.some((place) => steps[place]?.repeats)) return reached
  const places = new Set<number>()
  for (const from of reached) {
    for (let place = from; !places.has(place); place += 1) {
      places.add(place)
      budget.spend(1)
      if (!steps[place]?.repeats) break
    }
  }
  const sorted = [...places].sort((a, b) => a - b)
  const star = sorted.findLastIndex((place) => isStar(steps[place]))
  return sorted.slice(Math.max(star, 0))
}

function isStar(step: Pattern['steps'][number] | undefined): boolean {
  return step?.repeats === true && step.set === ANY
}

function isAtEnd({ steps }: Pattern, places: Places): boolean {
  return places.at(-1) === steps.length
}

function isAccepted(language: Language, state: State, budget: WorkBudget): boolean {
  const ends = (pattern: Pattern) => (isAtEnd(pattern, state.get(pattern) ?? []) ? 'yes' : 'no')
  return decide(language, ends, budget) === 'yes'
}

/** Whether no text that leads through a state is in the language, as far as each pattern tells by itself. */
function isDead(language: Language, state: State, budget: WorkBudget): boolean {
  const outlook = (pattern: Pattern): Truth => {
    const [first] = state.get(pattern) ?? []
    if (first === undefined) return 'no'
    return first === pattern.steps.length - 1 && isStar(pattern.steps[first]) ? 'yes' : 'unknown'
  }
  return decide(language, outlook, budget) === 'no'
}

/** What holds of a language, from what holds of its patterns. */
function decide(language: Language, ask: (pattern: Pattern) => Truth, budget: WorkBudget): Truth {
  budget.spend(1)
  const each = (parts: readonly Language[]) => parts.map((part) => decide(part, ask, budget))
  switch (language.kind) {
    case 'pattern':
      return ask(language)
    case 'not':
      return notSo(decide(language.part, ask, budget))
    case 'all-of':
      return allOf(each(language.parts))
    case 'any-of':
      return anyOf(each(language.parts))
  }
}

function patternsOf(language: Language, into = new Set<Pattern>()): Set<Pattern> {
  if (language.kind === 'pattern') into.add(language)
  else if (language.kind === 'not') patternsOf(language.part, into)
  else for (const part of language.parts) patternsOf(part, into)
  return into
}

/** Characters to show first where several would do: examples should look like names. */
const SHOWN = 'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.'

/** One character of each class that the patterns tell apart. */
function representatives(patterns: readonly Pattern[], budget: WorkBudget): string[] {
  const sets = new Map<string, ReadonlySet<string>>()
  for (const { steps } of patterns) {
    budget.spend(steps.length)
    for (const { set } of steps) sets.set([...set.listed].sort().join(''), set.listed)
  }
  const characters = new Set([...SHOWN, ...[...sets.values()].flatMap((listed) => [...listed])])
  // One more stands for all that nobody lists.
  let code = 0x10fffd
  while (characters.has(String.fromCodePoint(code))) code -= 1
  characters.add(String.fromCodePoint(code))
  const classes = new Map<string, string>()
  for (const character of characters) {
    budget.spend(sets.size)
    const key = Array.from(sets.values(), (listed) => Number(listed.has(character))).join('')
    if (!classes.has(key)) classes.set(key, character)
  }
  return [...classes.values()]
}
