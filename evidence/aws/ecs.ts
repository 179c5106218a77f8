import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  paginateListClusters,
  paginateListServices,
  paginateListTasks,
  type Service as SdkService,
  type Task as SdkTask,
} from '@aws-sdk/client-ecs'
import { found, type Observed } from '@grade4/unknown'
import { z } from 'zod'
import { moment } from '../moment.js'
import { question } from '../question.js'
import type { Aws } from './client.js'
import { look } from './look.js'
import { everyItem, inBatches } from './pages.js'

/** One deployment of an ECS service. */
export const Deployment = z.object({
  id: z.string(),
  /** PRIMARY, ACTIVE or INACTIVE. */
  status: z.string(),
  taskDefinitionArn: z.string(),
  /** COMPLETED, IN_PROGRESS or FAILED; `null` where the deployment controller has none. */
  rolloutState: z.string().nullable(),
  rolloutReason: z.string().nullable(),
  createdAt: moment.nullable(),
  desiredCount: z.number(),
  runningCount: z.number(),
  failedTasks: z.number(),
})
export type Deployment = z.infer<typeof Deployment>

/** An ECS service. Source: ECS DescribeServices. */
export const EcsService = z.object({
  arn: z.string(),
  name: z.string(),
  clusterArn: z.string(),
  /** ACTIVE, DRAINING or INACTIVE; deleted services linger as the last two. */
  status: z.string(),
  desiredCount: z.number(),
  deployments: z.array(Deployment),
  /** Names of the containers that load balancers point at. */
  loadBalancedContainers: z.array(z.string()),
  /** The newest ones first, in words for people; none in evidence that an earlier version saved. */
  events: z.array(z.object({ at: moment, message: z.string() })).default([]),
})
export type EcsService = z.infer<typeof EcsService>

/** What an ECS task is made from. Source: ECS DescribeTaskDefinition. */
export const TaskDefinition = z.object({
  arn: z.string(),
  containers: z.array(z.object({ name: z.string(), image: z.string() })),
  /** ARM64 or X86_64; `null` in evidence that an earlier version saved. */
  cpuArchitecture: z.string().nullable().default(null),
})
export type TaskDefinition = z.infer<typeof TaskDefinition>

/** A running ECS task. Source: ECS DescribeTasks. */
export const EcsTask = z.object({
  arn: z.string(),
  /** Id of the deployment that started it. */
  startedBy: z.string().nullable(),
  lastStatus: z.string(),
  taskDefinitionArn: z.string(),
  containers: z.array(
    z.object({
      name: z.string(),
      image: z.string().nullable(),
      imageDigest: z.string().nullable(),
    }),
  ),
})
export type EcsTask = z.infer<typeof EcsTask>

