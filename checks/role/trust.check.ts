import {
  gitHubProviderArn,
  type Malformed,
  type OtherGrantKinds,
  type PrincipalKinds,
  showStatement,
  type TrustPolicy,
  WEB_IDENTITY_ACTION,
} from '@grade4/trust'
import { account } from '../../facts/account.js'
import { role } from '../../facts/role.js'
import { answered, check, knownOrAbsent, undecided } from '../check.js'
import { TRUST_POLICY_BY_HAND } from './claim.js'
import { inWords, joinWords, showActions, type Words } from './in-words.js'

const messages = {
  missing: 'No role of the account may be assumed by GitHub through the OIDC provider.',
  malformed: (role: string, problem: string) =>
    `The trust policy of the role ${role} can't be read: ${problem}`,
  notGithub: (role: string) =>
    `The role ${role} may not be assumed by GitHub: no statement allows ${WEB_IDENTITY_ACTION} to the OIDC provider.`,
  denied: (statement: string) =>
    `${statement} denies ${WEB_IDENTITY_ACTION} to GitHub, whatever other statements allow.`,
  perhapsDenied: (statement: string) =>
    `${statement} may deny ${WEB_IDENTITY_ACTION} to GitHub: it has an element that the grader does not follow.`,
  right: (role: string) => `Only GitHub's OIDC provider may assume ${role}.`,
  passedOver: (roles: string) =>
    ` Graded as the best of several that trust GitHub; passed over: ${roles}.`,
}

const grants: Words<OtherGrantKinds, [account: string]> = {
  principal: ({ statement, principal, actions }, account) =>
    `${showStatement(statement)} lets ${inWords(principals, principal, account)} assume the role (${showActions(actions)}).${
      principal.kind.startsWith('every')
        ? ' Its principal should be your GitHub provider alone.'
        : ''
    }`,
  'everybody-but': ({ statement, principals: leftOut, actions }, account) =>
    `${showStatement(statement)} lets everybody but ${joinWords(leftOut.map((each) => inWords(principals, each, account)))} assume the role (NotPrincipal, ${showActions(actions)}).`,
  action: ({ statement, actions }) =>
    `${showStatement(statement)} allows GitHub ${showActions(actions)}; the pipeline needs ${WEB_IDENTITY_ACTION} and nothing else.`,
}

const principals: Words<PrincipalKinds, [account: string]> = {
  everybody: () => 'anybody',
  'every-identity-provider': () => 'any identity provider',
  account: ({ account }, own) =>
    `${account === own ? 'your whole AWS account' : 'AWS account'} ${account}`,
  'iam-principal': ({ type, name, account }, own) =>
    `the ${IAM_TYPES.get(type) ?? type} ${name} of ${account === own ? 'your account' : `AWS account ${account}`}`,
  'github-provider': ({ account }, own) =>
    account === own
      ? 'your GitHub provider'
      : `the GitHub provider of AWS account ${account}, which is not yours (${own}),`,
  'github-misnamed': ({ name }, own) =>
    `"${name}", which is not the ARN of your GitHub provider (${gitHubProviderArn(own)}),`,
  other: ({ type, name }) => `${OTHER_TYPES.get(type) ?? type} ${name}`,
}

const OTHER_TYPES = new Map([
  ['AWS', 'the AWS principal'],
  ['Service', 'the AWS service'],
  ['Federated', 'the identity provider'],
])

const IAM_TYPES = new Map([
  ['user', 'IAM user'],
  ['role', 'IAM role'],
  ['assumed-role', 'role session'],
])

function showMalformed({ element, statement }: Malformed): string {
  if (element === null) return 'it is not JSON, or longer than IAM allows.'
  const where = statement === null ? '' : `statement ${statement}: `
  return `${where}its ${element} is missing, or not as IAM's grammar has it.`
}

/**
 * `role.trust`: GitHub may assume the role, and nobody else.
 * Every Allow statement for someone else is a finding, here only: one mistake costs once.
 * Rule: "Configuring GitHub OIDC", the `WebIdentityPrincipal`.
 */
export default check('role.trust', {
  title: 'Only GitHub may assume the role',
  section: 'Configuring GitHub OIDC',
  hint: 'Give the role one principal in CDK, iam.WebIdentityPrincipal(provider ARN, conditions), then cdk deploy.',
  looksAt:
    'The trust policy of the role that main.yml names; else of the role in your stack, or account, that trusts GitHub.',
  passes:
    "GitHub's OIDC provider in your account may assume it by sts:AssumeRoleWithWebIdentity, and nobody else may by any action.",
  failures: {
    'No role may be assumed by GitHub.':
      'Give a role the principal iam.WebIdentityPrincipal(provider ARN, conditions) in CDK, then cdk deploy.',
    'Another account, user or service may assume it too.':
      'Remove the other principals from assumed_by, then cdk deploy.',
    'A Deny statement denies GitHub the role.':
      'Remove the Deny from the trust policy, then cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const chosen = knownOrAbsent(await role(evidence))?.value
    if (chosen === undefined) return finding(messages.missing)
    const { trust, passedOver } = chosen
    const { name } = chosen.role
    const accountId = answered(await account(evidence))
    if (trust.malformed !== null) {
      throw undecided(
        messages.malformed(name, showMalformed(trust.malformed)),
        'IAM would not have saved that: look at the role in the IAM console by hand.',
      )
    }
    for (const message of grantMessages(trust, accountId)) finding(message)
    if (trust.denial?.certain) finding(messages.denied(showStatement(trust.denial.statement)))
    if (trust.forGitHub.length === 0) {
      const expected = `${gitHubProviderArn(accountId)}, by ${WEB_IDENTITY_ACTION}`
      finding(messages.notGithub(name), { expected })
    }
    if (trust.denial?.certain === false) {
      const because = messages.perhapsDenied(showStatement(trust.denial.statement))
      throw undecided(because, TRUST_POLICY_BY_HAND)
    }
    const others = passedOver.length === 0 ? '' : messages.passedOver(passedOver.join(', '))
    seen(messages.right(name) + others)
  },
})

/** What the policy grants beyond what the assignment asks for. `account`: the student's. */
export function grantMessages({ otherGrants }: TrustPolicy, account: string): string[] {
  return otherGrants.map((grant) => inWords(grants, grant, account))
}
