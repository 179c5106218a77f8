import { REPOSITORY } from '../../evidence/assignment.js'
import { repository } from '../../evidence/aws/ecr.js'
import { account } from '../../facts/account.js'
import { answered, check, knownOrAbsent } from '../check.js'

const messages = {
  missing: (account: string, region: string) =>
    `There is no private ECR repository "${REPOSITORY}" in account ${account}, region ${region}.`,
  there: (uri: string) => `${uri} exists.`,
}

/**
 * `ecr.repository`: the registry that everything else pushes to and pulls from.
 * Rule: "Creating the ECR Repository".
 */
export default check('ecr.repository', {
  title: 'The ECR repository cs40 exists',
  section: 'Creating the ECR Repository',
  hint: 'Run: aws ecr create-repository --repository-name cs40 --region us-west-2',
  looksAt: 'The private ECR repositories of your account in us-west-2.',
  passes: 'There is one called cs40.',
  failures: {
    'There is no repository cs40 at all.':
      'Run: aws ecr create-repository --repository-name cs40 --region us-west-2',
    "It was created in another region, your shell's default.":
      'Create it again with --region us-west-2; delete the other one in the ECR console.',
  },

  async rule({ evidence, finding, seen }) {
    const [observed, accountId] = await Promise.all([
      evidence.ask(repository, REPOSITORY),
      account(evidence),
    ])
    const there = knownOrAbsent(observed)
    if (there !== null) return seen(messages.there(there.value.uri))
    finding(messages.missing(answered(accountId), evidence.subject.region))
  },
})
