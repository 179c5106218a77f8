import type { ConditionTest } from './condition-block.js'
import { allOf, holdsWhenMissing, isAscii, type Truth, testHolds } from './conditions.js'
import type { Piece } from './glob.js'
import {
  ANY,
  allLanguages,
  anyLanguage,
  complement,
  EVERYTHING,
  exactly,
  inAnyCase,
  type Language,
  matching,
  NOTHING,
  noneOf,
} from './language.js'
import type { Operator } from './operators.js'
import { literally } from './value-pattern.js'

/**
 * Which values of one key a condition lets in. What AWS does is not known for every operator, so
 * there are two bounds: `certain` values get in, values outside `possible` don't.
 */
export interface Admission {
  readonly certain: Language
  readonly possible: Language
  /** Whether a request without the key gets in. */
  readonly missing: Truth
}

/** Nobody can tell anything. */
export const UNDECIDED: Admission = {
  certain: NOTHING,
  possible: EVERYTHING,
  missing: 'unknown',
}

/** What several tests on one key let in together: what each of them does. */
export function admissionOf(tests: readonly ConditionTest[]): Admission {
  const each = tests.map(admissionOfOne)
  return {
    certain: allLanguages(...each.map(({ certain }) => certain)),
    possible: allLanguages(...each.map(({ possible }) => possible)),
    missing: allOf(each.map(({ missing }) => missing)),
  }
}

function admissionOfOne(test: ConditionTest): Admission {
  const { operator } = test
  if (operator === null || test.patterns.length === 0) return UNDECIDED
  const missing = testHolds(test, { state: 'missing' })
  if (operator.comparison === 'null') {
    // Null looks at whether there is a value, not at the value.
    const present = testHolds(test, { state: 'present', value: '-' })
    return { ...ofTruth(present), missing }
  }
  const matched = test.patterns.map((pattern) => boundsOf(operator, pattern))
  const certain = anyLanguage(...matched.map((bounds) => bounds.certain))
  const possible = anyLanguage(...matched.map((bounds) => bounds.possible))
  const [low, high] = operator.negated
    ? [complement(possible), complement(certain)]
    : [certain, possible]
  if (operator.set !== 'all') return { certain: low, possible: high, missing }
  const empty = exactly('')
  return {
    certain: anyLanguage(low, empty),
    possible: anyLanguage(high, empty),
    missing: holdsWhenMissing(operator),
  }
}

type Bounds = Pick<Admission, 'certain' | 'possible'>

/** The values that one value of the policy matches. */
function boundsOf(operator: Operator, pattern: readonly Piece[] | null): Bounds {
  if (pattern === null) return ofTruth('unknown')
  switch (operator.comparison) {
    case 'equals':
      return both(exactly(literally(pattern)))
    case 'like':
      return both(matching(pattern))
    case 'equals-ignore-case': {
      const text = literally(pattern)
      if (!isAscii(text)) return { certain: exactly(text), possible: EVERYTHING }
      return { certain: inAnyCase(text), possible: anyLanguage(inAnyCase(text), NOT_ASCII) }
    }
    case 'arn-like':
    case 'bool':
    case 'null':
    case 'other':
      return ofTruth('unknown')
  }
}

const ASCII = String.fromCharCode(...Array(128).keys())

/** Texts with a character outside ASCII; how such letters fold is not documented. */
const NOT_ASCII: Language = {
  kind: 'steps',
  steps: [
    { set: ANY, repeats: true },
    { set: noneOf(ASCII), repeats: false },
    { set: ANY, repeats: true },
  ],
}

function both(language: Language): Bounds {
  return { certain: language, possible: language }
}

function ofTruth(truth: Truth): Bounds {
  return {
    certain: truth === 'yes' ? EVERYTHING : NOTHING,
    possible: truth === 'no' ? NOTHING : EVERYTHING,
  }
}
