export type { CredentialsRefusal } from './actions/effects.js'
export { linesInput } from './actions/input-values.js'
export type { Shape, Structure } from './aws/service-models.js'
export { LATEST, MAIN, REPOSITORY, WORKFLOW } from './graded.js'
export { describeImage, type ImageDescription } from './image-reference.js'
export type { PipelineInput } from './input.js'
export { callProblem } from './jobs/graph.js'
export { Machine } from './machine.js'
export { type Named, type NamedService, namedIn } from './named.js'
export { isOpenTag } from './open-tag.js'
export { type Platform, platformName } from './platform.js'
export type { ReadFile } from './repository-files.js'
export { readRoleArn } from './role-arn.js'
export { runPipeline } from './run-pipeline.js'
export { settingsRead } from './settings.js'
export {
  type Cause,
  type Effect,
  firstPushEffects,
  isSameStep,
  type JobTrace,
  type PipelineTrace,
  placeOf,
  type RunTrace,
  type ScheduleTrace,
  type StepRef,
  type StepTrace,
} from './trace.js'
export type { AccountView } from './twin/account-view.js'
export type { RepositoryState, TwinEffect } from './twin/effects.js'
export { OPERATION_NAMES } from './twin/operations.js'
export { workflowAdvice } from './workflow/advice.js'
export { type LoadedWorkflow, loadWorkflow, type Workflow } from './workflow/load.js'
export { type TriggerFault, triggerFaults } from './workflow/trigger.js'
