import { REPOSITORY } from '../../evidence/assignment.js'
import { repository } from '../../evidence/aws/ecr.js'
import { account } from '../../facts/account.js'
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
check('ecr.repository', async ({ evidence, finding, seen }) => {
  const [observed, accountId] = await Promise.all([
    evidence.ask(repository, REPOSITORY),
    account(evidence),
  ])
  const there = knownOrAbsent(observed)
  if (there !== null) return seen(messages.there(there.value.uri))
  finding(messages.missing(known(accountId, 'ecr.repository', ''), evidence.subject.region))
})
