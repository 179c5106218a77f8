/**
 * Whether everything is tried (`npm run test:all`). Otherwise (`npm test`) a test with many cases takes those that
 * find the most in the least time: docs/dev/testing.md says which, and what finds the rest.
 */
export const EVERYTHING = process.env.GRADE4_TESTS === 'everything'

/** All of them, or by default one in so many, from the first on. */
export function share<T>(all: readonly T[], oneIn: number): readonly T[] {
  return EVERYTHING ? all : all.filter((_, index) => index % oneIn === 0)
}
