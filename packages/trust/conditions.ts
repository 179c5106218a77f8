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
  type Pattern,
  sequence,
} from './language.js'
import type { Condition } from './policy.js'
import { contains } from './search.js'
import { allOf, anyOf, type Truth } from './truth.js'
import type { WorkBudget } from './work-budget.js'

/**
 * Which values of a key are allowed. What AWS does is not documented for every operator, so there are
 * two bounds: `certain` values are allowed, values outside `possible` are not.
 */
export interface AllowedValues {
  readonly certain: Language
  readonly possible: Language
  /** Whether a request without the key is allowed. */
  readonly missing: Truth
}

const NOT_TOLD: AllowedValues = { certain: NOTHING, possible: EVERYTHING, missing: 'unknown' }

/** What a request has under a key. `not-known`: there may be a value, and the grader can't tell which. */
export type RequestValue = { readonly value: string } | 'missing' | 'not-known'

/** Whether a condition is met by what the request has under its key. Throws `BudgetSpent`. */
export function isMet(condition: Condition, request: RequestValue, budget: WorkBudget): Truth {
  if (request === 'not-known') return 'unknown'
  const { certain, possible, missing } = allowedByOne(condition)
  if (request === 'missing') return missing
  if (contains(certain, request.value, budget)) return 'yes'
  return contains(possible, request.value, budget) ? 'unknown' : 'no'
}

/** What several conditions on one key allow together: what each of them does. */
export function allowedByAll(conditions: readonly Condition[]): AllowedValues {
  const each = conditions.map(allowedByOne)
  return {
    certain: allLanguages(...each.map(({ certain }) => certain)),
    possible: allLanguages(...each.map(({ possible }) => possible)),
    missing: allOf(each.map(({ missing }) => missing)),
  }
}

function allowedByOne({ operator: name, values, variables }: Condition): AllowedValues {
  // Whether IAM takes an empty list for "matches nothing" is not documented.
  if (values.length === 0) return NOT_TOLD
  if (name.toLowerCase() === 'null') {
    const asks = (word: string): Truth[] =>
      values.map((value) => {
        const asked = value.toLowerCase()
        return asked === word ? 'yes' : ['true', 'false'].includes(asked) ? 'no' : 'unknown'
      })
    return { ...everyOrNoValue(anyOf(asks('false'))), missing: anyOf(asks('true')) }
  }
  const operator = parseOperator(name)
  if (operator === null) return NOT_TOLD
  const matched = values.map((value) => matchedBy(operator, readValue(value, variables)))
  const some = {
    certain: anyLanguage(...matched.map(({ certain }) => certain)),
    possible: anyLanguage(...matched.map(({ possible }) => possible)),
  }
  const { certain, possible } = operator.negated
    ? { certain: complement(some.possible), possible: complement(some.certain) }
    : some
  const missing = whenMissing(operator)
  if (operator.set !== 'all') return { certain, possible, missing }
  // "ForAllValues … returns true … if the key value resolves to a null data set, such as an empty string."
  const empty = exactly('')
  return { certain: anyLanguage(certain, empty), possible: anyLanguage(possible, empty), missing }
}

type Bounds = Omit<AllowedValues, 'missing'>

/** The values that one value of the policy matches. */
function matchedBy({ comparison }: Operator, value: PolicyValue | null): Bounds {
  if (value === null) return everyOrNoValue('unknown')
  const { literal, pattern } = value
  switch (comparison) {
    case 'equals':
      return { certain: exactly(literal), possible: exactly(literal) }
    case 'like':
      return { certain: pattern, possible: pattern }
    case 'equals-ignore-case': {
      if (/\P{ASCII}/u.test(literal)) return { certain: exactly(literal), possible: EVERYTHING }
      const folded = inAnyCase(literal)
      return { certain: folded, possible: anyLanguage(folded, NOT_ASCII) }
    }
  }
}

/** Texts with a character outside ASCII; how IAM folds such letters is not documented. */
const NOT_ASCII: Language = {
  kind: 'pattern',
  steps: [
    { set: ANY, repeats: true },
    { set: noneOf(String.fromCharCode(...Array(128).keys())), repeats: false },
    { set: ANY, repeats: true },
  ],
}

function everyOrNoValue(allowed: Truth): Bounds {
  return {
    certain: allowed === 'yes' ? EVERYTHING : NOTHING,
    possible: allowed === 'no' ? NOTHING : EVERYTHING,
  }
}

/** A value of a policy: as it stands, and with its wildcards. What `*` means is the operator's to say. */
interface PolicyValue {
  readonly literal: string
  readonly pattern: Pattern
}

/** `${*}`, `${?}` and `${$}` stand for the bare characters. Source: IAM User Guide, "Policy variables". */
const ESCAPES = new Set(['${*}', '${?}', '${$}'])

/** `null`: it holds a variable whose value only the request knows. */
function readValue(value: string, variables: boolean): PolicyValue | null {
  const parts = variables ? value.split(/(\$\{[^}]*\}?)/) : [value]
  const read: PolicyValue[] = []
  for (const part of parts) {
    if (!variables || !part.startsWith('${')) read.push({ literal: part, pattern: matching(part) })
    else if (!ESCAPES.has(part)) return null
    else read.push({ literal: part.charAt(2), pattern: exactly(part.charAt(2)) })
  }
  return {
    literal: read.map(({ literal }) => literal).join(''),
    pattern: sequence(...read.map(({ pattern }) => pattern)),
  }
}

/** A string operator, taken apart. */
interface Operator {
  readonly comparison: 'equals' | 'equals-ignore-case' | 'like'
  /** StringNotEquals and its like: none of the values may match. */
  readonly negated: boolean
  /** `…IfExists`: met when the key is missing. */
  readonly ifExists: boolean
  /** `ForAnyValue:` or `ForAllValues:`. */
  readonly set: 'any' | 'all' | null
}

const COMPARISONS = new Map<string, Operator['comparison']>([
  ['equals', 'equals'],
  ['equalsignorecase', 'equals-ignore-case'],
  ['like', 'like'],
])

const SETS = new Map<string | undefined, Operator['set']>([
  ['foranyvalue:', 'any'],
  ['forallvalues:', 'all'],
])

/** `null` for an operator that is not followed. Case is let pass: what IAM saved, it understood. */
function parseOperator(name: string): Operator | null {
  const [, set, not, compared = '', ifExists] =
    /^(foranyvalue:|forallvalues:)?string(not)?(.*?)(ifexists)?$/.exec(name.toLowerCase()) ?? []
  const comparison = COMPARISONS.get(compared)
  if (comparison === undefined) return null
  return {
    comparison,
    negated: not !== undefined,
    ifExists: ifExists !== undefined,
    set: SETS.get(set) ?? null,
  }
}

/**
 * What an operator says about a key that the request doesn't have.
 * Source: IAM User Guide, "Condition operators" and "Multivalued context keys".
 */
function whenMissing({ set, ifExists, negated }: Operator): Truth {
  if (set === 'all') return 'yes'
  // The guide gives each of the two a rule of its own, and the rules disagree.
  if (set === 'any') return ifExists ? 'unknown' : 'no'
  return ifExists || negated ? 'yes' : 'no'
}
