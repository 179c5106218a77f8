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
export default check('oidc.provider', {
  title: 'IAM trusts GitHub as an OIDC provider',
  section: 'Configuring GitHub OIDC',
  hint: 'Add the iam.OpenIdConnectProvider block of the assignment to compute_stack.py, then cdk deploy.',
  looksAt: 'The OIDC identity providers of your account, in IAM.',
  passes:
    'There is one for token.actions.githubusercontent.com, and sts.amazonaws.com is among its client ids. Thumbprints do not matter.',
  failures: {
    'There is none for this issuer.':
      'Add the iam.OpenIdConnectProvider block of the assignment to compute_stack.py, then cdk deploy.',
    'It does not list sts.amazonaws.com.':
      'Set client_ids=["sts.amazonaws.com"] in that block, then cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const there = knownOrAbsent(await evidence.ask(oidcProvider, ISSUER))
    if (there === null) return finding(messages.missing)
    const { clientIds } = there.value
    if (clientIds.includes(AUDIENCE)) return seen(messages.right)
    finding(messages.audience, {
      expected: AUDIENCE,
      actual: clientIds.length === 0 ? 'no client id at all' : clientIds.join(', '),
      hint: `Set client_ids=["${AUDIENCE}"] in the iam.OpenIdConnectProvider block, then cdk deploy.`,
    })
  },
})
