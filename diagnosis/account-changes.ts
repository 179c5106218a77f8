import { describeImage, firstPushEffects } from '@grade4/pipeline'
import { AUDIENCE, gitHubProviderArn, ISSUER } from '@grade4/trust'
import type { CheckId } from '../checks/rubric.js'
import { DEPLOYED } from '../checks/stack/deployed.check.js'
import {
  ACCOUNT_SECRET,
  LATEST,
  MANAGED_POLICIES,
  REPOSITORY,
  SESSION_SECONDS,
} from '../evidence/assignment.js'
import { stack, stackResources } from '../evidence/aws/cloudformation.js'
import { repository as ecrRepository, images } from '../evidence/aws/ecr.js'
import { taskDefinition as askedDefinition } from '../evidence/aws/ecs.js'
import { attachedPolicies, inlinePolicies, oidcProvider } from '../evidence/aws/iam.js'
import {
  actionsPermissions,
  repository,
  secretNames,
  subjectCustomization,
} from '../evidence/github/repository.js'
import type { Evidence } from '../evidence/question.js'
import { account } from '../facts/account.js'
import { computeStackResources } from '../facts/compute-stack.js'
import { deployFailure } from '../facts/deploy-failure.js'
import { pipeline } from '../facts/pipeline.js'
import { knownRepository } from '../facts/repository.js'
import { role } from '../facts/role.js'
import { service } from '../facts/service.js'
import { appContainers, taskDefinition } from '../facts/task-definition.js'
import { type Answers, withRole } from './answers.js'
import { type Change, cdk, change } from './change.js'
import { redeployedWith } from './deployment.js'
import { missingRole } from './missing-role.js'
import { IMAGE_LINES, missingService } from './missing-service.js'
import { DURATION, IMPORT_IAM, managedPolicies, SESSION } from './role-lines.js'
import { trustChanges } from './trust-changes.js'

/** What is known of whom a plan is for. */
export interface Names {
  readonly account: string
  readonly region: string
  readonly stack: string
  /** `OWNER/NAME`, in GitHub's spelling. */
  readonly repository: string
}

type Propose = (answers: Answers, names: Names, evidence: Evidence) => Promise<readonly Change[]>

/** The changes of account and settings that may win a check's points, the smallest first. */
export async function accountChanges(id: CheckId, answers: Answers): Promise<readonly Change[]> {
  const propose = PROPOSALS[id]
  if (propose === undefined) return []
  const evidence = answers.evidence()
  const [accountId, repo] = await Promise.all([account(evidence), knownRepository(evidence)])
  if (accountId.state !== 'found') return []
  const { region, stack: stackName } = answers.subject
  const name = repo.state === 'found' ? `${repo.value.owner}/${repo.value.name}` : 'OWNER/REPO'
  const names = { account: accountId.value, region, stack: stackName, repository: name }
  return await propose(answers, names, evidence)
}

/** The assignment's own block. Source: "Configuring GitHub OIDC". */
const PROVIDER = [
  'gh_actions_provider = iam.OpenIdConnectProvider(',
  '    self,',
  '    f"{settings.PROJECT_NAME}-gh-actions-provider",',
  `    url="https://${ISSUER}",`,
  `    client_ids=["${AUDIENCE}"],`,
  ')',
]

/**
 * The service and the role that were made by hand, imported into the stack, or into a new one where there is none;
 * `null` where the stack is not well, or has both. Source: CloudFormation User Guide, "Create a stack from existing
 * resources"; AWS CDK, "cdk import".
 */
async function leftOut(answers: Answers, { subject, ask }: Evidence): Promise<Change | null> {
  const evidence = answers.evidence()
  const { stack: name } = subject
  const [there, own, resources, graded, chosen] = await Promise.all([
    ask(stack, name),
    ask(stackResources, name),
    computeStackResources(evidence),
    service(evidence),
    role(evidence),
  ])
  if ([there, own, resources].some(({ state }) => state === 'unknown')) return null
  const status = there.state === 'found' ? there.value.status : null
  const isNew = status === null || status === 'REVIEW_IN_PROGRESS'
  if (!isNew && !DEPLOYED.has(status)) return null
  const members = resources.state === 'found' ? resources.value : []
  const all: { type: string; what: string; id: string }[] = []
  if (graded.state === 'found') {
    const { name: what, arn: id } = graded.value
    all.push({ type: 'AWS::ECS::Service', what: `service ${what}`, id })
  }
  if (chosen.state === 'found') {
    const id = chosen.value.role.name
    all.push({ type: 'AWS::IAM::Role', what: `role ${id}`, id })
  }
  const isMember = ({ type, id }: { type: string; id: string }) =>
    members.some((one) => one.type === type && one.physicalId === id)
  const things = all.filter((one) => !isMember(one))
  if (things.length === 0) return null
  const imported = things.map(({ type, id }) => ({
    ...{ logicalId: id, physicalId: id, type, status: 'IMPORT_COMPLETE' },
  }))
  const after = answers
    .with(stack, [name], {
      ...(there.state === 'found' ? there.value : { id: '', statusReason: null }),
      ...{ name, status: 'IMPORT_COMPLETE' },
    })
    .with(stackResources, [name], [...(own.state === 'found' ? own.value : []), ...imported])
  const what = things.map((thing) => thing.what).join(' and the ')
  const them = things.length === 1 ? ['it is', 'it'] : ['they are', 'them']
  const title = `Define the ${what} in compute_stack.py as ${them[0]}, and import ${them[1]} into ${isNew ? 'a new stack' : 'the stack'}`
  return change('command', title, `cdk import ${name}`, after)
}

