import { gitHubProviderArn, ISSUER } from './github.js'
import type { OfKind } from './kinds.js'
import type { Principals } from './policy.js'
import type { Truth } from './truth.js'

/** Who a principal is. Accounts are 12 digits. */
export interface PrincipalKinds {
  everybody: object
  'every-identity-provider': object
  /** A whole account. */
  account: { account: string }
  /** `type`: as in the ARN: `user`, `role`, `assumed-role`. `name`: with its path. */
  'iam-principal': { type: string; name: string; account: string }
  'github-provider': { account: string }
  /** GitHub's issuer, but not by the ARN of a provider. */
  'github-misnamed': { name: string }
  /** `type`: as the policy says it: `AWS`, `Service`, `Federated`. */
  other: { type: string; name: string }
}

export type Principal = OfKind<PrincipalKinds>

const IAM_ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(.+)$/s

/** Who a principal of a policy is. */
export function readPrincipal({ type, name }: Principals['named'][number]): Principal {
  if (isEverybody({ type, name }))
    return { kind: type === 'Federated' ? 'every-identity-provider' : 'everybody' }
  const [, account, resource = ''] = IAM_ARN.exec(name) ?? []
  if (type === 'AWS') {
    if (/^\d{12}$/.test(name)) return { kind: 'account', account: name }
    if (account === undefined) return { kind: 'other', type, name }
    if (resource === 'root') return { kind: 'account', account }
    const [what = '', ...path] = resource.split('/')
    return { kind: 'iam-principal', type: what, name: path.join('/'), account }
  }
  if (type === 'Federated') {
    if (account !== undefined && resource === `oidc-provider/${ISSUER}`)
      return { kind: 'github-provider', account }
    if (name.toLowerCase().includes(ISSUER)) return { kind: 'github-misnamed', name }
    const provider = resource.replace(/^(?:oidc|saml)-provider\//, '')
    return { kind: 'other', type, name: account === undefined ? name : provider }
  }
  return { kind: 'other', type, name }
}

/**
 * Whether a statement is about GitHub's provider in this account.
 *
 * Principals have no partial wildcards, and their case counts. Whether NotPrincipal with the account
 * leaves out the account's provider is not documented: AWS looks at the account first, and the guide
 * says that a trust policy has no NotPrincipal. Source: IAM User Guide, "NotPrincipal".
 */
export function coversProvider({ not, named }: Principals, account: string): Truth {
  if (named.some((each) => isEverybody(each) || isProvider(each, account)))
    return not ? 'no' : 'yes'
  if (!not) return 'no'
  const leftOut = named.map(readPrincipal)
  const ownAccount = leftOut.some((each) => each.kind === 'account' && each.account === account)
  return ownAccount ? 'unknown' : 'yes'
}

/** Whether this is GitHub's provider in this account, by name. */
export function isProvider({ type, name }: Principals['named'][number], account: string): boolean {
  return type === 'Federated' && name === gitHubProviderArn(account)
}

/** Source: IAM User Guide, "Principal", "All principals". */
function isEverybody({ type, name }: Principals['named'][number]): boolean {
  return name === '*' && ['*', 'AWS', 'Federated'].includes(type)
}
