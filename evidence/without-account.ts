import { found, type Observed, unknown } from '@grade4/unknown'
import { identity } from './aws/sts.js'
import type { KnownAnswers } from './gather.js'
import { STAND_IN_ACCOUNT } from './not-deployed.js'
import type { Subject } from './subject.js'
import { Synthesized } from './template/synthesized.js'

/** Accounts that a text names by ARNs of IAM or hosts of ECR. */
const NAMED_ACCOUNT = /arn:aws[\w-]*:iam::(\d{12}):|\b(\d{12})\.dkr\.ecr\./g

/**
 * The answers about a subject whose account is not looked at: what a deploy of the template would have it answer,
 * where there is one.
 */
export function answersWithoutAccount(subject: Subject): KnownAnswers {
  const account = accountOf(subject)
  const { template, region } = subject
  const home = { account: account.state === 'found' ? account.value : STAND_IN_ACCOUNT, region }
  const synthesized = template === undefined ? null : new Synthesized(template, home)
  const who: Observed<unknown> =
    account.state === 'found' ? found({ account: account.value, arn: '' }) : account
  return {
    answer: (question, args) =>
      question === identity.name ? who : synthesized?.answer(question, args),
  }
}

/** The account that is meant; unknown where somebody names one, and nobody says whether it is the student's. */
function accountOf({ account, template, stack, localWorkflow }: Subject): Observed<string> {
  const places = template?.stacks.filter(({ name }) => name === stack) ?? []
  const meant = account ?? places.find((place) => place.account !== null)?.account
  if (meant != null) return found(meant)
  const texts = [...(template?.files ?? []), ...(localWorkflow === null ? [] : [localWorkflow])]
  for (const { text } of texts) {
    for (const [, inArn, inHost] of text.matchAll(NAMED_ACCOUNT)) {
      const named = inArn ?? inHost
      return unknown(
        `Whether ${named}, which the files name, is your AWS account is not known.`,
        'Say which account is yours with --account, 12 digits.',
      )
    }
  }
  return found(STAND_IN_ACCOUNT)
}
