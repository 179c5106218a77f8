import { describeImage, type NamedService } from '@grade4/pipeline'
import { absent, found, map, type Observed } from '@grade4/unknown'
import type { StackResource } from '../evidence/aws/cloudformation.js'
import type { Deployment, EcsService } from '../evidence/aws/ecs.js'
import * as ecs from '../evidence/aws/ecs.js'
import type { Evidence } from '../evidence/question.js'
import { account } from './account.js'
import { computeStackResources } from './compute-stack.js'
import { plainFact } from './fact.js'
import { named } from './named.js'

/** The service that is graded; `absent` when there is none, or no telling which. */
export const service = plainFact(async (evidence): Promise<Observed<EcsService>> => {
  const { region } = evidence.subject
  const [resources, accountId] = await Promise.all([
    computeStackResources(evidence),
    account(evidence),
  ])
  return await chooseService(evidence, {
    stackResources: resources,
    named: () => namedService(evidence),
    isGradedRepository: map(
      accountId,
      (id) => (image: string) => isOfRepository(image, id, region),
    ),
  })
})

/** The service that main.yml names. */
async function namedService(evidence: Evidence): Promise<Observed<NamedService>> {
  const names = await named(evidence)
  if (names.state !== 'found') return names
  const { service: name } = names.value
  return name === null ? absent('main.yml names no service') : found(name)
}

/** The deployment whose task definition the service runs now. */
export function primaryDeployment(service: EcsService): Deployment | null {
  return service.deployments.find(({ status }) => status === 'PRIMARY') ?? null
}

/** Whether an image reference is one of the graded ECR repository, whatever its tag or digest. */
function isOfRepository(image: string, accountId: string, region: string): boolean {
  const { kind } = describeImage(image, { account: accountId, region })
  return kind === 'latest' || kind === 'other-tag' || kind === 'digest'
}

/** What the choice is made from. */
export interface ServiceClues {
  /** Of the compute stack and its nested stacks. */
  readonly stackResources: Observed<StackResource[]>
  /** The cluster and service that main.yml's redeploy step names; `absent` when it names none. */
  readonly named: () => Promise<Observed<NamedService>>
  /** Whether a container image is one of the graded ECR repository, whatever its tag. */
  readonly isGradedRepository: Observed<(image: string) => boolean>
}

/**
 * The service in the compute stack, of several there the one that main.yml's redeploy step names, else the one
 * that runs an image of cs40; else the one that main.yml names; else the only service that runs an image of
 * cs40. Deleted ones (INACTIVE, DRAINING) are not there.
 * Rule: rubric, "Which service".
 */
export async function chooseService(
  evidence: Evidence,
  clues: ServiceClues,
): Promise<Observed<EcsService>> {
  if (clues.stackResources.state === 'unknown') return clues.stackResources
  const inStack = await fromStack(evidence, clues)
  if (inStack.state !== 'absent') return inStack
  const named = await clues.named()
  if (named.state === 'found') {
    const { cluster, service: name } = named.value
    const there = active(await evidence.ask(ecs.service, cluster, name))
    if (there.state !== 'absent') return there
  }
  return await runningGradedImages(evidence, clues, named)
}

async function fromStack(evidence: Evidence, clues: ServiceClues): Promise<Observed<EcsService>> {
  const resources = clues.stackResources.state === 'found' ? clues.stackResources.value : []
  const idsOf = (type: string) =>
    resources.flatMap((resource) => (resource.type === type ? (resource.physicalId ?? []) : []))
  const [cluster] = idsOf('AWS::ECS::Cluster')
  const services = await Promise.all(
    idsOf('AWS::ECS::Service').map(async (physicalId) => {
      const arn = readServiceArn(physicalId)
      const home = arn?.cluster ?? cluster ?? 'default'
      return active(await evidence.ask(ecs.service, home, arn?.service ?? physicalId))
    }),
  )
  const unreadable = services.find(({ state }) => state === 'unknown')
  if (unreadable !== undefined) return unreadable
  const there = services.flatMap((each) => (each.state === 'found' ? [each.value] : []))
  const [first, second] = there
  if (first === undefined) return absent('not in the stack')
  if (second === undefined) return found(first)
  const named = await clues.named()
  // Which of them main.yml names would only be a guess.
  if (named.state === 'unknown') return named
  if (named.state === 'found') {
    const meant = there.find((each) => isNamed(each, named.value))
    if (meant !== undefined) return found(meant)
  }
  const running = await thoseRunning(evidence, there, clues)
  return running.state === 'found' ? found(running.value[0] ?? first) : running
}

