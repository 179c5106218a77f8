import { z } from 'zod'
import { jsonMap } from './json-map.js'

/** Whom a statement is about. */
export interface Principals {
  /** True for NotPrincipal: everybody but those named. */
  readonly not: boolean
  /** In the policy's order. `Principal: "*"` is one of kind `*` with name `*`. */
  readonly named: readonly Principal[]
}

/** One principal, as the policy names it. */
export interface Principal {
  /** AWS, Federated, Service, CanonicalUser, or `*` when the policy gives no kind. */
  readonly kind: string
  readonly name: string
}

const PrincipalMap = jsonMap(z.union([z.string(), z.array(z.string())]))
const PrincipalElement = z.union([z.literal('*'), PrincipalMap])

/** Reads the elements Principal and NotPrincipal; a string says what is wrong with them. */
export function readPrincipal(principal: unknown, notPrincipal: unknown): Principals | string {
  if ((principal === undefined) === (notPrincipal === undefined))
    return 'it needs either Principal or NotPrincipal.'
  const element = PrincipalElement.safeParse(principal ?? notPrincipal)
  if (!element.success) return 'its Principal is neither "*" nor a map of names.'
  return { not: principal === undefined, named: namesIn(element.data) }
}

function namesIn(element: z.infer<typeof PrincipalElement>): Principal[] {
  if (element === '*') return [{ kind: '*', name: '*' }]
  return Object.entries(element).flatMap(([kind, names]) =>
    (typeof names === 'string' ? [names] : names).map((name) => ({ kind, name })),
  )
}

/** Whether a principal stands for everybody. Source: IAM User Guide, "Principal", "All principals". */
export function isEverybody(principal: Principal): boolean {
  return principal.name === '*' && ['*', 'AWS', 'Federated'].includes(principal.kind)
}

/**
 * Whether a statement is about this federated provider.
 * `arn`: the provider's ARN. Principals have no partial wildcards, and their case counts.
 */
export function coversProvider(principals: Principals, arn: string): boolean {
  const named = principals.named.some(
    (each) => isEverybody(each) || (each.kind === 'Federated' && each.name === arn),
  )
  return named !== principals.not
}
