import { type Action, input, succeeded } from './action.js'

// Actions that touch no image in ECR, as far as they prepare what others need.

/** docker/setup-buildx-action: a builder that brings its own emulators, unless its inputs say otherwise. */
export const setupBuildx: Action = async (call) => {
  const driver = input(call, 'driver')
  if (!/^(docker|docker-container)?$/.test(driver) || input(call, 'endpoint') !== '') {
    call.run.machine.builderDoubt = ELSEWHERE
  }
  if (driver !== 'docker') call.run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** docker/setup-qemu-action: emulators for other architectures. */
export const setupQemu: Action = async ({ run }) => {
  run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** An action that brings files, whatever they are: another job's, or an earlier run's. */
export const bringsFiles: Action = async ({ run }) => {
  run.mayHoldFiles = true
  return succeeded({ others: OUTPUTS })
}

/** An action that has nothing to do with AWS and images. */
export const harmless: Action = async () => succeeded({ others: OUTPUTS })

/** aws-actions/amazon-ecs-render-task-definition: a file with a task definition, which no service gets by it. */
export const renderTaskDefinition: Action = async () => succeeded({ others: OUTPUTS })

/**
 * aws-actions/amazon-ecs-deploy-task-definition: a new revision, and the service on it. It is no
 * `aws ecs update-service`, touches no image and leaves the service there, unless it sets its desired count.
 */
export const deployTaskDefinition: Action = async (call) => {
  const count = input(call, 'desired-count')
  return succeeded({ others: OUTPUTS, unknown: /^[1-9]?$/.test(count) ? null : SCALES })
}

const ELSEWHERE = {
  because: 'the images are built on another machine, which the grader does not know',
  remedy: "Let docker/setup-buildx-action make a builder on the job's own machine.",
}

const OUTPUTS = {
  because: 'the outputs of this action are only known when it runs',
  remedy: 'The course staff has to grade what depends on them by hand.',
}

const SCALES = {
  because: 'the grader does not follow how this action sets the desired count of the service',
  remedy: 'Leave desired-count out, or let the course staff grade this step by hand.',
}
