import type { PipelineTrace, StepTrace } from '@grade4/pipeline'
import type { Targets } from '../../facts/targets.js'
import { check } from '../check.js'
import type { Finding } from '../verdict.js'
import { afterRole } from './after-role.js'
import { mayChangeLater, REMOVE } from './end-of-run.js'
import { eachPush, overTrace } from './every-run.js'
import { ownerOf } from './failure-owner.js'
import { heldBy, notRun, stopped } from './not-run.js'
import {
  blocked,
  byTrace,
  failed,
  finding,
  type Outcome,
  passed,
  sentence,
  unknown,
} from './outcome.js'
import type { At, RunReading } from './run-reading.js'

/** The graded service; `null` when there is none or it is not known. */
type Service = Targets['service']

const COMMAND = 'update-service'

/** What a script may force a new deployment with. */
const FORCES = ['any', 'force-new-deployment'] as const

/** ECS's errors that say that there is no such service, or no such cluster. */
const NOT_THERE = new Set([
  'ClusterNotFoundException',
  'ServiceNotFoundException',
  'ServiceNotActiveException',
])

const messages = {
  none: 'No step redeploys the service with aws ecs update-service --force-new-deployment.',
  notForced: (name: string) =>
    `${name} updates the service without --force-new-deployment: then the running tasks stay as they are.`,
  otherService: (name: string, service: string) =>
    `${name} redeploys ${service}, another service than yours.`,
  early: (name: string) => `${name} redeploys the service before the image is pushed.`,
  refused: (name: string, asked: string, what: string) =>
    `${name} is refused by ECS for ${asked}: ${sentence(what)}`,
  otherRegion: (name: string, region: string) =>
    `${name} works in the region ${region}, where your service is not.`,
  deleted: (name: string) =>
    `${name} deletes the service: when the run ends, nothing runs the image.`,
  scaled: (name: string) =>
    `${name} sets the service's desired count to 0: when the run ends, nothing runs the image.`,
  noService: 'There is no service in the account that could be redeployed.',
  right: (name: string, service: string) => `${name} redeploys ${service}.`,
}

/**
 * `workflow.redeploy`: the student's own service takes the new image.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 9.
 */
export default check('workflow.redeploy', {
  title: 'The pipeline redeploys the service after the push',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 9: aws ecs update-service with your cluster, your service, --force-new-deployment and --region us-west-2.',
  looksAt: 'The aws ecs update-service commands of the pipeline, run on a copy of your account.',
  passes:
    'After the push one of them, with --force-new-deployment, names your cluster and your service, by name or ARN, in us-west-2.',
  failures: {
    'Cluster or service are still placeholders, or not yours.':
      'Copy both names from the ECS console, or run: aws ecs list-clusters, then aws ecs list-services --cluster NAME',
    '--force-new-deployment is missing, so the running tasks stay as they are.':
      'Step 9: add --force-new-deployment.',
    'It comes before the push, goes to another region, or never runs.':
      'Put it after step 8, with --region us-west-2, as a command of its own.',
    'A later step deletes the service, or scales it to zero.': 'Remove that step.',
  },

  rule: byTrace(judgeRedeploy),
})

/** What the check says of a trace. */
export function judgeRedeploy(
  trace: PipelineTrace,
  { service }: Pick<Targets, 'service'>,
): Outcome {
  return overTrace(
    trace,
    eachPush((run) => {
      const by = run.steps.findLast(holdsCommand) ?? null
      return afterRole(run, judgeRun(run, service), by)
    }),
  )
}

function judgeRun(run: RunReading, service: Service): Outcome {
  const pushedAt = run.pushBuild?.at ?? run.effects('pushed').at(-1)?.at ?? -1
  const redeployed = run.effects('redeployed')
  const right = redeployed.find((each) => faultOf(run, each, service, pushedAt) === null)
  if (right !== undefined) {
    const ended = atEnd(run, right)
    if (ended !== null) return ended
    return passed(messages.right(run.name(right.step), lastPart(right.effect.serviceArn)))
  }
  const heldUp = notReached(run) ?? notFollowed(run, pushedAt)
  if (heldUp !== null) return heldUp
  const nearest = redeployed.toSorted((a, b) => b.at - a.at)[0]
  const fault = nearest === undefined ? null : faultOf(run, nearest, service, pushedAt)
  return fault === null ? (refused(run, service) ?? missing(run)) : failed(fault)
}

