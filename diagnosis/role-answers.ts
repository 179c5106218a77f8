import { type Role, role, roles } from '../evidence/aws/iam.js'
import type { Answers } from './answers.js'

/** The answers as they are once a role has been changed, wherever it shows. */
export function withRole(answers: Answers, name: string, change: (role: Role) => Role): Answers {
  const changed = (one: Role) => (one.name === name ? change(one) : one)
  return answers.withEach(role, changed).withEach(roles, (all) => all.map(changed))
}
