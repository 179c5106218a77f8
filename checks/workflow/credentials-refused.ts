import type { CredentialsRefusal } from '@grade4/pipeline'
import {
  type DenialKinds,
  ISSUER,
  SUBJECT_KEY,
  showStatement,
  WEB_IDENTITY_ACTION,
} from '@grade4/trust'
import { inWords, type Words } from '../role/in-words.js'
import type { Finding } from '../verdict.js'
import { finding } from './outcome.js'
import type { At, RunReading } from './run-reading.js'

type Details = Partial<Omit<Finding, 'message'>>

/** What to say of a credentials step that did not assume the role. `gradedRole`: ARN, if there is one. */
export function refusalFinding(
  run: RunReading,
  { effect: { role, refusal }, step }: At<'role-refused'>,
  gradedRole: string | null,
): Finding {
  const expectedRole = gradedRole ?? `arn:aws:iam::${run.account}:role/ROLE_NAME`
  const [message, details] = words(run, run.name(step), role, refusal, expectedRole)
  return finding(step, message, details)
}

function words(
  run: RunReading,
  name: string,
  role: string,
  refusal: CredentialsRefusal,
  expectedRole: string,
): [message: string, details: Details] {
  switch (refusal.reason) {
    case 'no-role':
      return [`${name} names no role-to-assume.`, { expected: expectedRole }]
    case 'static-keys':
      return [
        `${name} brings access keys of its own instead of assuming the role through OIDC.`,
        { hint: 'Leave out aws-access-key-id and aws-secret-access-key.' },
      ]
    case 'not-oidc':
      return [`${name} does not use OIDC: ${refusal.input} is set.`, {}]
    case 'region':
      return [`${name} has no valid aws-region.`, { expected: run.region, actual: refusal.region }]
    case 'no-token':
      return [
        `${name} can't assume a role: its job lacks the permission id-token: write, so it may not ask GitHub for a token.`,
        {
          expected: 'permissions: { id-token: write, contents: read }',
          actual: refusal.permissions,
          hint: 'Give the workflow or the job the permissions id-token: write and contents: read.',
        },
      ]
    case 'bare-name':
    case 'bad-arn':
      return [
        `${name} names its role by "${role}", which is not the role's ARN.`,
        { expected: expectedRole, actual: role },
      ]
    case 'other-account':
      return [
        `${name} assumes a role of another account, ${refusal.account}.`,
        { expected: expectedRole, actual: refusal.roleArn },
      ]
    case 'allowed-accounts':
      return [
        `${name} allows other accounts only.`,
        { expected: `allowed-account-ids: ${run.account}`, actual: refusal.allowed },
      ]
    case 'duration':
      return [
        `${name} asks for a session of ${refusal.seconds} s; the role gives 900 s to ${refusal.most} s.`,
        { hint: 'Leave out role-duration-seconds.' },
      ]
    case 'no-provider':
      return [`${name} can't assume the role: GitHub is no identity provider of your account.`, {}]
    case 'provider-audience':
      return [
        `${name} asks for the audience ${refusal.audience}, which your identity provider does not list.`,
        { expected: 'sts.amazonaws.com', actual: refusal.audience },
      ]
    case 'no-such-role':
      return [
        `${name} names ${refusal.roleArn}, and there is no such role in your account.`,
        { expected: expectedRole, actual: refusal.roleArn },
      ]
    case 'session-name':
      return [
        `${name} has a role-session-name that AWS refuses: it takes 2 to 64 letters, digits and _ + = , . @ -.`,
        {
          expected: 'GitHubActions',
          actual: refusal.sessionName,
          hint: 'Leave role-session-name out.',
        },
      ]
    case 'role-path':
      return [
        `${name} names the role with another path than it has.`,
        { expected: refusal.actual, actual: refusal.roleArn },
      ]
    case 'trust':
      return trustWords(name, refusal)
    case 'action':
      return [`${name} fails: ${refusal.message}`, {}]
  }
}

function trustWords(
  name: string,
  { subject, denial, mismatch }: Extract<CredentialsRefusal, { reason: 'trust' }>,
): [message: string, details: Details] {
  switch (mismatch?.kind) {
    case 'environment':
      return [
        `${name} is refused: the job has environment: ${mismatch.environment}, so GitHub's token says ${subject} instead of naming the branch.`,
        {
          expected: mismatch.accepted,
          actual: subject,
          hint: 'Remove environment: from the job.',
        },
      ]
    case 'template':
      return [
        `${name} is refused: this repository has a template for the subject, so GitHub's token says ${subject} instead of what the assignment asks for.`,
        {
          expected: mismatch.accepted,
          actual: subject,
          hint: `Have it use GitHub's own: gh api -X PUT repos/${mismatch.repository}/actions/oidc/customization/sub -F use_default=true`,
        },
      ]
    case 'ids':
      return [
        `${name} is refused: GitHub's tokens for this repository carry the ids of owner and repository, and the role's trust policy names them without ids.`,
        {
          expected: mismatch.wanted,
          actual: mismatch.accepted,
          hint: `Set the condition ${SUBJECT_KEY} to ${mismatch.wanted} (or to a list of both forms), then cdk deploy.`,
        },
      ]
    case undefined:
      return [
        `${name} is refused by the role's trust policy: ${inWords(denials, denial)}`,
        { expected: `a policy that allows ${subject}`, actual: null },
      ]
  }
}

const denials: Words<DenialKinds> = {
  malformed: () => 'it is no policy that IAM would have saved.',
  'not-allowed': () => `no statement allows ${WEB_IDENTITY_ACTION} to your provider for ${ISSUER}.`,
  'explicit-deny': ({ statement }) => `${showStatement(statement)} denies it.`,
  condition: ({ unmet }) =>
    `${unmet
      .map(({ statement, condition: { key, operator, values }, found }) => {
        const has = found === null ? 'is not in the request' : `is "${found}"`
        return `${showStatement(statement)}: ${key} ${has}, ${operator} asks for ${values.map((one) => `"${one}"`).join(' or ')}`
      })
      .join('; ')}.`,
}
