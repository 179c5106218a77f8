import type { Action } from './action.js'
import { buildPush } from './build-push.js'
import { checkout } from './checkout.js'
import { configureAwsCredentials } from './configure-aws-credentials.js'
import { dockerLogin } from './docker-login.js'
import { ecrLogin } from './ecr-login.js'
import { metadata } from './metadata.js'
import {
  bringsFiles,
  deployTaskDefinition,
  harmless,
  renderTaskDefinition,
  setupBuildx,
  setupQemu,
} from './other-actions.js'

/** The actions that the grader knows, by lower-case `owner/name`. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['actions/cache', bringsFiles],
  ['actions/checkout', checkout],
  ['actions/download-artifact', bringsFiles],
  ['actions/setup-node', harmless],
  ['actions/setup-python', harmless],
  ['actions/upload-artifact', harmless],
  ['aws-actions/amazon-ecr-login', ecrLogin],
  ['aws-actions/amazon-ecs-deploy-task-definition', deployTaskDefinition],
  ['aws-actions/amazon-ecs-render-task-definition', renderTaskDefinition],
  ['aws-actions/configure-aws-credentials', configureAwsCredentials],
  ['docker/build-push-action', buildPush],
  ['docker/login-action', dockerLogin],
  ['docker/metadata-action', metadata],
  ['docker/setup-buildx-action', setupBuildx],
  ['docker/setup-qemu-action', setupQemu],
])
