import { closest } from '../diagnosis/closest.js'

/** ` Did you mean X?` for the name that is closest to a word; empty when none is close. */
export function didYouMean(word: string, names: readonly string[]): string {
  const near = closest(word, names)
  return near === null ? '' : ` Did you mean ${near}?`
}
