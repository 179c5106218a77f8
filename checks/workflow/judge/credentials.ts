import {
  type CredentialsRefusal,
  finding,
  type PipelineTrace,
  type StepTrace,
} from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import type { Finding } from '../../verdict.js'
import { eachPush, overTrace } from './combine.js'
import type { Graded } from './graded.js'
import { failed, type Outcome, passed, stop, undecided } from './outcome.js'
import { refusalFinding } from './refusal.js'
import type { RunReading } from './run-reading.js'
import { stopped } from './stoppage.js'
import { unseenSignIn } from './unseen-sign-in.js'

const ACTION = 'aws-actions/configure-aws-credentials'

const messages = {
  none: `No step takes a role: use ${ACTION} before anything touches AWS.`,
  noneInJob: (name: string) => `${name} uses AWS, and no step of its job takes the role before it.`,
  skipped: (name: string, why: string | null) => `${name} would take the role, but ${stop(why)}`,
  otherRole: (name: string) => `${name} takes another role than the one that is graded.`,
  otherRegion: (name: string) => `${name} works in another region than the assignment's.`,
  right: (role: string, subject: string) => `Takes ${role} as ${subject}.`,
}

/**
 * `workflow.credentials`: before anything touches AWS, the job takes the graded role, in the student's
 * own account and region, through OIDC.
 */
export function judgeCredentials(trace: PipelineTrace, graded: Pick<Graded, 'roleArn'>): Outcome {
  return overTrace(
    trace,
    eachPush((run) => judgeRun(run, graded)),
  )
}

/** Why AWS, or the action before it, refused the role in the first push; `null` when it did not. */
export function credentialsRefusal(trace: PipelineTrace): CredentialsRefusal | null {
  const refusals = trace.schedules.flatMap(({ worlds }) =>
    worlds.flatMap(({ runs }) =>
      runs[0].steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.kind === 'role-refused' ? [effect.refusal] : [])),
      ),
    ),
  )
  return refusals[0] ?? null
}

/** The same for one push, whichever role it takes. */
export function judgeCredentialsOf(run: RunReading): Outcome {
  return judgeRun(run, { roleArn: null })
}

function judgeRun(run: RunReading, graded: Pick<Graded, 'roleArn'>): Outcome {
  const refused = run.effects('role-refused')
  const taken = run.effects('role-taken')
  const turnedAway = unsigned(run)
  const findings: Finding[] = [
    ...refused.map(({ effect, step }) => refusalFinding(run, step, effect, graded.roleArn)),
    ...taken.flatMap(({ effect, step }) => {
      const faults: Finding[] = []
      const { location } = step.step
      const name = run.name(step.step)
      if (graded.roleArn !== null && effect.roleArn !== graded.roleArn) {
        const details = { location, expected: graded.roleArn, actual: effect.roleArn }
        faults.push(finding(messages.otherRole(name), details))
      }
      if (effect.region !== run.region) {
        const details = { location, expected: run.region, actual: effect.region }
        faults.push(finding(messages.otherRegion(name), details))
      }
      return faults
    }),
    ...turnedAway.flatMap(({ hidden, fault }) => (hidden === null ? [fault] : [])),
  ]
  if (findings.length > 0) return failed(...findings)
  const hidden = turnedAway.find((each) => each.hidden !== null)?.hidden
  if (hidden != null) return undecided(hidden)
  const [unknown] = run.effects('role-unknown')
  if (unknown !== undefined) return undecided(unknown.effect.reason)
  const [first] = taken
  return first === undefined
    ? missing(run)
    : passed(messages.right(first.effect.roleArn, first.effect.subject))
}

/**
 * Steps that AWS turned away, or would have, since their job has no credentials at that point. `hidden`: why it
 * may have them after all.
 */
function unsigned(run: RunReading): { fault: Finding; hidden: Reason | null }[] {
  return run.effects('refused').flatMap(({ effect, step, at }) => {
    const inJob = run.steps.slice(0, at + 1).filter((other) => other.step.job === step.step.job)
    const refusedBefore = inJob.some(({ effects }) =>
      effects.some(({ kind }) => kind === 'role-refused'),
    )
    const expired = effect.code === 'ExpiredTokenException'
    // Asking STS who one is changes nothing and needs nobody.
    if (effect.service === 'sts') return []
    if ((effect.code !== 'NoCredentials' && !expired) || refusedBefore) return []
    const name = run.name(step.step)
    const message = expired
      ? `${name} uses AWS after its session has expired.`
      : messages.noneInJob(name)
    const fault = finding(message, { location: step.step.location })
    return [{ fault, hidden: expired ? null : unseenSignIn(run, step) }]
  })
}

function missing(run: RunReading): Outcome {
  const steps = run.stepsUsing(ACTION)
  const unreached = steps.find(({ outcome }) => outcome === 'unreached')
  if (unreached !== undefined) return stopped(run, 'workflow.credentials', unreached)
  const [skipped] = steps
  if (skipped !== undefined) return failed(skippedFinding(run, skipped))
  const [outOfSight] = run.outOfSight
  return outOfSight === undefined ? failed(finding(messages.none)) : undecided(outOfSight)
}

function skippedFinding(run: RunReading, step: StepTrace): Finding {
  const message = messages.skipped(run.name(step.step), step.cause?.message ?? null)
  return finding(message, { location: step.step.location })
}
