import { finding, type PipelineTrace, type StepTrace } from '@grade4/pipeline'
import { Holes } from '@grade4/unknown'
import { eachPush, overTrace } from './combine.js'
import type { Graded } from './graded.js'
import { blocked, failed, type Outcome, passed, stop, undecided } from './outcome.js'
import type { RunReading } from './run-reading.js'
import { heldBy, ownerOf, stopped } from './stoppage.js'
import { behindCredentials } from './waiting.js'

const messages = {
  none: 'No step redeploys the service with aws ecs update-service --force-new-deployment.',
  notForced: (name: string) =>
    `${name} updates the service without --force-new-deployment: then the running tasks stay as they are.`,
  otherService: (name: string, service: string) =>
    `${name} redeploys ${service}, another service than yours.`,
  early: (name: string) => `${name} redeploys the service before the image is pushed.`,
  refused: (name: string, asked: string, what: string) =>
    `${name} is refused by ECS for ${asked}: ${stop(what)}`,
  otherRegion: (name: string, region: string) =>
    `${name} works in the region ${region}, where your service is not.`,
  noService: 'There is no service in the account that could be redeployed.',
  skipped: (name: string, why: string | null) => `${name} does not run: ${stop(why)}`,
  notRun: (name: string) =>
    `${name} has the command update-service in it but never runs it (an echo, or something before it ends the script).`,
  right: (name: string, service: string) => `${name} redeploys ${service}.`,
}

/**
 * `workflow.redeploy`: after the push, `aws ecs update-service --force-new-deployment` names the
 * student's real cluster and service, in the graded region.
 */
export function judgeRedeploy(trace: PipelineTrace, graded: Pick<Graded, 'service'>): Outcome {
  return overTrace(
    trace,
    eachPush((run) => {
      const by = run.steps.findLast(mentions) ?? null
      return behindCredentials(run, judgeRun(run, graded), by)
    }),
  )
}

function judgeRun(run: RunReading, { service }: Pick<Graded, 'service'>): Outcome {
  const pushedAt = pushOf(run)
  const done = run.effects('redeployed')
  const right = done.find(
    ({ effect, at }) =>
      effect.forced &&
      effect.region === run.region &&
      (service === null || effect.serviceArn === service.arn) &&
      at > pushedAt,
  )
  if (right !== undefined) {
    const name = right.effect.serviceArn.split('/').at(-1) ?? ''
    return passed(messages.right(run.name(right.step.step), name))
  }
  return waiting(run) ?? excuse(run, pushedAt) ?? nearMiss(run, service, pushedAt) ?? untold(run)
}

/** Place of the step that pushes, -1 when none does. */
function pushOf(run: RunReading): number {
  return run.pushBuild?.at ?? run.effects('pushed').at(-1)?.at ?? -1
}

function mentions({ holds }: StepTrace): boolean {
  return holds.includes('update-service')
}

/** The redeploying step was not reached, or ended the job itself. */
function waiting(run: RunReading): Outcome | null {
  const unreached = run.steps.find((step) => step.outcome === 'unreached' && mentions(step))
  if (unreached !== undefined) return stopped(run, 'workflow.redeploy', unreached)
  const failing = run.steps.find(
    (step) => step.outcome === 'failure' && !step.forgiven && mentions(step),
  )
  if (failing === undefined || ownerOf(run, failing) === 'workflow.redeploy') return null
  return heldBy(run, 'workflow.redeploy', failing)
}

/** A step after the push that the grader could not follow and that may be what redeploys. */
function excuse(run: RunReading, pushedAt: number): Outcome | null {
  const [outOfSight] = run.outOfSight
  if (outOfSight !== undefined) return undecided(outOfSight)
  const able = run.steps.find(
    ({ unknown, signedIn, action }, at) =>
      unknown !== null &&
      action?.followed !== true &&
      ((at > pushedAt && signedIn) ||
        (action === null && (unknown.reach === 'aws' || unknown.lacksEvidence))),
  )
  return able?.unknown == null ? null : undecided(able.unknown.reason)
}

function nearMiss(run: RunReading, service: Graded['service'], pushedAt: number): Outcome | null {
  const [done] = run.effects('redeployed').toSorted((a, b) => b.at - a.at)
  if (done !== undefined) {
    const { effect, step, at } = done
    const { location } = step.step
    const name = run.name(step.step)
    if (effect.region !== run.region) {
      return failed(finding(messages.otherRegion(name, effect.region), { location }))
    }
    if (service !== null && effect.serviceArn !== service.arn) {
      const details = { location, expected: service.arn, actual: effect.serviceArn }
      return failed(
        finding(messages.otherService(name, effect.serviceArn.split('/').at(-1) ?? ''), details),
      )
    }
    if (!effect.forced) {
      const expected = '--force-new-deployment'
      return failed(finding(messages.notForced(name), { location, expected }))
    }
    if (at < pushedAt) return failed(finding(messages.early(name), { location }))
  }
  const refusals = run.effects('refused').filter(({ effect }) => effect.service === 'ecs')
  const refusal = refusals.find(({ effect }) => effect.operation === 'UpdateService') ?? refusals[0]
  if (refusal === undefined) return null
  const { effect, step } = refusal
  const { location } = step.step
  const name = run.name(step.step)
  if (effect.region !== null && effect.region !== run.region) {
    return failed(finding(messages.otherRegion(name, effect.region), { location }))
  }
  if (service === null && /NotFound|NotActive/.test(effect.code)) {
    return blocked('ecs.image', messages.noService)
  }
  const cluster = effect.asked.cluster ?? 'default'
  const asked = effect.asked.service === undefined ? '' : ` --service ${effect.asked.service}`
  const actual = Holes.show(`--cluster ${cluster}${asked}`)
  const expected =
    service === null
      ? null
      : `--cluster ${service.clusterArn.split('/').at(-1)} --service ${service.name}`
  const what = Holes.show(`${effect.message.replace(/\.$/, '')} (${effect.code})`)
  return failed(finding(messages.refused(name, actual, what), { location, expected, actual }))
}

function untold(run: RunReading): Outcome {
  const skipped = run.steps.find((step) => step.outcome === 'skipped' && mentions(step))
  if (skipped !== undefined) {
    const message = messages.skipped(run.name(skipped.step), skipped.cause?.message ?? null)
    return failed(finding(message, { location: skipped.step.location }))
  }
  const failing = run.steps.find((step) => step.outcome === 'failure' && mentions(step))
  if (failing !== undefined) return heldBy(run, 'workflow.redeploy', failing)
  const silent = run.steps.find(mentions)
  if (silent !== undefined) {
    const message = messages.notRun(run.name(silent.step))
    return failed(finding(message, { location: silent.step.location }))
  }
  return failed(finding(messages.none))
}
