import { WEB_IDENTITY_ACTION } from './github.js'
import { matching } from './language.js'
import type { Actions } from './policy.js'
import { contains } from './search.js'
import { WorkBudget } from './work-budget.js'

/**
 * All actions of STS, the only service whose actions a trust policy may name.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS STS".
 */
const STS_ACTIONS = `AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot
  DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetDelegatedAccessToken
  GetFederationToken GetServiceBearerToken GetSessionToken GetWebIdentityToken SetContext
  SetSourceIdentity TagGetWebIdentityToken TagSession`
  .split(/\s+/)
  .map((name) => `sts:${name}`)

/** Whether a statement is about AssumeRoleWithWebIdentity. */
export function coversWebIdentity({ not, patterns }: Actions): boolean {
  return patterns.some((pattern) => covers(pattern, WEB_IDENTITY_ACTION)) !== not
}

/** The actions besides AssumeRoleWithWebIdentity, one by one. A wildcard that covers no other is none. */
export function otherActions(actions: Actions): Actions[] {
  if (actions.not) return [actions]
  return actions.patterns
    .filter(
      (pattern) =>
        !covers(pattern, WEB_IDENTITY_ACTION) ||
        STS_ACTIONS.some((action) => action !== WEB_IDENTITY_ACTION && covers(pattern, action)),
    )
    .map((pattern) => ({ not: false, patterns: [pattern] }))
}

/** Case doesn't count. Source: IAM User Guide, "Action". */
function covers(pattern: string, action: string): boolean {
  return contains(matching(pattern.toLowerCase()), action.toLowerCase(), new WorkBudget())
}
