import { type CredentialsRefusal, firstPushEffects, type PipelineTrace } from '@grade4/pipeline'
import { AUDIENCE, compareAudience, compareSubject } from '@grade4/trust'
import type { Reason } from '@grade4/unknown'
import type { Evidence } from '../../evidence/question.js'
import { knownRepository } from '../../facts/repository.js'
import { role } from '../../facts/role.js'
import { type Targets, targets } from '../../facts/targets.js'
import { answered, Blocked, check, knownOrAbsent } from '../check.js'
import { differencesIn } from '../role/claim.js'
import type { CheckId } from '../rubric.js'
import type { Finding } from '../verdict.js'
import { refusalFinding } from './credentials-refused.js'
import { eachPush, overTrace } from './every-run.js'
import { gradedPipeline } from './graded-workflow.js'
import { stopped } from './not-run.js'
import { conclude, failed, finding, type Outcome, passed, sentence, unknown } from './outcome.js'
import { type At, isLeftBehind, type RunReading, uses } from './run-reading.js'

const ACTION = 'aws-actions/configure-aws-credentials'

const messages = {
  none: `No step assumes a role: use ${ACTION} before anything touches AWS.`,
  noneInJob: (name: string) =>
    `${name} uses AWS, and no step of its job assumes the role before it.`,
  expired: (name: string) => `${name} uses AWS after its session has expired.`,
  skipped: (name: string, why: string | undefined) =>
    `${name} would assume the role, but ${sentence(why)}`,
  otherRole: (name: string) => `${name} assumes another role than the one that is graded.`,
  otherRegion: (name: string) => `${name} works in another region than the assignment's.`,
  right: (role: string, subject: string) => `Assumes ${role} as ${subject}.`,
  follows: (id: CheckId) => `AWS refuses the token as long as ${id} is not fixed.`,
}

/**
 * `workflow.credentials`: before anything touches AWS, the job assumes the graded role through OIDC.
 * AWS decides as STS would, with the token that GitHub issues for this push.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 3.
 */
export default check('workflow.credentials', {
  title: 'The pipeline assumes your role through OIDC',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Step 3: role-to-assume is the ARN of your role, aws-region is us-west-2, and the job has the permission id-token: write.',
  looksAt:
    "What the pipeline does up to the first use of AWS, run on a copy of your account, with the token that GitHub would issue for the push and AWS's own rules for accepting it.",
  passes:
    'The job assumes the graded role of your own account, in us-west-2, through OIDC, before anything touches AWS.',
  failures: {
    'The job may not ask GitHub for a token.':
      "Give the workflow, or the job, the permissions id-token: write and contents: read (a job's own permissions replace the workflow's).",
    'role-to-assume still says ROLE_NAME_HERE, or names a role that is not there or not yours.':
      'Copy the ARN of your role from the IAM console.',
    'AWS refuses the token, since GitHub writes its subject in another form than the trust policy expects: with ids, or with an environment.':
      'Put the subject that the report shows into the trust policy, or remove environment: from the job.',
    'The step uses access keys, another region, or a longer session than the role gives.':
      'Leave only role-to-assume and aws-region: us-west-2 in the step.',
  },

  async rule(context) {
    const { evidence } = context
    const [trace, named] = await Promise.all([gradedPipeline(evidence), targets(evidence)])
    const outcome = judgeCredentials(trace, named)
    const refusal = credentialsRefusal(trace)
    if (outcome.outcome === 'failed' && refusal !== null) {
      const owner = await mistakeBehind(refusal, evidence)
      if (owner !== null) throw new Blocked(owner, messages.follows(owner))
    }
    conclude(outcome, context)
  },
})

/** What the check says of a trace, before it is asked whose mistake a refusal of AWS's is. */
export function judgeCredentials(
  trace: PipelineTrace,
  { roleArn }: Pick<Targets, 'roleArn'>,
): Outcome {
  return overTrace(
    trace,
    eachPush((run) => judgeRun(run, roleArn)),
  )
}

/** The same for one push, whichever role it assumes. */
export function judgeAnyRole(run: RunReading): Outcome {
  return judgeRun(run, null)
}

