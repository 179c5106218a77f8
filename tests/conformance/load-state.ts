import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr'
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { IamRole } from '../../fixtures/cloud/world.js'
import { REGION, type ReferenceWorld } from '../../fixtures/reference.js'
import type { Moto } from './moto.js'
import { stackTemplate } from './template.js'

/** Keys of an account in moto. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Any keys: moto checks none, and takes them for those of its own account. */
const KEYS: Keys = { accessKeyId: 'FAKEKEY', secretAccessKey: 'not-a-secret' }

/** Keys of another account: moto takes an assumed role's for those of the role's account. */
export async function keysOf(moto: Moto, account: string): Promise<Keys> {
  const sts = new STSClient({ endpoint: moto.url, region: REGION, credentials: KEYS })
  const RoleArn = `arn:aws:iam::${account}:role/builder`
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'builder' }),
  )
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('moto gave no keys.')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
}

/** Of an inline policy, of which only the name is ever looked at. */
const INLINE_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }],
})

/**
 * Builds the student's account in moto by the SDK's own write operations, in the order in which a student
 * builds it. What a service makes up by itself (ids, the stack's state) is taken over into `world`, so
 * that both were given the same and answer the same. `keys`: whose account, moto's own by default.
 */
export async function loadState(moto: Moto, world: ReferenceWorld, keys = KEYS): Promise<void> {
  const options = { endpoint: moto.url, region: REGION, credentials: keys, maxAttempts: 1 }
  await pushImages(new ECRClient(options), world)
  const iam = new IAMClient(options)
  for (const { url, clientIds, thumbprints } of world.account.oidcProviders) {
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: `https://${url}`,
        ClientIDList: clientIds,
        ThumbprintList: thumbprints,
      }),
    )
  }
  await deployStack(new CloudFormationClient(options), new ECSClient(options), world)
  for (const role of world.account.roles) await giveRole(iam, role, role === world.role)
  await rollOut(new ECSClient(options), world)
}

async function pushImages(ecr: ECRClient, { home }: ReferenceWorld): Promise<void> {
  for (const { name: repositoryName, settings, images } of home.repositories) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName, ...settings }))
    for (const { manifest, mediaType, digest, tags } of images) {
      // A put for each tag: that is how ECR's API gives one image several.
      for (const imageTag of tags.length === 0 ? [undefined] : tags) {
        await ecr.send(
          new PutImageCommand({
            repositoryName,
            imageManifest: manifest,
            imageManifestMediaType: mediaType,
            // By itself moto makes the digest of the layers, and a random one for an index.
            imageDigest: digest,
            imageTag,
          }),
        )
      }
    }
  }
}

async function deployStack(
  cloudformation: CloudFormationClient,
  ecs: ECSClient,
  world: ReferenceWorld,
): Promise<void> {
  const { stack, taskDefinition } = world
  // Earlier deploys registered earlier revisions; a template always makes the next one.
  for (let revision = 1; revision < taskDefinition.revision; revision += 1) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: taskDefinition.family,
        containerDefinitions: [{ name: 'web', image: 'from-asset', memory: 512 }],
      }),
    )
  }
  await cloudformation.send(
    new CreateStackCommand({ StackName: stack.name, TemplateBody: stackTemplate(world) }),
  )
  const { Stacks: [made] = [] } = await cloudformation.send(
    new DescribeStacksCommand({ StackName: stack.name }),
  )
  stack.uuid = lastPart(made?.StackId)
  stack.status = made?.StackStatus ?? ''
}

/** A role with its policies. `made`: the stack made it, without them. */
async function giveRole(iam: IAMClient, role: IamRole, made: boolean): Promise<void> {
  const RoleName = role.name
  if (!made) {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: role.path,
        AssumeRolePolicyDocument: role.trustPolicy,
        MaxSessionDuration: role.maxSessionSeconds,
      }),
    )
  }
  for (const PolicyArn of role.attachedPolicyArns) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  }
  for (const PolicyName of role.inlinePolicyNames) {
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: INLINE_POLICY }),
    )
  }
}

/** The service's load balancers, its newest deployment, and the tasks that moto doesn't start by itself. */
async function rollOut(ecs: ECSClient, { cluster, service }: ReferenceWorld): Promise<void> {
  const { service: updated } = await ecs.send(
    new UpdateServiceCommand({
      cluster: cluster.name,
      service: service.name,
      loadBalancers: service.loadBalancers,
      forceNewDeployment: true,
    }),
  )
  const [made] = updated?.deployments ?? []
  const [deployment] = service.deployments
  if (made?.id === undefined || deployment === undefined) throw new Error('Nothing was deployed.')
  deployment.id = made.id
  deployment.rolloutReason = made.rolloutStateReason ?? null
  for (const task of cluster.tasks) {
    const { tasks: [started] = [] } = await ecs.send(
      new RunTaskCommand({
        cluster: cluster.name,
        taskDefinition: task.taskDefinitionArn,
        launchType: 'FARGATE',
        group: task.group,
        startedBy: deployment.id,
      }),
    )
    task.id = lastPart(started?.taskArn)
    task.startedBy = deployment.id
  }
}

/** What stands behind the last slash of an ARN. */
function lastPart(arn = ''): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
