import { LATEST, REPOSITORY } from '../evidence/assignment.js'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { service as askedService, taskDefinition } from '../evidence/aws/ecs.js'
import { account } from '../facts/account.js'
import { service } from '../facts/service.js'
import type { Answers } from './answers.js'
import { type Change, change } from './change.js'
import { redeployedWith } from './deployment.js'

/** A name of its own, so that what the deploy makes is known before it. */
const NAME = 'yoctogram-service'
const CONTAINER = 'yoctogram-app'

const SERVICE = 'AWS::ECS::Service'

/** Lines of CDK that give a container the image of the assignment. Source: "Pulling from ECR". */
export const IMAGE_LINES: readonly string[] = [
  'from aws_cdk import aws_ecr as ecr',
  `repository = ecr.Repository.from_repository_name(self, "${REPOSITORY}", "${REPOSITORY}")`,
  `image=ecs.ContainerImage.from_ecr_repository(repository, "${LATEST}"),`,
]

/**
 * A service in the stack's cluster, where there is none: by another name than before, since CloudFormation does not
 * make anew what was deleted behind its back.
 */
export async function missingService(answers: Answers): Promise<readonly Change[]> {
  const evidence = answers.evidence()
  const { stack, region } = answers.subject
  const [graded, accountId, resources] = await Promise.all([
    service(evidence),
    account(evidence),
    evidence.ask(stackResources, stack),
  ])
  if (graded.state !== 'absent' || accountId.state !== 'found') return []
  if (resources.state !== 'found') return []
  const cluster = resources.value.find(({ type }) => type === 'AWS::ECS::Cluster')?.physicalId
  if (cluster == null) return []
  const ecs = `arn:aws:ecs:${region}:${accountId.value}`
  const arn = `${ecs}:service/${cluster}/${NAME}`
  const definitionArn = `${ecs}:task-definition/${NAME}:1`
  const image = `${accountId.value}.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}:${LATEST}`
  const deployed = answers
    .with(
      stackResources,
      [stack],
      [
        ...resources.value.filter(({ type }) => type !== SERVICE),
        {
          ...{ logicalId: 'yoctogramfargateservice', physicalId: arn },
          ...{ type: SERVICE, status: 'CREATE_COMPLETE' },
        },
      ],
    )
    .with(taskDefinition, [definitionArn], {
      arn: definitionArn,
      containers: [{ name: CONTAINER, image }],
      cpuArchitecture: 'ARM64',
    })
    .with(askedService, [cluster, NAME], {
      ...{ arn, name: NAME, clusterArn: `${ecs}:cluster/${cluster}`, status: 'ACTIVE' },
      ...{ desiredCount: 1, loadBalancedContainers: [], events: [] },
      deployments: [
        {
          ...{ id: 'ecs-svc/first', status: 'PRIMARY', taskDefinitionArn: definitionArn },
          ...{ rolloutState: 'COMPLETED', rolloutReason: null, createdAt: answers.gatheredAt },
          ...{ desiredCount: 1, runningCount: 1, failedTasks: 0 },
        },
      ],
    })
  const title = `Give the Fargate service the name ${NAME} and the image ${REPOSITORY}:${LATEST}, then run cdk deploy: it makes the service anew`
  const text = [...IMAGE_LINES, `service_name="${NAME}",`].join('\n')
  return [change('cdk', title, text, await redeployedWith(deployed, 1))]
}
