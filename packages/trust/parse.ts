import { z } from 'zod'
import type { Actions } from './actions.js'
import { type ConditionTest, readCondition } from './condition-block.js'
import { type Principals, readPrincipal } from './principal.js'

/** One statement of a trust policy, its lists and single values made alike. */
export interface Statement {
  /** Counts from 1, as people count. */
  readonly number: number
  readonly sid: string | null
  readonly effect: 'Allow' | 'Deny'
  readonly principals: Principals
  readonly actions: Actions
  /** Tests that must all hold; empty when there is no condition. */
  readonly tests: readonly ConditionTest[]
  /** Elements that this reader does not know; whoever decides about the statement can't be sure. */
  readonly unread: readonly string[]
}

/** What a trust policy says. */
export type ParsedPolicy =
  | { readonly state: 'policy'; readonly statements: readonly Statement[] }
  /** No policy that IAM would have saved; `problem` is one line. */
  | { readonly state: 'malformed'; readonly problem: string }

/** IAM's own limit is 8,192 characters at most; far above it, nothing here came from IAM. */
const MAX_CHARACTERS = 131_072

const Strings = z.union([z.string().transform((one) => [one]), z.array(z.string())])

const StatementElements = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  NotPrincipal: z.unknown().optional(),
  Action: Strings.optional(),
  NotAction: Strings.optional(),
  Condition: z.unknown().optional(),
})

const Document = z.object({
  /** Source: IAM User Guide, "IAM JSON policy elements: Version"; without it, the older language. */
  Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
  Statement: z.union([z.array(z.unknown()), z.looseObject({}).transform((one) => [one])]),
})

const KNOWN_ELEMENTS = new Set(Object.keys(StatementElements.shape))

/**
 * Reads the JSON text of a role's trust policy. Never throws.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language": one or a list everywhere,
 * Effect is case-sensitive, a statement has one of Principal/NotPrincipal and one of Action/NotAction.
 */
export function parseTrustPolicy(text: string): ParsedPolicy {
  if (text.length > MAX_CHARACTERS) return malformed(`The text has ${text.length} characters.`)
  const json = parseJson(text)
  if (json === undefined) return malformed('The text is not JSON.')
  const document = Document.safeParse(json)
  if (!document.success) return malformed(firstIssue(document.error))

  const statements: Statement[] = []
  for (const [index, element] of document.data.Statement.entries()) {
    const read = readStatement(index + 1, element, document.data.Version)
    if (typeof read === 'string') return malformed(`Statement ${index + 1}: ${read}`)
    statements.push(read)
  }
  return { state: 'policy', statements }
}

/** How messages call a statement: its number, and its Sid where it has one. */
export function nameOf(statement: Statement): string {
  return `Statement ${statement.number}${statement.sid ? ` ("${statement.sid}")` : ''}`
}

function readStatement(number: number, element: unknown, version: string): Statement | string {
  const parsed = StatementElements.safeParse(element)
  if (!parsed.success) return firstIssue(parsed.error)
  const elements = parsed.data
  const principals = readPrincipal(elements.Principal, elements.NotPrincipal)
  if (typeof principals === 'string') return principals
  const { Action: action, NotAction: notAction } = elements
  if ((action === undefined) === (notAction === undefined))
    return 'it needs either Action or NotAction.'
  const tests = readCondition(elements.Condition, version === '2012-10-17')
  if (typeof tests === 'string') return tests
  return {
    number,
    sid: elements.Sid ?? null,
    effect: elements.Effect,
    principals,
    actions: { not: action === undefined, patterns: action ?? notAction ?? [] },
    tests,
    unread: Object.keys(elements).filter((name) => !KNOWN_ELEMENTS.has(name)),
  }
}

/** `undefined`: not JSON. JSON itself has no such value. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue) return 'it can not be read.'
  return issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message
}

function malformed(problem: string): ParsedPolicy {
  return { state: 'malformed', problem }
}
