import { REPOSITORY } from '../../evidence/assignment.js'
import { repository } from '../../evidence/aws/ecr.js'
import { check, known, knownOrAbsent } from '../check.js'

const messages = {
  missing: (account: string, region: string) =>
    `There is no private ECR repository "${REPOSITORY}" in account ${account}, region ${region}.`,
  there: (uri: string) => `${uri} exists.`,
}

/**
 * `ecr.repository`: the registry that everything else pushes to and pulls from.
 * Rule: "Creating the ECR Repository".
 */
check('ecr.repository', async ({ subject, evidence, facts, finding, seen }) => {
  const [observed, account] = await Promise.all([
    evidence.ask(repository, REPOSITORY),
    facts.account(),
  ])
  const there = knownOrAbsent(observed)
  if (there !== null) return seen(messages.there(there.value.uri))
  const accountId = known(account, 'ecr.repository', '')
  finding(messages.missing(accountId, subject.region))
})
