import { MANAGED_POLICIES } from '../../evidence/assignment.js'
import { attachedPolicies, inlinePolicies } from '../../evidence/aws/iam.js'
import { check, known } from '../check.js'
import { gradedRole } from './graded-role.js'

const messages = {
  missing: (arn: string) => `${arn} is not attached to the role.`,
  extra: (arn: string) => `${arn} is attached too; the assignment asks for the two only.`,
  inline: (name: string) => `The role has an inline policy, "${name}".`,
  gone: 'The role went away while it was graded.',
  right: 'Exactly the two managed policies are attached.',
}

/**
 * `role.policies`: the role may do what the assignment says and nothing more.
 * Rule: "Configuring GitHub OIDC", attach the two managed policies.
 */
check('role.policies', async ({ evidence, finding, seen }) => {
  const { role } = await gradedRole(evidence)
  const [attached, inline] = await Promise.all([
    evidence.ask(attachedPolicies, role.name),
    evidence.ask(inlinePolicies, role.name),
  ])
  if (attached.state === 'found') {
    const unmatched = new Set(attached.value)
    for (const arn of MANAGED_POLICIES) if (!unmatched.delete(arn)) finding(messages.missing(arn))
    for (const arn of unmatched) finding(messages.extra(arn))
  }
  if (inline.state === 'found') for (const name of inline.value) finding(messages.inline(name))
  known(attached, 'role.trust', messages.gone)
  known(inline, 'role.trust', messages.gone)
  seen(messages.right)
})
