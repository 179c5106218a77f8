import { ACCOUNT_SECRET } from '../../evidence/assignment.js'
import { secretNames } from '../../evidence/github/repository.js'
import { answered, check } from '../check.js'

const messages = {
  missing: `The repository has no secret named ${ACCOUNT_SECRET}.`,
  right: `The repository secret ${ACCOUNT_SECRET} exists; its value can't be read.`,
}

/**
 * `repo.secret`: main.yml can name the account without holding its number.
 * Rule: "Configuring GitHub Actions to Push to ECR", "add a GitHub Repository Secret".
 */
export default check('repo.secret', {
  title: 'The repository secret AWS_ACCOUNT_ID exists',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'On GitHub: Settings > Secrets and variables > Actions > New repository secret, named AWS_ACCOUNT_ID.',
  looksAt: "The names of the repository's secrets. Nobody can read their values.",
  passes: 'One of them is AWS_ACCOUNT_ID.',
  failures: {
    'There is no such secret, it is a variable instead, or it belongs to an environment.':
      'On GitHub: Settings > Secrets and variables > Actions > New repository secret, named AWS_ACCOUNT_ID.',
  },

  async rule({ evidence, finding, seen }) {
    const names = answered(await evidence.ask(secretNames))
    if (names.includes(ACCOUNT_SECRET)) return seen(messages.right)
    finding(messages.missing, {
      expected: ACCOUNT_SECRET,
      actual: names.length === 0 ? 'no repository secret' : names.join(', '),
    })
  },
})
