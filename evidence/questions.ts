import { stack, stackResources } from './aws/cloudformation.js'
import { configBlob, repository as ecrRepository, images, manifest } from './aws/ecr.js'
import { clusters, service, serviceArns, servicesByArn, taskDefinition, tasks } from './aws/ecs.js'
import { attachedPolicies, inlinePolicies, oidcProvider, role, roles } from './aws/iam.js'
import { identity } from './aws/sts.js'
import { runAttempt, runJobs, workflowFile, workflowRuns } from './github/actions.js'
import {
  actionsPermissions,
  repository as githubRepository,
  secretNames,
  subjectCustomization,
} from './github/repository.js'

/** Every question that can be asked: what a saved answer may be an answer to. */
export const QUESTIONS = [
  identity,
  ecrRepository,
  images,
  manifest,
  configBlob,
  stack,
  stackResources,
  clusters,
  service,
  serviceArns,
  servicesByArn,
  taskDefinition,
  tasks,
  oidcProvider,
  role,
  roles,
  attachedPolicies,
  inlinePolicies,
  githubRepository,
  actionsPermissions,
  secretNames,
  subjectCustomization,
  workflowFile,
  workflowRuns,
  runAttempt,
  runJobs,
] as const
