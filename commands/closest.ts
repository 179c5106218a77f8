import leven from 'leven'

/** Two words are taken for a slip of each other up to this many changed letters. */
const MOST_CHANGES = 3

/** ` Did you mean X?` for the name that is closest to a word; empty when none is close. */
export function didYouMean(word: string, names: readonly string[]): string {
  const [closest] = names
    .map((name) => ({ name, changes: leven(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.min(MOST_CHANGES, name.length / 2))
    .toSorted((one, other) => one.changes - other.changes)
  return closest === undefined ? '' : ` Did you mean ${closest.name}?`
}
