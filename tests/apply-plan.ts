import { applyLineEdits } from '../diagnosis/line-edits.js'
import type { PlanStep } from '../diagnosis/plan.js'
import { CONTAINERS } from '../fixtures/compute-stack.js'
import { buildIndex } from '../fixtures/images.js'
import { momentsOf, pipelineRun } from '../fixtures/pipeline-runs.js'
import { type ReferenceWorld, referenceWorld, WORKFLOW_PATH } from '../fixtures/reference.js'
import { pushImage } from '../fixtures/scenarios/image-behind-latest.js'
import { addFiles, setWorkflow } from '../fixtures/scenarios/workflow-file.js'
import { AUD, type Conditions, SUB, type TrustStatement, trustPolicy } from '../fixtures/trust.js'

/**
 * Does in a fixture world what a plan says, as a student would who follows it to the letter. `isWhole`: nothing is
 * wrong then.
 */
export function applyPlan(
  world: ReferenceWorld,
  plan: readonly PlanStep[],
  isWhole: boolean,
): void {
  // The lines of all edits are those of the file as it was graded.
  const edits = plan.flatMap((step) => step.edits)
  for (const path of new Set(edits.map(({ file }) => file))) {
    const text = applyLineEdits(
      textOf(world, path),
      edits.filter(({ file }) => file === path),
    )
    if (path === WORKFLOW_PATH) setWorkflow(world, text)
    else addFiles(world, { [path]: text })
  }
  for (const step of plan) {
    // Where the pipeline still lacks something, its run brings about nothing that is promised.
    if (step.kind === 'push' && (step.wins.length > 0 || isWhole)) push(world)
    if (step.kind === 'setting') changeSettings(world, step)
    if (step.kind === 'command') runCommand(world, step.text ?? '')
    if (step.kind === 'cdk') deploy(world, step.text ?? '')
  }
}

function textOf({ repository }: ReferenceWorld, path: string): string {
  return repository.branches.main?.files[path] ?? ''
}

const LATER = '2024-03-09T20:00:00.000Z'

function push(world: ReferenceWorld): void {
  const { pushedAt, timestamp, redeployedAt } = momentsOf(LATER)
  const highest = Math.max(0, ...world.repository.runs.map(({ number }) => number))
  const run = pipelineRun({ number: highest + 1, startedAt: LATER, conclusion: 'success' })
  world.repository.runs.push(run)
  const build = { content: 'after the plan', architecture: 'arm64', tags: ['latest', timestamp] }
  pushImage(world, buildIndex({ ...build, pushedAt }))
  redeploy(world, redeployedAt)
}

function redeploy(world: ReferenceWorld, at: string): void {
  const [primary] = world.service.deployments
  if (primary === undefined) return
  Object.assign(primary, { createdAt: at, rolloutState: 'COMPLETED', failedTasks: 0 })
  primary.desiredCount = world.service.desiredCount
  primary.runningCount = world.service.desiredCount
  const reference = referenceWorld().cluster.tasks
  world.cluster.tasks = Array.from({ length: world.service.desiredCount }, (_, index) => {
    const [task] = reference
    if (task === undefined) throw new Error('The reference runs no task.')
    const { taskDefinitionArn, id: startedBy } = primary
    return {
      ...structuredClone(task),
      id: `${index}`.padStart(32, 'a'),
      group: `service:${world.service.name}`,
      taskDefinitionArn,
      startedBy,
    }
  })
  const latest = world.registry.images.find(({ tags }) => tags.includes('latest'))
  const image = world.taskDefinition.containers.find(({ name }) => name === CONTAINERS.app)?.image
  for (const { containers } of world.cluster.tasks) {
    for (const container of containers) {
      if (container.name !== CONTAINERS.app) continue
      container.imageDigest = latest?.digest ?? null
      container.image = image ?? container.image
    }
  }
}

function changeSettings({ repository }: ReferenceWorld, { wins }: PlanStep): void {
  if (wins.includes('repo.private')) repository.visibility = 'private'
  if (wins.includes('repo.actions')) {
    repository.actions.enabled = true
    repository.actions.allowedActions = 'all'
  }
}

function runCommand(world: ReferenceWorld, command: string): void {
  if (command.startsWith('aws ecr create-repository')) {
    world.registry.images = []
    world.home.repositories.push(world.registry)
  } else if (command.startsWith('gh secret set')) {
    world.repository.secrets.push(...referenceWorld().repository.secrets)
  } else if (command.startsWith('cdk import')) {
    importInto(world)
  } else if (/^cdk deploy/m.test(command)) {
    world.stack.status = 'UPDATE_COMPLETE'
  } else if (command.startsWith('aws ecs update-service')) {
    const [, count] = /--desired-count (\d+)/.exec(command) ?? []
    if (count !== undefined) world.service.desiredCount = Number(count)
    redeploy(world, LATER)
  } else if (command.startsWith('gh api --method PUT')) {
    world.repository.subject.useDefault = true
    world.repository.subject.includeClaimKeys = []
  } else throw new Error(`Write here what this command of a plan does: ${command}`)
}

