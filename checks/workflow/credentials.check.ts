import type { PipelineTrace } from '@grade4/pipeline'
import { AUDIENCE, compareAudience, compareSubject, type TrustedRepository } from '@grade4/trust'
import type { Observed } from '@grade4/unknown'
import { knownRepository } from '../../facts/repository.js'
import { type ChosenRole, role } from '../../facts/role.js'
import { targets } from '../../facts/targets.js'
import { answered, Blocked, check, knownOrAbsent } from '../check.js'
import { differencesIn } from '../role/claim.js'
import type { CheckId } from '../rubric.js'
import { gradedPipeline, tellOutcome } from './graded-pipeline.js'
import { credentialsRefusal, judgeCredentials } from './judge/index.js'

const messages = {
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

  async rule({ evidence, ...tell }) {
    const [trace, named] = await Promise.all([gradedPipeline(evidence), targets(evidence)])
    const outcome = judgeCredentials(trace, named)
    if (outcome.outcome === 'failed') {
      const [chosen, repository] = await Promise.all([role(evidence), knownRepository(evidence)])
      const owner = mistakeBehind(trace, chosen, answered(repository))
      if (owner !== null) throw new Blocked(owner, messages.follows(owner))
    }
    tellOutcome(outcome, tell)
  },
})

/**
 * The check whose fault it is that AWS refuses; `null` when the pipeline itself is at fault.
 * Throws `UnknownError` when too little is known to tell the two apart.
 */
function mistakeBehind(
  trace: PipelineTrace,
  graded: Observed<ChosenRole>,
  repository: TrustedRepository,
): CheckId | null {
  const refusal = credentialsRefusal(trace)
  switch (refusal?.reason) {
    case 'no-provider':
      return 'oidc.provider'
    case 'provider-audience':
      return refusal.audience === AUDIENCE ? 'oidc.provider' : null
    case 'no-such-role':
      return knownOrAbsent(graded) === null ? 'role.trust' : null
    case 'trust': {
      const chosen = knownOrAbsent(graded)?.value
      if (chosen?.role.arn !== refusal.roleArn) return null
      if (refusal.denial.kind !== 'condition') return 'role.trust'
      // What this job or this repository makes of the subject is at fault.
      if (refusal.mismatch !== null) return null
      const [subject, audience] = [
        compareSubject(chosen.trust, repository),
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
