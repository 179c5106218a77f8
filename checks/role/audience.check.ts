import {
  AUDIENCE,
  AUDIENCE_KEY,
  compareAudience,
  type DifferenceKinds,
  type OfKind,
  showStatement,
  type TrustPolicy,
} from '@grade4/trust'
import { check } from '../check.js'
import {
  besideDifference,
  type ClaimFinding,
  differencesIn,
  missingAllowed,
  noCondition,
  trustForGitHub,
} from './claim.js'
import { inWords, type Words } from './in-words.js'

const messages: Words<DifferenceKinds> = {
  'nothing-allowed': () =>
    `The conditions on ${AUDIENCE_KEY} allow nobody: no value meets them all.`,
  'no-condition': (difference) =>
    noCondition(difference, AUDIENCE_KEY, 'so a token made for any other service is accepted'),
  'missing-allowed': (difference) => missingAllowed(difference, AUDIENCE_KEY),
  'value-allowed': ({ value, ...of }) => others(of, `"${value}"`),
  'many-allowed': (of) => others(of, 'tokens made for other services'),
}

const right = `Only tokens for ${AUDIENCE} are accepted.`

function others(
  {
    statement,
    wantedToo,
  }: Pick<OfKind<DifferenceKinds, 'many-allowed'>, 'statement' | 'wantedToo'>,
  others: string,
): string {
  const where = showStatement(statement)
  return wantedToo
    ? `${where} allows more than the audience ${AUDIENCE}: ${others}.`
    : `${where} asks for another audience than ${AUDIENCE}: it allows ${others}, and your pipeline's token is refused.`
}

/**
 * `role.audience`: a token that GitHub issued for somebody else's service is refused.
 * Rule: "Configuring GitHub OIDC", the condition on `aud`.
 */
export default check('role.audience', {
  title: 'The role asks for the audience sts.amazonaws.com',
  section: 'Configuring GitHub OIDC',
  hint: 'Set the condition token.actions.githubusercontent.com:aud to sts.amazonaws.com, then cdk deploy.',
  looksAt: 'The conditions on token.actions.githubusercontent.com:aud in the same statements.',
  passes: 'They ask for exactly sts.amazonaws.com.',
  failures: {
    'There is no condition on aud.':
      'Add "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" beside the subject, then cdk deploy.',
    "It asks for another audience, such as GitHub's default, the address of the owner.":
      'Set it to sts.amazonaws.com: that is what the credentials step asks GitHub for.',
  },

  async rule({ evidence, finding, seen }) {
    for (const { message, ...beside } of audienceFindings(await trustForGitHub(evidence)))
      finding(message, beside)
    seen(right)
  },
})

/** What is wrong with the conditions on the audience. Throws `UnknownError` where that is not known. */
export function audienceFindings(trust: TrustPolicy): ClaimFinding[] {
  return differencesIn(compareAudience(trust)).map((difference) => ({
    message: inWords(messages, difference),
    ...besideDifference(difference, AUDIENCE),
  }))
}
