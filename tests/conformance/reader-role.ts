import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam'
import { readerRoleTemplate } from '../../commands/reader-role.js'
import { GRADER_ROLE, REGION } from '../../fixtures/reference.js'
import type { Moto } from './moto.js'

/** Any keys: moto checks none. */
const KEYS = { accessKeyId: 'FAKEKEY', secretAccessKey: 'not-a-secret' }

/** A role as IAM tells it; policies as JSON text. */
export interface MadeRole {
  readonly arn: string
  readonly maxSessionSeconds: number
  readonly trustPolicy: string
  readonly policy: string
}

/** Deploys the template of `grade4 policy --cloudformation` in moto, and gives the role that came of it. */
export async function makeReaderRole(
  moto: Moto,
  parameters: Readonly<Record<string, string>>,
): Promise<MadeRole> {
  const options = { endpoint: moto.url, region: REGION, credentials: KEYS, maxAttempts: 1 }
  await new CloudFormationClient(options).send(
    new CreateStackCommand({
      StackName: GRADER_ROLE,
      TemplateBody: await readerRoleTemplate('staff'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    }),
  )
  const iam = new IAMClient(options)
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: GRADER_ROLE }))
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName: GRADER_ROLE, PolicyName: 'grade4-read-only' }),
  )
  return {
    arn: Role?.Arn ?? '',
    maxSessionSeconds: Role?.MaxSessionDuration ?? 0,
    trustPolicy: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''),
    // moto keeps the policy as Python writes it, in single quotes; none of its texts has a quote of its own.
    policy: decodeURIComponent(PolicyDocument ?? '').replaceAll("'", '"'),
  }
}
