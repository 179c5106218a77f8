/** A set of characters: those listed, or, with `but`, every character except those. */
export interface CharacterSet {
  readonly but: boolean
  readonly listed: ReadonlySet<string>
}

/** One character of a set, or any number of them. */
export interface Step {
  readonly set: CharacterSet
  readonly repeats: boolean
}

/** One character after the other. */
export interface Pattern {
  readonly kind: 'pattern'
  readonly steps: readonly Step[]
}

/**
 * A set of texts, exactly. Built from patterns by union, intersection and complement; nothing is
 * worked out before `search.ts` is asked. Characters are code points: `?` stands for one of those.
 */
export type Language =
  | Pattern
  | { readonly kind: 'all-of'; readonly parts: readonly Language[] }
  | { readonly kind: 'any-of'; readonly parts: readonly Language[] }
  | { readonly kind: 'not'; readonly part: Language }

/** Every character there is. */
export const ANY: CharacterSet = { but: true, listed: new Set() }

/** No text at all, not even the empty one. */
export const NOTHING: Language = { kind: 'any-of', parts: [] }

/** Every text. */
export const EVERYTHING: Language = { kind: 'all-of', parts: [] }

/** Characters listed one by one. */
export function oneOf(characters: string): CharacterSet {
  return { but: false, listed: new Set(characters) }
}

/** Every character but those listed. */
export function noneOf(characters: string): CharacterSet {
  return { but: true, listed: new Set(characters) }
}

/** The letters of ASCII. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Decimal digits. */
export const DIGITS: CharacterSet = oneOf('0123456789')

/** The one text. */
export function exactly(text: string): Pattern {
  return { kind: 'pattern', steps: Array.from(text, (character) => single(oneOf(character))) }
}

/** Texts put together from fixed texts, from sets (one character or more of each), and from patterns. */
export function sequence(...parts: readonly (string | CharacterSet | Pattern)[]): Pattern {
  return {
    kind: 'pattern',
    steps: parts.flatMap((part): readonly Step[] => {
      if (typeof part === 'string') return exactly(part).steps
      return 'steps' in part ? part.steps : [single(part), { set: part, repeats: true }]
    }),
  }
}

/** The texts that match a pattern in which `*` and `?` are wildcards and nothing is escaped. */
export function matching(pattern: string): Pattern {
  return {
    kind: 'pattern',
    // Stars side by side are one: work is bounded by the texts that are looked at.
    steps: Array.from(pattern.replace(/\*+/g, '*'), (character) => {
      if (character === '*') return { set: ANY, repeats: true }
      return single(character === '?' ? ANY : oneOf(character))
    }),
  }
}

/** A text in every mixture of capitals and small letters of ASCII. */
export function inAnyCase(text: string): Pattern {
  const bothCases = (character: string) =>
    /[a-z]/i.test(character) ? character.toLowerCase() + character.toUpperCase() : character
  return {
    kind: 'pattern',
    steps: Array.from(text, (character) => single(oneOf(bothCases(character)))),
  }
}

/** Texts that are in every one of these. */
export function allLanguages(...parts: readonly Language[]): Language {
  return { kind: 'all-of', parts }
}

/** Texts that are in one of these at least. */
export function anyLanguage(...parts: readonly Language[]): Language {
  return { kind: 'any-of', parts }
}

/** Every other text. */
export function complement(part: Language): Language {
  return part.kind === 'not' ? part.part : { kind: 'not', part }
}

/** Texts of the first that are in none of the others. */
export function without(language: Language, ...others: readonly Language[]): Language {
  return others.length === 0 ? language : allLanguages(language, complement(anyLanguage(...others)))
}

function single(set: CharacterSet): Step {
  return { set, repeats: false }
}
