import type { Statement } from './parse.js'

/**
 * A sentence, with a space before it, about a condition key that was probably meant to be another;
 * empty when there is none.
 */
export function misspeltKey(statement: Statement, key: string): string {
  const claim = key.slice(key.lastIndexOf(':') + 1)
  const meant = statement.tests.find((test) => {
    const words = test.key.toLowerCase().split(/[:/]/)
    return test.key.toLowerCase() !== key && words.at(-1)?.startsWith(claim) === true
  })
  return meant ? ` It has one on "${meant.key}", which is another key.` : ''
}