/**
 * What a stack needs before it can be deployed again; CDK itself deletes one whose creation was rolled back.
 * Source: CloudFormation User Guide, "Continue rolling back an update", "Delete a stack".
 */
const BEFORE_A_DEPLOY: Readonly<Record<string, (stack: string) => readonly string[]>> = {
  UPDATE_ROLLBACK_FAILED: (name) => [
    `aws cloudformation continue-update-rollback --stack-name ${name}`,
    `aws cloudformation wait stack-rollback-complete --stack-name ${name}`,
  ],
  ROLLBACK_FAILED: deleted,
  DELETE_FAILED: deleted,
}

function deleted(name: string): readonly string[] {
  return [
    `aws cloudformation delete-stack --stack-name ${name}`,
    `aws cloudformation wait stack-delete-complete --stack-name ${name}`,
  ]
}

const PROPOSALS: Readonly<Partial<Record<CheckId, Propose>>> = {
  'ecr.repository': async (answers, { account: id, region }) => {
    const uri = `${id}.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}`
    const made = answers
      .with(ecrRepository, [REPOSITORY], { name: REPOSITORY, uri, tagMutability: 'MUTABLE' })
      .with(images, [REPOSITORY], [])
    const command = `aws ecr create-repository --repository-name ${REPOSITORY} --region ${region}`
    return [change('command', `Create the ECR repository ${REPOSITORY}`, command, made)]
  },

  'stack.deployed': async (answers, { stack: name }, evidence) => {
    const left = await leftOut(answers, evidence)
    if (left !== null) return [left]
    const there = await evidence.ask(stack, name)
    if (there.state !== 'found' || there.value.status === 'REVIEW_IN_PROGRESS') return []
    const { status } = there.value
    const failure = await deployFailure(evidence)
    const deployed = answers.with(stack, [name], { ...there.value, status: 'UPDATE_COMPLETE' })
    const what =
      failure.state === 'found'
        ? `what made ${failure.value.type} ${failure.value.logicalId} fail`
        : 'what the events of the stack name'
    const commands = [...(BEFORE_A_DEPLOY[status]?.(name) ?? []), `cdk deploy ${name}`]
    const title = `Fix ${what}, and deploy the stack again`
    return [change('command', title, commands.join('\n'), deployed)]
  },

  'ecs.image': async (answers, { account: id, region }, evidence) => {
    const [graded, definition] = await Promise.all([service(evidence), taskDefinition(evidence)])
    if (graded.state === 'absent') return await missingService(answers)
    if (graded.state !== 'found' || definition.state !== 'found') return []
    const wanted = `${id}.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}:${LATEST}`
    const names = new Set(
      appContainers(graded.value, definition.value)
        .filter(({ image }) => describeImage(image, { account: id, region }).kind !== 'latest')
        .map(({ name }) => name),
    )
    const deployed = answers.with(askedDefinition, [definition.value.arn], {
      ...definition.value,
      containers: definition.value.containers.map((container) =>
        names.has(container.name) ? { ...container, image: wanted } : container,
      ),
    })
    const title = `Give the container ${[...names].join(' and ')} the image ${REPOSITORY}:${LATEST} of your ECR`
    return [cdk(title, IMAGE_LINES, await redeployedWith(deployed))]
  },

  'delivery.redeploy': async (answers, _names, evidence) => {
    const definition = await taskDefinition(evidence)
    if (definition.state !== 'found' || definition.value.cpuArchitecture !== 'X86_64') return []
    const asked = { ...definition.value, cpuArchitecture: 'ARM64' }
    const deployed = answers.with(askedDefinition, [asked.arn], asked)
    const lines = [
      'runtime_platform=ecs.RuntimePlatform(',
      '    operating_system_family=ecs.OperatingSystemFamily.LINUX,',
      '    cpu_architecture=ecs.CpuArchitecture.ARM64,',
      '),',
    ]
    const title = 'Let the task definition ask for ARM64, which the image is built for'
    return [cdk(title, lines, await redeployedWith(deployed))]
  },

  'oidc.provider': async (answers, { account: id }, evidence) => {
    const there = await evidence.ask(oidcProvider, ISSUER)
    const arn = gitHubProviderArn(id)
    const clientIds = there.state === 'found' ? there.value.clientIds : []
    const provider = { arn, url: ISSUER, clientIds: [...new Set([...clientIds, AUDIENCE])] }
    const made = answers.with(oidcProvider, [ISSUER], provider)
    if (there.state !== 'found')
      return [cdk('Create the OIDC provider for GitHub', [IMPORT_IAM, ...PROVIDER], made)]
    const title = `Add the client id ${AUDIENCE} to the OIDC provider`
    return [cdk(title, [`client_ids=["${AUDIENCE}"],`], made)]
  },

  'role.trust': async (answers) => [
    ...(await trustChanges('role.trust')(answers)),
    ...(await missingRole(answers)),
  ],
  'role.subject': trustChanges('role.subject'),
  'role.audience': trustChanges('role.audience'),
  'workflow.credentials': async (answers, names, evidence) =>
    (await isRefusedByTrust(evidence))
      ? [
          ...(await trustChanges('workflow.credentials')(answers)),
          ...(await templateChanges(answers, names, evidence)),
        ]
      : [],

  'role.policies': async (answers, _names, evidence) => {
    const chosen = await role(evidence)
    if (chosen.state !== 'found') return []
    const { name } = chosen.value.role
    const [attached, inline] = await Promise.all([
      evidence.ask(attachedPolicies, name),
      evidence.ask(inlinePolicies, name),
    ])
    if (attached.state !== 'found' || inline.state !== 'found') return []
    const extra = [
      ...attached.value.filter((arn) => !MANAGED_POLICIES.includes(arn)),
      ...inline.value,
    ].map((policy) => policy.slice(policy.lastIndexOf('/') + 1))
    const lines = [IMPORT_IAM, ...managedPolicies()]
    const after = answers
      .with(attachedPolicies, [name], [...MANAGED_POLICIES])
      .with(inlinePolicies, [name], [])
    const without = extra.length === 0 ? '' : ` and detach ${extra.join(' and ')}`
    return [cdk(`Attach exactly the two managed policies to the role${without}`, lines, after)]
  },

  'role.session': async (answers, _names, evidence) => {
    const chosen = await role(evidence)
    if (chosen.state !== 'found') return []
    const after = withRole(answers, chosen.value.role.name, { maxSessionSeconds: SESSION_SECONDS })
    return [cdk('Limit sessions of the role to one hour', [DURATION, SESSION], after)]
  },

  'repo.private': async (answers, { repository: name }) => {
    const after = answers.withEach(repository, (one) => {
      return { ...one, private: true, visibility: 'private' }
    })
    const where = `https://github.com/${name}/settings: Danger Zone > Change visibility > Make private`
    return [change('setting', 'Make the repository private', where, after)]
  },

  'repo.actions': async (answers, { repository: name }) => {
    const after = answers.withEach(actionsPermissions, (one) => {
      return { ...one, enabled: true, allowedActions: 'all' }
    })
    const where = `https://github.com/${name}/settings/actions: Allow all actions and reusable workflows`
    return [change('setting', 'Allow all actions in the repository', where, after)]
  },

  'repo.secret': async (answers, { repository: name, account: id }) => {
    const after = answers.withEach(secretNames, (names) => [...names, ACCOUNT_SECRET])
    const command = `gh secret set ${ACCOUNT_SECRET} --body ${id} --repo ${name}`
    return [change('command', `Add the repository secret ${ACCOUNT_SECRET}`, command, after)]
  },
}

/** Whether the role's trust policy is what keeps a push from assuming it. */
async function isRefusedByTrust(evidence: Evidence): Promise<boolean> {
  const trace = await pipeline(evidence)
  return (
    trace.state === 'found' &&
    firstPushEffects(trace.value).some(
      (effect) => effect.kind === 'role-refused' && effect.refusal.reason === 'trust',
    )
  )
}

/** GitHub's own subject in place of the repository's template. Source: GitHub Docs, "OpenID Connect". */
const templateChanges: Propose = async (answers, { repository: name }, evidence) => {
  const there = await evidence.ask(subjectCustomization)
  if (there.state !== 'found' || there.value.useDefault) return []
  const after = answers.withEach(subjectCustomization, (one) => {
    return { ...one, useDefault: true, includeClaimKeys: [] }
  })
  const command = `gh api --method PUT repos/${name}/actions/oidc/customization/sub -F use_default=true`
  const title = "Go back to GitHub's default subject for the tokens of the repository"
  return [change('command', title, command, after)]
}
