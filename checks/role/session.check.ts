import { SESSION_SECONDS } from '../../evidence/assignment.js'
import { check } from '../check.js'
import { gradedRole } from './graded-role.js'

const messages = {
  wrong: (role: string) => `Sessions of the role ${role} may last longer than one hour.`,
  right: 'Sessions last one hour at most.',
}

/**
 * `role.session`: stolen credentials of the role are worth little.
 * Rule: "Configuring GitHub OIDC", "a session length of one hour maximum".
 */
check('role.session', async ({ evidence, finding, seen }) => {
  const { role } = await gradedRole(evidence)
  if (role.maxSessionSeconds === SESSION_SECONDS) return seen(messages.right)
  finding(messages.wrong(role.name), {
    expected: `${SESSION_SECONDS} s`,
    actual: `${role.maxSessionSeconds} s`,
  })
})