async function runningGradedImages(
  evidence: Evidence,
  clues: ServiceClues,
  named: Observed<NamedService>,
): Promise<Observed<EcsService>> {
  const clusterArns = await evidence.ask(ecs.clusters)
  if (clusterArns.state !== 'found') return clusterArns
  const perCluster = await Promise.all(
    clusterArns.value.map(async (cluster): Promise<Observed<EcsService[]>> => {
      const arns = await evidence.ask(ecs.serviceArns, cluster)
      if (arns.state === 'unknown') return arns
      if (arns.state === 'absent' || arns.value.length === 0) return found([])
      return await evidence.ask(ecs.servicesByArn, cluster, arns.value.join(','))
    }),
  )
  const unreadable = perCluster.find(({ state }) => state === 'unknown')
  if (unreadable?.state === 'unknown') return unreadable
  const all = perCluster
    .flatMap((services) => (services.state === 'found' ? services.value : []))
    .filter(({ status }) => status === 'ACTIVE')
  if (all.length > 0 && named.state === 'unknown') return named
  const running = await thoseRunning(evidence, all, clues)
  if (running.state !== 'found') return running
  const [only, second] = running.value
  if (only === undefined || second !== undefined) return absent('no single service runs cs40')
  return found(only)
}

/** Those services whose PRIMARY deployment has a container from the graded repository. */
async function thoseRunning(
  evidence: Evidence,
  services: readonly EcsService[],
  clues: ServiceClues,
): Promise<Observed<EcsService[]>> {
  if (services.length === 0) return found([])
  const isGraded = clues.isGradedRepository
  if (isGraded.state !== 'found') return isGraded
  const definitions = await Promise.all(
    services.map(async (each) => {
      const primary = primaryDeployment(each)
      const definition =
        primary === null
          ? absent('no PRIMARY deployment')
          : await evidence.ask(ecs.taskDefinition, primary.taskDefinitionArn)
      return { each, definition }
    }),
  )
  const unreadable = definitions.find(({ definition }) => definition.state === 'unknown')
  if (unreadable?.definition.state === 'unknown') return unreadable.definition
  return found(
    definitions
      .filter(
        ({ definition }) =>
          definition.state === 'found' &&
          definition.value.containers.some(({ image }) => isGraded.value(image)),
      )
      .map(({ each }) => each),
  )
}

/** Whether a call that names a cluster and a service, each by name or ARN, means this one. */
function isNamed({ arn, name, clusterArn }: EcsService, named: NamedService): boolean {
  const { cluster, service } = named
  const isHome = cluster === clusterArn || clusterArn.endsWith(`:cluster/${cluster}`)
  return isHome && (service === arn || service === name)
}

/** A deleted service lingers for a while; it is not there any more. */
function active(observed: Observed<EcsService>): Observed<EcsService> {
  return observed.state === 'found' && observed.value.status !== 'ACTIVE'
    ? absent(`the service is ${observed.value.status}`)
    : observed
}

/** The cluster and the service that an ECS service ARN names; the oldest form of ARN has no cluster. */
export function readServiceArn(
  arn: string,
): { readonly cluster: string | null; readonly service: string } | null {
  const match = /^arn:[\w-]+:ecs:[\w-]+:\d{12}:service\/(?:([^/]+)\/)?([^/]+)$/.exec(arn)
  const name = match?.[2]
  return name === undefined ? null : { cluster: match?.[1] ?? null, service: name }
}
