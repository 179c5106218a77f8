/**
 * Whether everything is tried (`npm run test:all`). Otherwise (`npm test`) a test with many cases takes those that
 * find the most in the least time: docs/dev/testing.md says which, and what finds the rest.
 */
export const EVERYTHING = process.env.GRADE4_TESTS === 'everything'

/** All of them, or by default one in so many, from the first on. */
export function share<T>(all: readonly T[], oneIn: number): readonly T[] {
  return EVERYTHING ? all : all.filter((_, index) => index % oneIn === 0)
}

/** All of them, or by default those that have a label which fewer than so many before them have. */
export function covering<T>(
  all: readonly T[],
  times: number,
  labelsOf: (one: T) => readonly string[],
): readonly T[] {
  const seen = new Map<string, number>()
  return all.filter((one) => {
    const labels = labelsOf(one)
    const isTaken = EVERYTHING || labels.some((label) => (seen.get(label) ?? 0) < times)
    if (isTaken) for (const label of labels) seen.set(label, (seen.get(label) ?? 0) + 1)
    return isTaken
  })
}
