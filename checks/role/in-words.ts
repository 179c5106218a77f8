import type { Actions, OfKind } from '@grade4/trust'

/** Words for each kind of a record; a kind without words does not compile. */
export type Words<Kinds, More extends readonly unknown[] = []> = {
  readonly [Kind in keyof Kinds]: (one: OfKind<Kinds, Kind>, ...more: More) => string
}

/** What a record is called, by its kind. */
export function inWords<Kinds, Kind extends keyof Kinds, More extends readonly unknown[]>(
  words: Words<Kinds, More>,
  one: OfKind<Kinds, Kind>,
  ...more: More
): string {
  return words[one.kind](one, ...more)
}

/** The actions of a statement. */
export function showActions({ not, patterns }: Actions): string {
  return `${not ? 'every action but ' : ''}${patterns.join(', ')}`
}

/** A list as it is read out; empty for none. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last
}
