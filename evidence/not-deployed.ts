import type { Reason } from '@grade4/unknown'

/** Stands for the account where nobody says which it is; texts that show it say so. */
export const STAND_IN_ACCOUNT = '000000000000'

/** Why AWS was not asked. */
export const NOT_DEPLOYED: Reason = {
  because: 'Deploy first: only the deployed account can tell.',
  remedy: 'Deploy, sign in to AWS (aws configure), and grade your account.',
  lacks: 'deployment',
}

/** Why GitHub was not asked. */
export const NOT_ON_GITHUB: Reason = {
  because: 'Only the repository on GitHub can tell, and grade4 has no token or no name of it.',
  remedy: 'Run: gh auth login, and name the repository with --repo OWNER/NAME.',
  lacks: 'deployment',
}
