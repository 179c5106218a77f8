import { AUDIENCE, ISSUER } from '@grade4/trust'
import { oidcProvider } from '../../evidence/aws/iam.js'
import { check, knownOrAbsent } from '../check.js'

const messages = {
  missing: `IAM has no OIDC provider for ${ISSUER}.`,
  audience: `The OIDC provider for ${ISSUER} does not accept the audience ${AUDIENCE}.`,
  right: `${ISSUER} is an OIDC provider and accepts the audience ${AUDIENCE}.`,
}

/**
 * `oidc.provider`: the account takes tokens that GitHub issues for AWS.
 * Rule: "Configuring GitHub OIDC", the block with `client_ids`.
 */
check('oidc.provider', async ({ evidence, finding, seen }) => {
  const there = knownOrAbsent(await evidence.ask(oidcProvider, ISSUER))
  if (there === null) return finding(messages.missing)
  const { clientIds } = there.value
  if (clientIds.includes(AUDIENCE)) return seen(messages.right)
  finding(messages.audience, {
    expected: AUDIENCE,
    actual: clientIds.length === 0 ? 'no client id at all' : clientIds.join(', '),
    hint: `Set client_ids=["${AUDIENCE}"] in the iam.OpenIdConnectProvider block, then cdk deploy.`,
  })
})