/** An ECS task that has stopped; ECS forgets it after an hour. Source: ECS DescribeTasks. */
export const StoppedTask = z.object({
  arn: z.string(),
  startedBy: z.string().nullable(),
  stoppedAt: moment.nullable(),
  /** For people, as are those of the containers. */
  reason: z.string().nullable(),
  containers: z.array(
    z.object({
      name: z.string(),
      exitCode: z.number().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})
export type StoppedTask = z.infer<typeof StoppedTask>

/** So many of a service's events are kept; ECS tells a hundred. */
const EVENTS_KEPT = 10

/** Where a task definition does not say. Source: ECS API reference, RuntimePlatform. */
export const USUAL_CPU = 'X86_64'

/** Most services, and most tasks, that one Describe call takes. */
const SERVICES_A_CALL = 10
const TASKS_A_CALL = 100

/** HTTP 200 with this reason inside is how ECS says that a thing is not there. */
class Missing extends Error {
  override readonly name = 'MISSING'
}

/** One service, by name or ARN, in a cluster, by name or ARN. Deleted ones linger as INACTIVE: they are found. */
export const service = question({
  name: 'ecs.service',
  schema: EcsService,
  ask: ({ aws }, cluster: string, name: string) =>
    look(aws, 'ecs:DescribeServices', ['ClusterNotFoundException', 'MISSING'], async (options) => {
      const answer = await aws.ecs.send(
        new DescribeServicesCommand({ cluster, services: [name] }),
        options,
      )
      if (answer.failures?.some(({ reason }) => reason === 'MISSING')) throw new Missing()
      return readService(answer.services?.[0])
    }),
})

/** ARNs of the account's clusters. */
export const clusters = question({
  name: 'ecs.clusters',
  schema: z.array(z.string()),
  alwaysThere: true,
  ask: ({ aws }) =>
    look(aws, 'ecs:ListClusters', [], async (options) =>
      everyItem(
        paginateListClusters({ client: aws.ecs }, {}, options),
        ({ clusterArns }) => clusterArns,
      ),
    ),
})

/** ARNs of a cluster's services. */
export const serviceArns = question({
  name: 'ecs.serviceArns',
  schema: z.array(z.string()),
  ask: ({ aws }, cluster: string) =>
    look(aws, 'ecs:ListServices', ['ClusterNotFoundException'], async (options) =>
      everyItem(
        paginateListServices({ client: aws.ecs }, { cluster, maxResults: 100 }, options),
        ({ serviceArns }) => serviceArns,
      ),
    ),
})

/** The services behind ARNs of one cluster (joined by commas), ten a call. */
export const servicesByArn = question({
  name: 'ecs.servicesByArn',
  schema: z.array(EcsService),
  ask: ({ aws }, cluster: string, arns: string) =>
    look(aws, 'ecs:DescribeServices', ['ClusterNotFoundException'], async (options) => {
      const answers = await Promise.all(
        inBatches(arns.split(','), SERVICES_A_CALL).map((services) =>
          aws.ecs.send(new DescribeServicesCommand({ cluster, services }), options),
        ),
      )
      return answers.flatMap(({ services }) => (services ?? []).map(readService))
    }),
})

/** A task definition by ARN. */
export const taskDefinition = question({
  name: 'ecs.taskDefinition',
  schema: TaskDefinition,
  ask: ({ aws }, arn: string) =>
    look(
      aws,
      'ecs:DescribeTaskDefinition',
      // ClientException is also ECS's word for other bad input: the message tells.
      ({ name, message }) =>
        name === 'ClientException' && /unable to describe task definition/i.test(message),
      async (options) => {
        const answer = await aws.ecs.send(
          new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
          options,
        )
        const definition = answer.taskDefinition
        return TaskDefinition.parse({
          arn: definition?.taskDefinitionArn,
          containers: definition?.containerDefinitions,
          cpuArchitecture: definition?.runtimePlatform?.cpuArchitecture ?? USUAL_CPU,
        })
      },
    ),
})

/** The tasks of a service that should be running; PENDING ones included. */
export const tasks = question({
  name: 'ecs.tasks',
  schema: z.array(EcsTask),
  ask: ({ aws }, cluster: string, serviceName: string) =>
    tasksOf(aws, { cluster, serviceName, desiredStatus: 'RUNNING' }, (task) =>
      EcsTask.parse({
        arn: task.taskArn,
        startedBy: task.startedBy ?? null,
        lastStatus: task.lastStatus,
        taskDefinitionArn: task.taskDefinitionArn,
        containers: (task.containers ?? []).map((container) => ({
          name: container.name,
          image: container.image ?? null,
          imageDigest: container.imageDigest ?? null,
        })),
      }),
    ),
})

/** The tasks of a service that stopped in the last hour or so. */
export const stoppedTasks = question({
  name: 'ecs.stoppedTasks',
  schema: z.array(StoppedTask),
  ask: ({ aws }, cluster: string, serviceName: string) =>
    tasksOf(aws, { cluster, serviceName, desiredStatus: 'STOPPED' }, (task) =>
      StoppedTask.parse({
        arn: task.taskArn,
        startedBy: task.startedBy ?? null,
        stoppedAt: task.stoppedAt ?? null,
        reason: task.stoppedReason ?? null,
        containers: (task.containers ?? []).map((container) => ({
          name: container.name,
          exitCode: container.exitCode ?? null,
          reason: container.reason ?? null,
        })),
      }),
    ),
})

/** The tasks that a service has or had, each read by `read`. */
async function tasksOf<T>(
  aws: Aws,
  which: { cluster: string; serviceName: string; desiredStatus: 'RUNNING' | 'STOPPED' },
  read: (task: SdkTask) => T,
): Promise<Observed<T[]>> {
  const gone = ['ClusterNotFoundException', 'ServiceNotFoundException']
  const listed = await look(aws, 'ecs:ListTasks', gone, async (options) =>
    everyItem(
      paginateListTasks({ client: aws.ecs }, { ...which }, options),
      ({ taskArns }) => taskArns,
    ),
  )
  if (listed.state !== 'found') return listed
  if (listed.value.length === 0) return found([])
  return await look(aws, 'ecs:DescribeTasks', gone, async (options) => {
    const answers = await Promise.all(
      inBatches(listed.value, TASKS_A_CALL).map((tasks) =>
        aws.ecs.send(new DescribeTasksCommand({ cluster: which.cluster, tasks }), options),
      ),
    )
    return answers.flatMap(({ tasks }) => (tasks ?? []).map(read))
  })
}

function readService(service: SdkService | undefined): EcsService {
  return EcsService.parse({
    arn: service?.serviceArn,
    name: service?.serviceName,
    clusterArn: service?.clusterArn,
    status: service?.status,
    desiredCount: service?.desiredCount ?? 0,
    deployments: (service?.deployments ?? []).map((deployment) => ({
      id: deployment.id,
      status: deployment.status,
      taskDefinitionArn: deployment.taskDefinition,
      rolloutState: deployment.rolloutState ?? null,
      rolloutReason: deployment.rolloutStateReason ?? null,
      createdAt: deployment.createdAt ?? null,
      desiredCount: deployment.desiredCount ?? 0,
      runningCount: deployment.runningCount ?? 0,
      failedTasks: deployment.failedTasks ?? 0,
    })),
    loadBalancedContainers: (service?.loadBalancers ?? []).flatMap(
      ({ containerName }) => containerName ?? [],
    ),
    events: (service?.events ?? [])
      .slice(0, EVENTS_KEPT)
      .map(({ createdAt, message }) => ({ at: createdAt, message })),
  })
}