/** What is wrong with the redeployed service when the run ends. */
function atEnd(run: RunReading, { effect, at }: At<'redeployed'>): Outcome | null {
  const { serviceArn } = effect
  const ofService = (each: { effect: { serviceArn: string } }) =>
    each.effect.serviceArn === serviceArn
  const deleted = run.effects('service-deleted').find(ofService)
  if (deleted !== undefined) {
    return failed(finding(deleted.step, messages.deleted(run.name(deleted.step)), { hint: REMOVE }))
  }
  // The step itself may name a desired count above zero.
  const reason =
    mayChangeLater(run, at, ['delete-service']) ?? mayChangeLater(run, at + 1, ['desired-count'])
  if (reason !== null) return unknown(reason)
  const scaled = run.effects('scaled').findLast(ofService)
  return scaled?.effect.desiredCount === 0
    ? failed(finding(scaled.step, messages.scaled(run.name(scaled.step)), { hint: REMOVE }))
    : null
}

function holdsCommand({ holds }: StepTrace): boolean {
  return holds.includes(COMMAND)
}

/** The redeploying step was not reached, or ended the job itself. */
function notReached(run: RunReading): Outcome | null {
  const steps = run.steps.filter(holdsCommand)
  const unreached = steps.find((step) => run.isNotReached(step))
  if (unreached !== undefined) return stopped(run, 'workflow.redeploy', unreached)
  const failing = steps.find(({ outcome, forgiven }) => outcome === 'failure' && !forgiven)
  if (failing === undefined || ownerOf(run, failing) === 'workflow.redeploy') return null
  return heldBy(run, 'workflow.redeploy', failing)
}

/** A step that could not be followed and that may be what redeploys. */
function notFollowed(run: RunReading, pushedAt: number): Outcome | null {
  if (run.outOfSight !== null) return unknown(run.outOfSight)
  const able = run.steps.find(
    ({ unknown, signedIn, action, holds }, at) =>
      unknown !== null &&
      action?.followed !== true &&
      (action !== null ||
        unknown.reason.lacks !== undefined ||
        FORCES.some((command) => holds.includes(command))) &&
      ((at > pushedAt && signedIn) ||
        (action === null && (unknown.reach === 'aws' || unknown.reason.lacks !== undefined))),
  )
  return able?.unknown == null ? null : unknown(able.unknown.reason)
}

/** What is wrong with a call that ECS accepted; `null`: nothing. */
function faultOf(
  run: RunReading,
  { effect, step, at }: At<'redeployed'>,
  service: Service,
  pushedAt: number,
): Finding | null {
  const name = run.name(step)
  if (effect.region !== run.region) return finding(step, messages.otherRegion(name, effect.region))
  if (service !== null && effect.serviceArn !== service.arn) {
    const details = { expected: service.arn, actual: effect.serviceArn }
    return finding(step, messages.otherService(name, lastPart(effect.serviceArn)), details)
  }
  if (!effect.forced) {
    return finding(step, messages.notForced(name), { expected: '--force-new-deployment' })
  }
  return at > pushedAt ? null : finding(step, messages.early(name))
}

/** A call that ECS refused. */
function refused(run: RunReading, service: Service): Outcome | null {
  const refusals = run.effects('refused').filter(({ effect }) => effect.service === 'ecs')
  const refusal = refusals.find(({ effect }) => effect.operation === 'UpdateService') ?? refusals[0]
  if (refusal === undefined) return null
  const { effect, step } = refusal
  const name = run.name(step)
  if (effect.region !== null && effect.region !== run.region) {
    const message = messages.otherRegion(name, effect.region)
    return run.hasRegionOfRole(step, effect.region)
      ? blocked('workflow.credentials', message)
      : failed(finding(step, message))
  }
  if (service === null && NOT_THERE.has(effect.code)) {
    return blocked('ecs.image', messages.noService)
  }
  const named = effect.asked.service === undefined ? '' : ` --service ${effect.asked.service}`
  const actual = `--cluster ${effect.asked.cluster ?? 'default'}${named}`
  const expected =
    service === null ? null : `--cluster ${lastPart(service.clusterArn)} --service ${service.name}`
  const what = `${effect.message.replace(/\.$/, '')} (${effect.code})`
  const details = expected === actual ? {} : { expected, actual }
  return failed(finding(step, messages.refused(name, actual, what), details))
}

/** No call was sent. */
function missing(run: RunReading): Outcome {
  const failing = run.steps.find((step) => step.outcome === 'failure' && holdsCommand(step))
  if (failing !== undefined) return heldBy(run, 'workflow.redeploy', failing)
  const held = notRun(run, COMMAND)
  return failed(finding(held?.step ?? null, held?.message ?? messages.none))
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
