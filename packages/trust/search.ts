import { ANY, exactly, type Language, type Pattern, without } from './language.js'
import type { WorkBudget } from './work-budget.js'

/** Whether a text is in a language. Throws `BudgetSpent` when the language is too large. */
export function contains(language: Language, text: string, budget: WorkBudget): boolean {
  const matches = (pattern: Pattern) => {
    let places = settle(pattern, [0], budget)
    for (const character of text) places = advance(pattern, places, character, budget)
    return isAtEnd(pattern, places)
  }
  return holds(language, matches, budget)
}

/**
 * A shortest text of a language; `null` when it has none. Decided, not sampled: all patterns of the
 * language are walked side by side, breadth first, by one character of each kind that they tell apart.
 * Throws `BudgetSpent` when the language is too tangled.
 */
export function shortestMember(language: Language, budget: WorkBudget): string | null {
  const members = listedTexts(language)?.filter((text) => contains(language, text, budget))
  if (members !== undefined && members.length < 2) return members[0] ?? null
  const patterns = [...patternsOf(language)]
  const characters = representatives(patterns, budget)
  const start = new Map(patterns.map((pattern) => [pattern, settle(pattern, [0], budget)]))
  let edge: { text: string; state: ReadonlyMap<Pattern, Places> }[] = [{ text: '', state: start }]
  const seen = new Set<string>()
  while (edge.length > 0) {
    const reached: typeof edge = []
    for (const { text, state } of edge) {
      const isAccepted = (pattern: Pattern) => isAtEnd(pattern, state.get(pattern) ?? [])
      if (holds(language, isAccepted, budget)) return text
      for (const character of toldApart(state, characters)) {
        // A pattern that matches no more is left out.
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
        reached.push({ text: text + character, state: next })
      }
    }
    edge = reached
  }
  return null
}

/** Texts among which all of a language are, where it shows: as a policy without wildcards lists them. */
function listedTexts(language: Language): string[] | undefined {
  switch (language.kind) {
    case 'pattern':
      return language.steps.every(
        ({ set, repeats }) => !repeats && !set.but && set.listed.size === 1,
      )
        ? [language.steps.map(({ set }) => [...set.listed].join('')).join('')]
        : undefined
    case 'any-of': {
      const listed = language.parts.map(listedTexts)
      return listed.every((texts) => texts !== undefined) ? [...new Set(listed.flat())] : undefined
    }
    case 'all-of':
      return language.parts.map(listedTexts).find((texts) => texts !== undefined)
    case 'not':
      return undefined
  }
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
  const star = sorted.findLastIndex((place) => steps[place]?.repeats && steps[place].set === ANY)
  return sorted.slice(Math.max(star, 0))
}

function isAtEnd({ steps }: Pattern, places: Places): boolean {
  return places.at(-1) === steps.length
}

/** Whether something holds of a language, from whether it holds of its patterns. */
function holds(language: Language, of: (pattern: Pattern) => boolean, budget: WorkBudget): boolean {
  budget.spend(1)
  switch (language.kind) {
    case 'pattern':
      return of(language)
    case 'not':
      return !holds(language.part, of, budget)
    case 'all-of':
      return language.parts.every((part) => holds(part, of, budget))
    case 'any-of':
      return language.parts.some((part) => holds(part, of, budget))
  }
}

function patternsOf(language: Language, into = new Set<Pattern>()): Set<Pattern> {
  if (language.kind === 'pattern') into.add(language)
  else if (language.kind === 'not') patternsOf(language.part, into)
  else for (const part of language.parts) patternsOf(part, into)
  return into
}

/** Those of the characters that may lead on from here in different ways: of all that no step lists, the first. */
function toldApart(state: ReadonlyMap<Pattern, Places>, characters: readonly string[]): string[] {
  const listed = [...state].flatMap(([{ steps }, places]) =>
    places.flatMap((place) => steps[place]?.set.listed ?? []),
  )
  let hasOther = false
  return characters.filter((character) => {
    const isOther = !listed.some((one) => one.has(character))
    const isSeen = isOther && hasOther
    hasOther ||= isOther
    return !isSeen
  })
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
