import { ACCOUNT_SECRET } from '../../evidence/assignment.js'
import { secretNames } from '../../evidence/github/repository.js'
import { check, known } from '../check.js'

const messages = {
  missing: `The repository has no secret named ${ACCOUNT_SECRET}.`,
  right: `The repository secret ${ACCOUNT_SECRET} exists; its value can't be read.`,
}

/**
 * `repo.secret`: main.yml can name the account without holding its number.
 * Rule: "Configuring GitHub Actions to Push to ECR", "add a GitHub Repository Secret".
 */
check('repo.secret', async ({ evidence, finding, seen }) => {
  const names = known(await evidence.ask(secretNames), 'repo.secret', '')
  if (names.includes(ACCOUNT_SECRET)) return seen(messages.right)
  finding(messages.missing, {
    expected: ACCOUNT_SECRET,
    actual: names.length === 0 ? 'no repository secret' : names.join(', '),
  })
})
