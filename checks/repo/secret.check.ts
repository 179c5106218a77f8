import { secretNames } from '../../evidence/github/repository.js'
import { check, known } from '../check.js'

const SECRET = 'AWS_ACCOUNT_ID'

const messages = {
  missing: `The repository has no secret named ${SECRET}.`,
  right: `The repository secret ${SECRET} exists; its value can't be read.`,
}

/**
 * `repo.secret`: main.yml can name the account without holding its number.
 * Rule: "Configuring GitHub Actions to Push to ECR", "add a GitHub Repository Secret".
 */
check('repo.secret', async ({ evidence, finding, seen }) => {
  const names = known(await evidence.ask(secretNames), 'repo.secret', '')
  if (names.includes(SECRET)) return seen(messages.right)
  finding(messages.missing, {
    expected: SECRET,
    actual: names.length === 0 ? 'no repository secret' : names.join(', '),
  })
})
