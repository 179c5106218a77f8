import { repository } from '../../evidence/github/repository.js'
import { answered, check } from '../check.js'

const messages = {
  open: (name: string, visibility: string) => `The repository ${name} is ${visibility}.`,
  right: (name: string) => `${name} is private.`,
}

/**
 * `repo.private`: the course's code is not published.
 * Rule: "Clone Yoctogram Backend Code", "Make sure to keep the repository private".
 */
export default check('repo.private', {
  title: 'The GitHub repository is private',
  section: 'Clone Yoctogram Backend Code',
  hint: 'On GitHub: Settings > General > Danger Zone > Change visibility > private.',
  looksAt: 'The visibility of your repository on GitHub.',
  passes: 'It is private.',
  failures: {
    'Everybody, or the whole organization, can read it.':
      'On GitHub: Settings > General > Danger Zone > Change visibility > private.',
  },

  async rule({ evidence, finding, seen }) {
    const { fullName, private: isPrivate, visibility } = answered(await evidence.ask(repository))
    if (isPrivate && visibility === 'private') return seen(messages.right(fullName))
    finding(messages.open(fullName, visibility), { expected: 'private', actual: visibility })
  },
})
