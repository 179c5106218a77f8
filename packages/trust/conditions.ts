import type { ConditionTest } from './condition-block.js'
import { globPieces, matchesPieces, type Piece } from './glob.js'
import type { Operator } from './operators.js'
import { literally } from './value-pattern.js'

/** Whether something holds; `unknown` when this grader can't tell what AWS would say. */
export type Truth = 'yes' | 'no' | 'unknown'

/** What the request holds under a key. `not-known`: there may be a value, which one nobody here knows. */
export type RequestValue =
  | { readonly state: 'present'; readonly value: string }
  | { readonly state: 'missing' }
  | { readonly state: 'not-known' }

/** Whether all hold. One `no` settles it. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no'
  return truths.includes('unknown') ? 'unknown' : 'yes'
}

/** Whether one holds. One `yes` settles it. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('yes')) return 'yes'
  return truths.includes('unknown') ? 'unknown' : 'no'
}

/** The contrary; of `unknown`, `unknown`. */
export function notSo(truth: Truth): Truth {
  return truth === 'unknown' ? truth : truth === 'yes' ? 'no' : 'yes'
}

/** Whether one test of a Condition holds for what the request has under its key. */
export function testHolds(test: ConditionTest, request: RequestValue): Truth {
  const { operator } = test
  if (operator === null || request.state === 'not-known') return 'unknown'
  // Whether IAM takes an empty list for "matches nothing" is not documented.
  if (test.patterns.length === 0) return 'unknown'
  if (operator.comparison === 'null') return nullHolds(test, request.state === 'missing')
  if (request.state === 'missing') return holdsWhenMissing(operator)
  // "ForAllValues … returns true … if the key value resolves to a null data set, such as an empty string."
  if (operator.set === 'all' && request.value === '') return 'yes'
  const matched = anyOf(
    test.patterns.map((pattern) =>
      pattern === null ? 'unknown' : matches(operator, pattern, request.value),
    ),
  )
  return operator.negated ? notSo(matched) : matched
}

/**
 * What an operator says about a key that the request doesn't have.
 * Source: IAM User Guide, "Condition operators" and "Multivalued context keys".
 */
export function holdsWhenMissing(operator: Operator): Truth {
  if (operator.set === 'all') return 'yes'
  // The guide gives each of the two a rule of its own, and the rules disagree.
  if (operator.set === 'any') return operator.ifExists ? 'unknown' : 'no'
  return operator.ifExists || operator.negated ? 'yes' : 'no'
}

/** `Null`: true asks that the key is missing, false that it is there. */
function nullHolds(test: ConditionTest, missing: boolean): Truth {
  return anyOf(
    test.values.map((value) => {
      const asked = readBoolean(value)
      return asked === null ? 'unknown' : asked === missing ? 'yes' : 'no'
    }),
  )
}

function matches(operator: Operator, pattern: readonly Piece[], value: string): Truth {
  switch (operator.comparison) {
    case 'equals':
      return truth(literally(pattern) === value)
    case 'equals-ignore-case':
      return matchesIgnoringCase(literally(pattern), value)
    case 'like':
      return truth(matchesPieces(pattern, value))
    case 'arn-like':
      return matchesArn(literally(pattern), value)
    case 'bool':
      return matchesBoolean(literally(pattern), value)
    case 'null':
    case 'other':
      return 'unknown'
  }
}

/** How IAM folds letters outside ASCII is not documented. */
function matchesIgnoringCase(pattern: string, value: string): Truth {
  if (pattern === value) return 'yes'
  if (!isAscii(pattern) || !isAscii(value)) return 'unknown'
  return truth(pattern.toLowerCase() === value.toLowerCase())
}

/** Whether a text holds nothing but ASCII. */
export function isAscii(text: string): boolean {
  return !/[^\p{ASCII}]/u.test(text)
}

/**
 * ARNs compare part by part: a star stays within its part.
 * What these operators do with a text that is no ARN is not documented.
 */
function matchesArn(pattern: string, value: string): Truth {
  const [asked, had] = [arnParts(pattern), arnParts(value)]
  if (asked === null || had === null) return 'unknown'
  return truth(asked.every((part, index) => matchesPieces(globPieces(part), had[index] ?? '')))
}

/** The six parts of an ARN, the last one with whatever colons it has; `null` for another text. */
function arnParts(text: string): string[] | null {
  const parts = text.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return null
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function matchesBoolean(pattern: string, value: string): Truth {
  const [asked, had] = [readBoolean(pattern), readBoolean(value)]
  return asked === null || had === null ? 'unknown' : truth(asked === had)
}

/** The boolean that a condition value spells; `null` when it is none. */
function readBoolean(text: string): boolean | null {
  const word = text.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : null
}

function truth(holds: boolean): Truth {
  return holds ? 'yes' : 'no'
}
