import { z } from 'zod'
import type { Answer } from './answer.js'
import { answered } from './answer.js'
import type { Caller, Session } from './caller.js'
import { describeStackResource, describeStackResources, describeStacks } from './cloudformation.js'
import { batchDeleteImage, putImage } from './ecr-changes.js'
import { batchGetImage, describeImages, listImages } from './ecr-images.js'
import { createRepository, deleteRepository, describeRepositories } from './ecr-repositories.js'
import type { EcrState } from './ecr-state.js'
import {
  describeClusters,
  describeServices,
  describeTaskDefinition,
  listArns,
  registerTaskDefinition,
  updateService,
} from './ecs.js'
import type { EcsState } from './ecs-state.js'
import { type Json, partOfAnswer } from './json.js'
import type { Manifests } from './manifests.js'
import { callerIdentity } from './sts.js'

/** What operations work on. */
export interface Backends {
  readonly ecr: EcrState
  readonly ecs: EcsState
  readonly manifests: Manifests
  /** A registry password for a session. */
  readonly password: (session: Session) => string
}

/** One operation of a service. */
export interface Operation {
  /** After a call that nobody can follow, nobody knows the images either. */
  readonly changesImages: boolean
  /** Parameters that may hold marks: the operation knows them as they are. */
  readonly opaque: string[]
  run(on: Backends, params: unknown, caller: Caller, session: Session): Promise<Answer<Json>>
}

function reading(run: Operation['run']): Operation {
  return { changesImages: false, opaque: [], run }
}

function changing(run: Operation['run'], opaque: string[] = []): Operation {
  return { changesImages: true, opaque, run }
}

const Listed = z.object({ cluster: z.string().optional() })

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'ecr GetAuthorizationToken': reading(async (on, _params, caller, session) => {
    const token = Buffer.from(`AWS:${on.password(session)}`).toString('base64')
    const host = `https://${session.account}.dkr.ecr.${caller.region}.amazonaws.com`
    const known = { authorizationToken: token, proxyEndpoint: host }
    return answered({
      authorizationData: [partOfAnswer('authorizationData', known, ['expiresAt'])],
    })
  }),
  'ecr DescribeRepositories': reading((on, params, caller) =>
    describeRepositories(on.ecr, params, caller),
  ),
  'ecr CreateRepository': changing((on, params, caller) =>
    createRepository(on.ecr, params, caller),
  ),
  'ecr DeleteRepository': changing((on, params, caller) =>
    deleteRepository(on.ecr, params, caller),
  ),
  'ecr ListImages': reading((on, params, caller) => listImages(on.ecr, params, caller)),
  'ecr DescribeImages': reading((on, params, caller) => describeImages(on.ecr, params, caller)),
  'ecr BatchGetImage': reading((on, params, caller) =>
    batchGetImage(on.ecr, params, caller, on.manifests),
  ),
  'ecr BatchDeleteImage': changing((on, params, caller) =>
    batchDeleteImage(on.ecr, params, caller),
  ),
  'ecr PutImage': changing(
    (on, params, caller) => putImage(on.ecr, params, caller, on.manifests),
    ['imageManifest'],
  ),
  'ecs UpdateService': reading((on, params, caller) => updateService(on.ecs, params, caller)),
  'ecs DescribeServices': reading((on, params, caller) => describeServices(on.ecs, params, caller)),
  'ecs DescribeTaskDefinition': reading((on, params, caller) =>
    describeTaskDefinition(on.ecs, params, caller),
  ),
  'ecs RegisterTaskDefinition': reading((on, params, caller) =>
    registerTaskDefinition(on.ecs, params, caller),
  ),
  'ecs ListClusters': reading((on, _params, caller) => {
    return listArns(() => on.ecs.clusters(caller.region), 'clusterArns')
  }),
  'ecs ListServices': reading((on, params, caller) => {
    const { cluster = 'default' } = Listed.parse(params)
    return listArns(() => on.ecs.services(caller.region, cluster), 'serviceArns')
  }),
  'ecs ListTasks': reading(async () => answered(partOfAnswer('ListTasks', {}, ['taskArns']))),
  'ecs DescribeTasks': reading(async () =>
    answered(partOfAnswer('DescribeTasks', {}, ['tasks', 'failures'])),
  ),
  'ecs DescribeClusters': reading((on, params, caller) => describeClusters(on.ecs, params, caller)),
  'cloudformation DescribeStacks': reading((on, params, caller) =>
    describeStacks(on.ecs.view, params, caller),
  ),
  'cloudformation DescribeStackResources': reading((on, params, caller) =>
    describeStackResources(on.ecs.view, params, caller),
  ),
  'cloudformation DescribeStackResource': reading((on, params, caller) =>
    describeStackResource(on.ecs.view, params, caller),
  ),
  'sts GetCallerIdentity': reading(async (_on, _params, _caller, session) =>
    answered(callerIdentity(session)),
  ),
}

/** The operation of a service by its API name; `undefined` when the twin has none. */
export function operationOf(service: string, operation: string): Operation | undefined {
  return OPERATIONS[`${service} ${operation}`]
}
