import { readRoleArn } from '@grade4/pipeline'
import { gitHubProviderArn } from '@grade4/trust'
import { MANAGED_POLICIES, SESSION_SECONDS } from '../evidence/assignment.js'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { role as askedRole, attachedPolicies, inlinePolicies, roles } from '../evidence/aws/iam.js'
import { account } from '../facts/account.js'
import { named } from '../facts/named.js'
import { knownRepository } from '../facts/repository.js'
import { role } from '../facts/role.js'
import type { Answers } from './answers.js'
import { type Change, cdk } from './change.js'
import { DURATION, IMPORT_IAM, indented, managedPolicies, SESSION } from './role-lines.js'
import { hasIds, principal, subjectsOf, trustPolicyFor } from './trust-changes.js'

/** The name of a role that main.yml names none for. */
const NAME = 'yoctogram-gh-actions-role'

/** What the starter main.yml has in the place of the role's name. */
const PLACEHOLDER = 'ROLE_NAME_HERE'

/**
 * The role of the assignment, where no role trusts GitHub: by the name that main.yml has for it, so that what the
 * deploy makes is known before it.
 */
export async function missingRole(answers: Answers): Promise<readonly Change[]> {
  const evidence = answers.evidence()
  const [accountId, chosen, repository, names] = await Promise.all([
    account(evidence),
    role(evidence),
    knownRepository(evidence),
    named(evidence),
  ])
  if (chosen.state !== 'absent' || accountId.state !== 'found') return []
  if (repository.state !== 'found') return []
  const wanted = names.state === 'found' ? nameHere(names.value.role, accountId.value) : null
  const name = wanted ?? NAME
  const [subject = ''] = subjectsOf(repository.value, await hasIds(evidence))
  const made = {
    name,
    arn: `arn:aws:iam::${accountId.value}:role/${name}`,
    trustPolicy: trustPolicyFor(gitHubProviderArn(accountId.value), subject),
    maxSessionSeconds: SESSION_SECONDS,
  }
  const { stack } = answers.subject
  const [all, resources] = await Promise.all([
    evidence.ask(roles),
    evidence.ask(stackResources, stack),
  ])
  const resource = {
    ...{ logicalId: 'yoctogramghactionsrole', physicalId: name },
    ...{ type: 'AWS::IAM::Role', status: 'CREATE_COMPLETE' },
  }
  const withRole = answers
    .with(askedRole, [name], made)
    .with(roles, [], [...(all.state === 'found' ? all.value : []), made])
    .with(attachedPolicies, [name], [...MANAGED_POLICIES])
    .with(inlinePolicies, [name], [])
  const after =
    resources.state === 'found'
      ? withRole.with(stackResources, [stack], [...resources.value, resource])
      : withRole
  const lines = [
    IMPORT_IAM,
    DURATION,
    'gh_actions_role = iam.Role(',
    '    self,',
    '    f"{settings.PROJECT_NAME}-gh-actions-role",',
    `    role_name="${name}",`,
    ...indented([...principal(subject), ...managedPolicies(), SESSION]),
    ')',
  ]
  return [cdk('Create the role for GitHub', lines, after)]
}

/** The name of a role of the account, where it is one that IAM takes. */
function nameHere(role: string | null, accountId: string): string | null {
  if (role === null) return null
  const arn = readRoleArn(role)
  const name = arn === null ? role : arn.account === accountId ? arn.name : ''
  return name !== PLACEHOLDER && /^[\w+=,.@-]{1,64}$/.test(name) ? name : null
}
