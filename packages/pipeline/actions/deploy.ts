import { type Action, input, succeeded } from './action.js'

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

const OUTPUTS = {
  because: 'the outputs of this action are only known when it runs',
  remedy: 'Grade what depends on them by hand.',
}

const SCALES = {
  because: 'the grader does not follow how this action sets the desired count of the service',
  remedy: 'Leave desired-count out, or grade this step by hand.',
}
