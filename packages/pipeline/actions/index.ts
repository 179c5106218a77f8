import { byHand } from '@grade4/unknown'
import { type Action, input, succeeded } from './action.js'
import { buildPush } from './build-push.js'
import { checkout } from './checkout.js'
import { configureAwsCredentials } from './configure-aws-credentials.js'
import { dockerLogin } from './docker-login.js'
import { ecrLogin } from './ecr-login.js'
import { metadata } from './metadata.js'

// Actions that touch no image in ECR, as far as they prepare what others need.

/** docker/setup-buildx-action: a builder that brings its own emulators, unless its inputs say otherwise. */
const setupBuildx: Action = async (call) => {
  const driver = input(call, 'driver')
  if (!/^(docker|docker-container)?$/.test(driver) || input(call, 'endpoint') !== '') {
    call.run.machine.builderDoubt = ELSEWHERE
  }
  if (driver !== 'docker') call.run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** docker/setup-qemu-action: emulators for other architectures. */
const setupQemu: Action = async ({ run }) => {
  run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** An action that brings files, whatever they are: another job's, or an earlier run's. */
const bringsFiles: Action = async ({ run }) => {
  run.mayHoldFiles = true
  return succeeded({ others: OUTPUTS })
}

/** An action that has nothing to do with AWS and images. */
const harmless: Action = async () => succeeded({ others: OUTPUTS })

/** aws-actions/amazon-ecs-render-task-definition: a file with a task definition, which no service gets by it. */
const renderTaskDefinition: Action = async () => succeeded({ others: OUTPUTS })

/**
 * aws-actions/amazon-ecs-deploy-task-definition: a new revision, and the service on it. It is no
 * `aws ecs update-service`, touches no image and leaves the service there, unless it sets its desired count.
 */
const deployTaskDefinition: Action = async (call) => {
  const count = input(call, 'desired-count')
  return succeeded({ others: OUTPUTS, unknown: /^[1-9]?$/.test(count) ? null : SCALES })
}

const ELSEWHERE = {
  because: 'the images are built on another machine, which the grader does not know',
  remedy: "Let docker/setup-buildx-action make a builder on the job's own machine.",
}

const OUTPUTS = byHand(
  'the outputs of this action are only known when it runs',
  'what depends on them',
)

const SCALES = {
  because: 'the grader does not follow how this action sets the desired count of the service',
  remedy: 'Leave desired-count out, or let the course staff grade this step by hand.',
}

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
