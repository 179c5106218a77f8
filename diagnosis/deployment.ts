import { describeImage } from '@grade4/pipeline'
import type { EcsService } from '../evidence/aws/ecs.js'
import { service as askedService, servicesByArn, tasks } from '../evidence/aws/ecs.js'
import { account } from '../facts/account.js'
import { latestImage } from '../facts/latest-image.js'
import { primaryDeployment, service } from '../facts/service.js'
import { appContainers, taskDefinition } from '../facts/task-definition.js'
import type { Answers } from './answers.js'

/** How long after it was asked for a deployment begins in a trial, in milliseconds. */
const SOON_MS = 60_000

/**
 * The answers once the service has a new deployment that is complete: its tasks run what `latest` is in these
 * answers. `desiredCount`: how many tasks are asked for; without it, as many as before.
 * Source: ECS Developer Guide, "Amazon ECS software version consistency".
 */
export async function redeployedWith(answers: Answers, desiredCount?: number): Promise<Answers> {
  const evidence = answers.evidence()
  const [graded, definition, image, accountId] = await Promise.all([
    service(evidence),
    taskDefinition(evidence),
    latestImage(evidence),
    account(evidence),
  ])
  if (graded.state !== 'found' || definition.state !== 'found') return answers
  const primary = primaryDeployment(graded.value)
  if (primary === null || image.state !== 'found' || accountId.state !== 'found') return answers
  const { arn, clusterArn, name } = graded.value
  const count = desiredCount ?? graded.value.desiredCount
  const deployment = {
    ...primary,
    id: 'ecs-svc/after-the-change',
    rolloutState: 'COMPLETED',
    rolloutReason: null,
    createdAt: new Date(answers.gatheredAt.getTime() + SOON_MS),
    desiredCount: count,
    runningCount: count,
    failedTasks: 0,
  }
  const redeployed = (one: EcsService) =>
    one.arn === arn ? { ...one, desiredCount: count, deployments: [deployment] } : one
  const home = { account: accountId.value, region: answers.subject.region }
  const containers = appContainers(graded.value, definition.value).map((container) => ({
    name: container.name,
    image: container.image,
    imageDigest: describeImage(container.image, home).kind === 'latest' ? image.value.digest : null,
  }))
  const running = Array.from({ length: count }, (_, index) => ({
    arn: `${clusterArn.replace(':cluster/', ':task/')}/${index}`,
    startedBy: deployment.id,
    lastStatus: 'RUNNING',
    taskDefinitionArn: primary.taskDefinitionArn,
    containers,
  }))
  return answers
    .withEach(askedService, redeployed)
    .withEach(servicesByArn, (services) => services.map(redeployed))
    .with(tasks, [clusterArn, name], running)
    .of({ gatheredAt: new Date(answers.gatheredAt.getTime() + 2 * SOON_MS) })
}
