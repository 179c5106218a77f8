import { z } from 'zod'

/** Which statement of a policy: its number, from 1, and its Sid where it has one. */
export interface StatementName {
  readonly number: number
  readonly sid: string | null
}

/** One statement of a trust policy, its lists and single values made alike. */
export interface Statement extends StatementName {
  readonly effect: 'Allow' | 'Deny'
  readonly principals: Principals
  readonly actions: Actions
  /** They must all be met; empty when there are none. */
  readonly conditions: readonly Condition[]
  /** Elements that are not followed: whether the statement applies is not known. */
  readonly unread: readonly string[]
}

/** Whom a statement is about. `not`: NotPrincipal, everybody but those named. */
export interface Principals {
  readonly not: boolean
  /** In the policy's order. `Principal: "*"` is one of type `*` with name `*`. */
  readonly named: readonly { readonly type: string; readonly name: string }[]
}

/** The actions of a statement, as it names them. `not`: NotAction, every action but those named. */
export interface Actions {
  readonly not: boolean
  readonly patterns: readonly string[]
}

/** One line of the element Condition: an operator, a key, and values of which one has to match. */
export interface Condition {
  /** As written. */
  readonly operator: string
  /** As written; keys compare without case. */
  readonly key: string
  /** As written, numbers and booleans as text. */
  readonly values: readonly string[]
  /** Whether `${…}` in a value is a policy variable, which it is from version 2012-10-17 on. */
  readonly variables: boolean
}

/** What makes a text no policy that IAM would have saved. */
export interface Malformed {
  /** The element that is missing or not as the grammar has it; `null`: it is too long, or not JSON. */
  readonly element: string | null
  /** The statement that it belongs to, from 1; `null` for the policy's own. */
  readonly statement: number | null
}

/** IAM's own limit is 8,192 characters besides white space; far above it, nothing came from IAM. */
const MAX_CHARACTERS = 32_768

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String)

function oneOrMore<T>(one: z.ZodType<T>) {
  return z.union([one.transform((value) => [value]), z.array(one)])
}

/**
 * A map from names to values of one kind, of which nothing may get lost: copying an object drops a
 * member called `__proto__`, and with it a condition or a principal. IAM has no such name.
 */
function mapOf<T>(value: z.ZodType<T>) {
  return z
    .unknown()
    .refine((map) => typeof map !== 'object' || map === null || !Object.hasOwn(map, '__proto__'))
    .pipe(z.record(z.string(), value))
}

const PrincipalElement = z.union([
  z.literal('*').transform((name) => [{ type: name, name }]),
  mapOf(oneOrMore(z.string())).transform((map) =>
    Object.entries(map).flatMap(([type, names]) => names.map((name) => ({ type, name }))),
  ),
])

const StatementElements = z
  .looseObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: PrincipalElement.optional(),
    NotPrincipal: PrincipalElement.optional(),
    Action: oneOrMore(z.string()).optional(),
    NotAction: oneOrMore(z.string()).optional(),
    Condition: mapOf(mapOf(oneOrMore(Value))).default({}),
  })
  .refine((one) => (one.Principal === undefined) !== (one.NotPrincipal === undefined), {
    path: ['Principal'],
  })
  .refine((one) => (one.Action === undefined) !== (one.NotAction === undefined), {
    path: ['Action'],
  })

const Document = z.object({
  /** Source: IAM User Guide, "IAM JSON policy elements: Version"; without it, the older language. */
  Version: z.enum(['2012-10-17', '2008-10-17']).default('2008-10-17'),
  Statement: z.preprocess(
    (element) => (Array.isArray(element) ? element : [element]),
    z.array(StatementElements),
  ),
})

const FOLLOWED = new Set(Object.keys(StatementElements.shape))

/**
 * Reads the JSON text of a role's trust policy. Never throws.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language": one or a list everywhere,
 * Effect is case-sensitive, a statement has one of Principal/NotPrincipal and one of Action/NotAction.
 */
export function parsePolicy(text: string): readonly Statement[] | Malformed {
  const json = text.length > MAX_CHARACTERS ? undefined : parseJson(text)
  if (json === undefined) return { element: null, statement: null }
  const document = Document.safeParse(json)
  if (!document.success) return malformedAt(document.error.issues[0]?.path ?? [])
  const { Version, Statement } = document.data
  return Statement.map((elements, index) =>
    statementOf(index + 1, elements, Version === '2012-10-17'),
  )
}

function statementOf(
  number: number,
  elements: z.infer<typeof StatementElements>,
  variables: boolean,
): Statement {
  const { Principal, NotPrincipal, Action, NotAction, Condition } = elements
  return {
    number,
    sid: elements.Sid ?? null,
    effect: elements.Effect,
    principals: { not: Principal === undefined, named: Principal ?? NotPrincipal ?? [] },
    actions: { not: Action === undefined, patterns: Action ?? NotAction ?? [] },
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values, variables })),
    ),
    unread: Object.keys(elements).filter((name) => !FOLLOWED.has(name)),
  }
}

/** Which statement it is, without what it says. */
export function statementName({ number, sid }: StatementName): StatementName {
  return { number, sid }
}

/** How people call a statement: its number, and its Sid where it has one. */
export function showStatement({ number, sid }: StatementName): string {
  return `Statement ${number}${sid ? ` ("${sid}")` : ''}`
}

/** Conditions on one key as they stand in the policy, on one line; values are cut where they are long. */
export function showConditions(conditions: readonly Condition[]): string {
  const quote = (text: string) => `"${text.length > 300 ? `${text.slice(0, 300)}…` : text}"`
  if (conditions.length === 0) return 'no condition'
  return conditions
    .map(({ operator, values }) => `${operator} ${values.map(quote).join(' or ')}`)
    .join(' and ')
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

function malformedAt([top = 'Statement', index, element = 'Statement']: PropertyKey[]): Malformed {
  if (typeof index !== 'number') return { element: String(top), statement: null }
  return { element: String(element), statement: index + 1 }
}