/** What `cdk import` does of a service and a role that are not the stack's own. */
function importInto(world: ReferenceWorld): void {
  const { stack, role, service, cluster, account, home } = world
  if (!home.stacks.includes(stack)) {
    stack.resources = []
    home.stacks.push(stack)
  }
  const add = (type: string, physicalId: string) =>
    stack.resources.push({
      ...{ logicalId: `imported-${type}`, physicalId, type },
      ...{ status: 'IMPORT_COMPLETE', updatedAt: LATER },
    })
  add(
    'AWS::ECS::Service',
    `arn:aws:ecs:us-west-2:${account.id}:service/${cluster.name}/${service.name}`,
  )
  add('AWS::IAM::Role', role.name)
  stack.status = 'IMPORT_COMPLETE'
}

/** What `cdk deploy` makes of these lines in compute_stack.py. */
function deploy(world: ReferenceWorld, lines: string): void {
  const { role, account } = world
  const conditions = conditionsIn(lines)
  if (lines.includes('OpenIdConnectProvider(')) {
    account.oidcProviders.push({ ...referenceWorld().provider })
  } else if (lines.includes('client_ids=')) {
    world.provider.clientIds = ['sts.amazonaws.com']
  }
  const [, roleName] = /role_name="([^"]+)"/.exec(lines) ?? []
  if (roleName !== undefined) {
    role.name = roleName
    if (!account.roles.includes(role)) account.roles.push(role)
    const made = { logicalId: 'new', physicalId: roleName, type: 'AWS::IAM::Role' }
    world.stack.resources.push({ ...made, status: 'CREATE_COMPLETE', updatedAt: LATER })
  }
  const [, serviceName] = /service_name="([^"]+)"/.exec(lines) ?? []
  if (serviceName !== undefined) replaceService(world, serviceName)
  if (lines.includes('WebIdentityPrincipal(')) {
    const Federated = `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`
    const Action = 'sts:AssumeRoleWithWebIdentity'
    const Condition: Conditions = { StringLike: conditions }
    role.trustPolicy = trustPolicy({ Effect: 'Allow', Principal: { Federated }, Action, Condition })
  } else if (Object.keys(conditions).length > 0) {
    const policy: { Statement: TrustStatement[] } = JSON.parse(role.trustPolicy)
    role.trustPolicy = trustPolicy(...policy.Statement.map((one) => withKeys(one, conditions)))
  }
  if (lines.includes('managed_policies=')) {
    role.attachedPolicyArns = [...lines.matchAll(/policy_name\("(\w+)"\)/g)].map(
      ([, name]) => `arn:aws:iam::aws:policy/${name}`,
    )
    role.inlinePolicyNames = []
  }
  if (lines.includes('max_session_duration=')) role.maxSessionSeconds = 3600
  if (lines.includes('CpuArchitecture.ARM64')) {
    world.taskDefinition.cpuArchitecture = 'ARM64'
    redeploy(world, LATER)
  }
  if (lines.includes('from_ecr_repository')) {
    for (const container of world.taskDefinition.containers) {
      if (container.name !== CONTAINERS.app) continue
      container.image = `${account.id}.dkr.ecr.us-west-2.amazonaws.com/cs40:latest`
    }
    redeploy(world, LATER)
  }
}

/** Makes the service anew, by another name. */
function replaceService(world: ReferenceWorld, name: string): void {
  const { service, cluster, stack, account } = world
  const { deployments } = referenceWorld().service
  Object.assign(service, { name, status: 'ACTIVE', desiredCount: 1, deployments })
  const resource = stack.resources.find(({ type }) => type === 'AWS::ECS::Service')
  const physicalId = `arn:aws:ecs:us-west-2:${account.id}:service/${cluster.name}/${name}`
  Object.assign(resource ?? {}, { physicalId })
}

function conditionsIn(lines: string): Record<string, string> {
  return Object.fromEntries(
    [SUB, AUD].flatMap((key) => {
      const [, value] = new RegExp(`"${key}": "([^"]+)"`).exec(lines) ?? []
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

/** A condition on a key, in place of whatever conditions on it the statement had. */
function withKeys(statement: TrustStatement, keys: Record<string, string>): TrustStatement {
  const kept = Object.entries(statement.Condition ?? {}).map(([operator, values]) => [
    operator,
    Object.fromEntries(Object.entries(values).filter(([key]) => !(key in keys))),
  ])
  const condition: Conditions = Object.fromEntries(
    kept.filter(([, values]) => Object.keys(values ?? {}).length > 0),
  )
  return {
    ...statement,
    Condition: { ...condition, StringLike: { ...condition.StringLike, ...keys } },
  }
}
