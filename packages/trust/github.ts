/** Whose tokens the assignment's role trusts, without `https://`. */
export const ISSUER = 'token.actions.githubusercontent.com'

/** The one action that GitHub's token is good for. */
export const WEB_IDENTITY_ACTION = 'sts:AssumeRoleWithWebIdentity'

/** Condition key of the subject claim. */
export const SUBJECT_KEY = `${ISSUER}:sub`

/** Condition key of the audience claim. */
export const AUDIENCE_KEY = `${ISSUER}:aud`

/** What the token's audience has to be. */
export const AUDIENCE = 'sts.amazonaws.com'

/**
 * ARN of GitHub's identity provider in an account. There is one provider per URL and account.
 * Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM".
 */
export function gitHubProviderArn(account: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${ISSUER}`
}

/**
 * Claims of a GitHub token that STS may offer as condition keys, in lower case.
 * Source: GitHub Docs, "OpenID Connect reference", "OIDC token claims".
 */
const CLAIMS = new Set(
  `actor actor_id amr aud base_ref check_run_id email enterprise enterprise_id environment
   environment_node_id event_name exp head_ref iat iss job_workflow_ref job_workflow_sha jti nbf oaud
   ref ref_protected ref_type repository repository_id repository_owner repository_owner_id
   repository_visibility run_attempt run_id run_number runner_environment sha sub workflow
   workflow_ref workflow_sha`.split(/\s+/),
)

/**
 * Whether a request that brings GitHub's token may have something under a condition key, by the
 * key's name alone: a claim of the token, or a key that AWS adds to every request.
 */
export function mayBeInRequest(key: string): boolean {
  const name = key.toLowerCase()
  if (name.startsWith('aws:') || name.startsWith('sts:')) return true
  return name.startsWith(`${ISSUER}:`) && CLAIMS.has(name.slice(ISSUER.length + 1))
}
