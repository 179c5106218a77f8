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
export default check('role.session', {
  title: 'Sessions of the role last one hour at most',
  section: 'Configuring GitHub OIDC',
  hint: 'Give the role max_session_duration=Duration.hours(1), then cdk deploy.',
  looksAt: 'The maximum session duration of the role.',
  passes: 'It is 3600 seconds, which is also what CDK makes when you name none.',
  failures: {
    'Sessions may last longer, up to twelve hours.':
      'Give the role max_session_duration=Duration.hours(1), then cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const { role } = await gradedRole(evidence)
    if (role.maxSessionSeconds === SESSION_SECONDS) return seen(messages.right)
    finding(messages.wrong(role.name), {
      expected: `${SESSION_SECONDS} s`,
      actual: `${role.maxSessionSeconds} s`,
    })
  },
})
