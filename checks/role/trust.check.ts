import { account } from '../../facts/account.js'
import { role } from '../../facts/role.js'
import { check, known, knownOrAbsent, undecided } from '../check.js'

const messages = {
  missing: 'No role of the account may be assumed by GitHub through the OIDC provider.',
  malformed: (role: string, problem: string) =>
    `The trust policy of the role ${role} can't be read: ${problem}`,
  notGithub: (role: string) =>
    `The role ${role} may not be assumed by GitHub: no statement allows sts:AssumeRoleWithWebIdentity to the OIDC provider.`,
  right: (role: string) => `Only GitHub's OIDC provider may assume ${role}.`,
  passedOver: (roles: string) =>
    ` Graded as the best of several that trust GitHub; passed over: ${roles}.`,
}

/**
 * `role.trust`: GitHub may assume the role, and nobody else.
 * Every Allow statement for someone else is a finding, here only: one mistake costs once.
 * Rule: "Configuring GitHub OIDC", the `WebIdentityPrincipal`.
 */
check('role.trust', async ({ evidence, finding, seen }) => {
  const chosen = knownOrAbsent(await role(evidence))?.value
  if (chosen === undefined) return finding(messages.missing)
  const { trust, passedOver } = chosen
  const { name } = chosen.role
  const accountId = known(await account(evidence), 'role.trust', '')
  const expected = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com, by sts:AssumeRoleWithWebIdentity`
  if (trust.malformed !== null) {
    throw undecided(
      messages.malformed(name, trust.malformed),
      'IAM would not have saved that: look at the role in the IAM console by hand.',
    )
  }
  for (const { words } of trust.strangers) finding(words)
  if (trust.closedBy !== null) finding(trust.closedBy)
  if (trust.gitHubStatements.length === 0) finding(messages.notGithub(name), { expected })
  const others = passedOver.length === 0 ? '' : messages.passedOver(passedOver.join(', '))
  seen(messages.right(name) + others)
})