function judgeRun(run: RunReading, roleArn: string | null): Outcome {
  const taken = run.effects('role-taken')
  const withoutRole = unsigned(run)
  const findings = [
    ...run.effects('role-refused').map((refused) => refusalFinding(run, refused, roleArn)),
    ...taken.flatMap((each) => faultsOf(run, each, roleArn)),
    ...withoutRole.flatMap(({ hidden, fault }) => (hidden === null ? [fault] : [])),
  ]
  if (findings.length > 0) return failed(...findings)
  const hidden = withoutRole[0]?.hidden ?? run.effects('role-unknown')[0]?.effect.reason
  if (hidden != null) return unknown(hidden)
  const [first] = taken
  return first === undefined
    ? missing(run)
    : passed(messages.right(first.effect.roleArn, first.effect.subject))
}

/** What is wrong with a role that was assumed. */
function faultsOf(
  run: RunReading,
  { effect, step }: At<'role-taken'>,
  roleArn: string | null,
): Finding[] {
  const name = run.name(step)
  const faults: Finding[] = []
  if (roleArn !== null && effect.roleArn !== roleArn) {
    const details = { expected: roleArn, actual: effect.roleArn }
    faults.push(finding(step, messages.otherRole(name), details))
  }
  if (effect.region !== run.region) {
    const details = { expected: run.region, actual: effect.region }
    faults.push(finding(step, messages.otherRegion(name), details))
  }
  return faults
}

/**
 * Steps that AWS turned away, or would have, since their job has no credentials at that point. `hidden`: why it
 * may have them after all.
 */
function unsigned(run: RunReading): { fault: Finding; hidden: Reason | null }[] {
  return run.effects('refused').flatMap(({ effect, step, at }) => {
    const expired = effect.code === 'ExpiredTokenException'
    const refusedBefore = run
      .effects('role-refused')
      .some((refused) => refused.at <= at && refused.step.step.job === step.step.job)
    // Asking STS who one is changes nothing and needs no credentials.
    if (effect.service === 'sts' || refusedBefore) return []
    if (!expired && (effect.code !== 'NoCredentials' || isLeftBehind(step, effect))) return []
    const message = expired ? messages.expired : messages.noneInJob
    const fault = finding(step, message(run.name(step)))
    return [{ fault, hidden: expired ? null : run.hiddenSignIn(step) }]
  })
}

function missing(run: RunReading): Outcome {
  const steps = run.steps.filter((step) => uses(step, ACTION))
  const unreached = steps.find(({ outcome }) => outcome === 'unreached')
  if (unreached !== undefined) return stopped(run, 'workflow.credentials', unreached)
  const [skipped] = steps
  if (skipped !== undefined) {
    const job = run.jobOf(skipped)
    const location = job?.result === 'skipped' ? job.location : undefined
    const message = messages.skipped(run.name(skipped), skipped.cause?.message)
    return failed(finding(skipped, message, { location }))
  }
  return run.outOfSight === null ? failed(finding(null, messages.none)) : unknown(run.outOfSight)
}

/** Why AWS, or the action before it, refused the role in the first push; `null` when it did not. */
export function credentialsRefusal(trace: PipelineTrace): CredentialsRefusal | null {
  const refused = firstPushEffects(trace).find((effect) => effect.kind === 'role-refused')
  return refused?.refusal ?? null
}

/**
 * The check whose fault it is that AWS refuses; `null` when the pipeline itself is at fault.
 * Throws `UnknownError` when too little is known to decide between the two.
 */
async function mistakeBehind(
  refusal: CredentialsRefusal,
  evidence: Evidence,
): Promise<CheckId | null> {
  switch (refusal.reason) {
    case 'no-provider':
      return 'oidc.provider'
    case 'provider-audience':
      return refusal.audience === AUDIENCE ? 'oidc.provider' : null
    case 'no-such-role':
      return knownOrAbsent(await role(evidence)) === null ? 'role.trust' : null
    case 'trust': {
      const chosen = knownOrAbsent(await role(evidence))?.value
      if (chosen?.role.arn !== refusal.roleArn) return null
      if (refusal.denial.kind !== 'condition') return 'role.trust'
      // What this job or this repository makes of the subject is at fault.
      if (refusal.mismatch !== null) return null
      const [subject, audience] = [
        compareSubject(chosen.trust, answered(await knownRepository(evidence))),
        compareAudience(chosen.trust),
      ]
      if (subject.state === 'different') return 'role.subject'
      if (audience.state === 'different') return 'role.audience'
      // Throws where one of them is not known.
      differencesIn(subject)
      differencesIn(audience)
      return null
    }
    default:
      return null
  }
}
