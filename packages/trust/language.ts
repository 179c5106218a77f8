import { charactersOf, type Piece } from './glob.js'

/** A set of characters: those listed, or every character but those. */
export interface CharacterSet {
  readonly but: boolean
  readonly listed: ReadonlySet<string>
}

/** One character of a set, or any number of them. */
export interface Step {
  readonly set: CharacterSet
  readonly repeats: boolean
}

/**
 * A set of texts, exactly. Built from patterns by union, intersection and complement; nothing is
 * worked out until somebody asks (`language-search.ts`).
 */
export type Language =
  | Pattern
  | { readonly kind: 'all-of'; readonly parts: readonly Language[] }
  | { readonly kind: 'any-of'; readonly parts: readonly Language[] }
  | { readonly kind: 'not'; readonly part: Language }

/** One character after the other. */
export interface Pattern {
  readonly kind: 'steps'
  readonly steps: readonly Step[]
}

/** Every character there is. */
export const ANY: CharacterSet = { but: true, listed: new Set() }

/** No text at all, not even the empty one. */
export const NOTHING: Language = { kind: 'any-of', parts: [] }

/** Every text. */
export const EVERYTHING: Language = { kind: 'all-of', parts: [] }

/** Characters listed one by one. */
export function oneOf(characters: string): CharacterSet {
  return { but: false, listed: new Set(charactersOf(characters)) }
}

/** Every character but those listed. */
export function noneOf(characters: string): CharacterSet {
  return { but: true, listed: new Set(charactersOf(characters)) }
}

/** The one text. */
export function exactly(text: string): Pattern {
  return sequence(text)
}

/** Texts put together from fixed texts, from sets (one character or more of each), and from patterns. */
export function sequence(...parts: readonly (string | CharacterSet | Pattern)[]): Pattern {
  return {
    kind: 'steps',
    steps: parts.flatMap((part): readonly Step[] => {
      if (typeof part === 'string')
        return charactersOf(part).map((character) => once(oneOf(character)))
      return 'steps' in part ? part.steps : [once(part), { set: part, repeats: true }]
    }),
  }
}

/** The texts that a pattern with wildcards matches. */
export function matching(pieces: readonly Piece[]): Pattern {
  return {
    kind: 'steps',
    steps: pieces.flatMap((piece): Step[] => {
      if (piece === 'any-text') return [{ set: ANY, repeats: true }]
      if (piece === 'any-character') return [once(ANY)]
      return charactersOf(piece.text).map((character) => once(oneOf(character)))
    }),
  }
}

/** A text in every mixture of capitals and small letters of ASCII. */
export function inAnyCase(text: string): Pattern {
  return {
    kind: 'steps',
    steps: charactersOf(text).map((character) => {
      const ascii = /[a-z]/i.test(character)
      return once(oneOf(ascii ? character.toLowerCase() + character.toUpperCase() : character))
    }),
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

/** Whether two languages are built in the same way from the very same patterns; if not, they may still be equal. */
export function isBuiltAlike(one: Language, other: Language): boolean {
  if (one === other) return true
  if (one.kind === 'not' && other.kind === 'not') return isBuiltAlike(one.part, other.part)
  if (!('parts' in one && 'parts' in other) || one.kind !== other.kind) return false
  const { parts } = other
  return (
    one.parts.length === parts.length &&
    one.parts.every((part, index) => isBuiltAlike(part, parts[index] ?? NOTHING))
  )
}

function once(set: CharacterSet): Step {
  return { set, repeats: false }
}
