import { byHand, UnknownError } from '@grade4/unknown'
import { compile, tokenize } from '@jmespath-community/jmespath'

// The command line's own JMESPath is jmespath.py; the library reads a later version of the language, and some slips.
// jmespath-cases.json has what jmespath.py answers.

/** A query that is followed. */
export type Query = ReturnType<typeof compile>

/**
 * Parses a `--query`; `null` when the command line would refuse it.
 * Throws `UnknownError` for one that is not followed.
 */
export function parseQuery(text: string): Query | null {
  // A backslash in quotes is read otherwise, and two names mean something to the library.
  if (/[^\t\n\r -~]|\\|__proto__|expref/.test(text)) throw notFollowed()
  const bare = text.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, ' ')
  if (/['"`]|\d-/.test(bare)) return null
  try {
    if (!hasItsCommas(text)) throw notFollowed()
    const query = compile(text, { enable_legacy_literals: true })
    return isOfPython(query) ? query : null
  } catch (error) {
    refuseSurprise(error)
    return null
  }
}

/** Throws `UnknownError` for what is none of the library's own refusals, which are plain errors. */
export function refuseSurprise(error: unknown): void {
  if (error instanceof UnknownError) throw error
  if (error instanceof TypeError || error instanceof RangeError) throw notFollowed()
}

/** The query may be right, and is not followed. */
export function notFollowed(): UnknownError {
  return new UnknownError(
    byHand('the script asks aws with a --query that the grader does not follow'),
  )
}

const BEGINS = /^(?:Current|Expref|Lbrace|Literal|Not|Number|(?:Quoted|Unquoted)Identifier)$/
const ENDS =
  /^(?:Current|Flatten|Literal|Number|R(?:brace|bracket|paren)|Star|(?:Quoted|Unquoted)Identifier)$/

/** The library takes lists that lack a comma, or have one too many. */
function hasItsCommas(text: string): boolean {
  const types = tokenize(text, { enable_legacy_literals: true }).map(({ type }): string => type)
  return types.every((type, index) => {
    const before = types[index - 1] ?? ''
    return before === 'Comma' ? !/^R/.test(type) : !(ENDS.test(before) && BEGINS.test(type))
  })
}

/** What JMESPath has in jmespath.py. */
const NODES = new Set([
  ...['AndExpression', 'Comparator', 'Current', 'ExpressionReference', 'Field', 'Flatten'],
  ...['FilterProjection', 'Function', 'Identity', 'Index', 'IndexExpression', 'KeyValuePair'],
  ...['Literal', 'MultiSelectHash', 'MultiSelectList', 'NotExpression', 'OrExpression', 'Pipe'],
  ...['Projection', 'Slice', 'Subexpression', 'ValueProjection'],
])

const BY_EXPRESSION = new Set(['map', 'max_by', 'min_by', 'sort_by'])

/** Whether all of a query is JMESPath as jmespath.py knows it. Throws `UnknownError` for what that reads otherwise. */
function isOfPython(node: Query, parent: Query | null = null): boolean {
  const isArgument = parent?.type === 'Function' && BY_EXPRESSION.has(parent.name)
  if (node.type === 'ExpressionReference' && !isArgument) throw notFollowed()
  // jmespath.py forgets that a slice behind an index is a projection.
  const isSlice = node.type === 'IndexExpression' && node.right.type === 'Slice'
  if (isSlice && node.left.type === 'IndexExpression') throw notFollowed()
  if (node.type === 'Literal') return true
  const parts = Object.values(node).flat().filter(isNode)
  return NODES.has(node.type) && parts.every((part) => isOfPython(part, node))
}

function isNode(value: unknown): value is Query {
  return typeof value === 'object' && value !== null && 'type' in value
}
