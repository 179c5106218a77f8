import { AUDIENCE, AUDIENCE_KEY, SUBJECT_KEY } from './github.js'
import {
  type ClaimFinding,
  type ClaimJudgement,
  describeTests,
  type Excess,
  judgeClaim,
  quote,
} from './judge-claim.js'
import { misspeltKey } from './misspelt-key.js'
import { nameOf } from './parse.js'
import type { TrustReading } from './read-trust.js'
import { describeSubjectExcess } from './subject-excess.js'
import { expectedSubjects, type TrustedRepository, unsettledSubjects } from './subject-forms.js'

/**
 * Whether each Allow statement for GitHub restricts the subject to exactly the pushes to `main` of
 * a repository, as IAM would evaluate it. Wrong with one finding for each way in; unknown where
 * AWS's behaviour is not documented, a pattern is too large, or the ids decide and are not known.
 *
 * Rule: RUBRIC, `role.subject`.
 */
export function judgeSubject(
  reading: TrustReading,
  { repository }: { readonly repository: TrustedRepository },
): ClaimJudgement {
  return judgeClaim(reading, {
    key: SUBJECT_KEY,
    expected: expectedSubjects(repository),
    unsettled: unsettledSubjects(repository),
    describeExcess: (excess) => describeSubjectExcess(excess, repository),
    nobody: `The conditions on ${SUBJECT_KEY} let nobody in, not even your pushes to main: no value meets them all.`,
  })
}

/**
 * Whether each Allow statement for GitHub restricts the audience to exactly `sts.amazonaws.com`.
 * `forms` of an exact judgement is empty: there is one form.
 *
 * Rule: RUBRIC, `role.audience`.
 */
export function judgeAudience(reading: TrustReading): ClaimJudgement {
  return judgeClaim(reading, {
    key: AUDIENCE_KEY,
    expected: [{ form: null, text: AUDIENCE }],
    unsettled: null,
    describeExcess: describeAudienceExcess,
    nobody: `The conditions on ${AUDIENCE_KEY} let nobody in: no value meets them all.`,
  })
}

function describeAudienceExcess({ statement, few, includesExpected }: Excess): ClaimFinding[] {
  const where = nameOf(statement)
  const actual = describeTests(statement, AUDIENCE_KEY)
  if (actual === 'no condition')
    return [
      {
        message: `${where} has no condition on ${AUDIENCE_KEY}, so a token made for any other service gets in.${misspeltKey(statement, AUDIENCE_KEY)}`,
        expected: AUDIENCE,
        actual,
      },
    ]
  const others = few ? few.map(quote).join(', ') : 'tokens made for other services'
  const message = includesExpected
    ? `${where} lets in more than the audience ${AUDIENCE}: ${others}.`
    : `${where} asks for another audience than ${AUDIENCE}: it lets in ${others}, and your pipeline's token is refused.`
  return [{ message, expected: AUDIENCE, actual: few?.length === 1 ? (few[0] ?? actual) : actual }]
}
