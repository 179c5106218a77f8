import leven from 'leven'

/** Two words are taken for a slip of each other up to this many changed letters. */
const MOST_CHANGES = 3

/** The name that is closest to a word, in whatever case; `null` where none is close. */
export function closest(word: string, names: readonly string[]): string | null {
  const [near] = names
    .map((name) => ({ name, changes: leven(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.min(MOST_CHANGES, name.length / 2))
    .toSorted((one, other) => one.changes - other.changes)
  return near?.name ?? null
}
