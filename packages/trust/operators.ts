/**
 * How an operator compares one value of the request with one of the policy. `other`: as numbers,
 * dates, addresses or bytes; no claim of GitHub's is one, so nobody here works those out.
 */
type Comparison = 'equals' | 'equals-ignore-case' | 'like' | 'arn-like' | 'bool' | 'null' | 'other'

/** A condition operator, taken apart. */
export interface Operator {
  readonly comparison: Comparison
  /** StringNotEquals and its like: none of the values may match. */
  readonly negated: boolean
  /** `…IfExists`: holds when the key is missing. */
  readonly ifExists: boolean
  /** `ForAnyValue:` or `ForAllValues:`. */
  readonly set: 'any' | 'all' | null
}

const COMPARISONS: Readonly<Record<string, readonly [Comparison, boolean]>> = {
  stringequals: ['equals', false],
  stringnotequals: ['equals', true],
  stringequalsignorecase: ['equals-ignore-case', false],
  stringnotequalsignorecase: ['equals-ignore-case', true],
  stringlike: ['like', false],
  stringnotlike: ['like', true],
  arnequals: ['arn-like', false],
  arnlike: ['arn-like', false],
  arnnotequals: ['arn-like', true],
  arnnotlike: ['arn-like', true],
  bool: ['bool', false],
  null: ['null', false],
  numericequals: ['other', false],
  numericnotequals: ['other', true],
  numericlessthan: ['other', false],
  numericlessthanequals: ['other', false],
  numericgreaterthan: ['other', false],
  numericgreaterthanequals: ['other', false],
  dateequals: ['other', false],
  datenotequals: ['other', true],
  datelessthan: ['other', false],
  datelessthanequals: ['other', false],
  dategreaterthan: ['other', false],
  dategreaterthanequals: ['other', false],
  binaryequals: ['other', false],
  ipaddress: ['other', false],
  notipaddress: ['other', true],
}

const NAME = /^(?:for(anyvalue|allvalues):)?(.*?)(ifexists)?$/

/**
 * Takes the name of a condition operator apart; `null` for one that AWS has not told of.
 * ArnEquals and ArnLike behave alike.
 * Source: IAM User Guide, "Condition operators".
 *
 * Case is let pass: what IAM saved, it understood.
 */
export function parseOperator(name: string): Operator | null {
  const [, set, base = '', ifExists] = NAME.exec(name.toLowerCase()) ?? []
  if (!Object.hasOwn(COMPARISONS, base)) return null
  const [comparison, negated] = COMPARISONS[base] ?? []
  if (comparison === undefined || negated === undefined) return null
  if (comparison === 'null' && (ifExists || set)) return null
  return {
    comparison,
    negated,
    ifExists: ifExists !== undefined,
    set: set === 'anyvalue' ? 'any' : set === 'allvalues' ? 'all' : null,
  }
}
