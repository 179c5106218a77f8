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
export default check('role.policies', {
  title: 'The role has exactly the two managed policies',
  section: 'Configuring GitHub OIDC',
  hint: 'Attach AmazonEC2ContainerRegistryFullAccess and AmazonECS_FullAccess with iam.ManagedPolicy.from_aws_managed_policy_name, and nothing else.',
  looksAt: 'The managed policies attached to the role, by ARN, and its inline policies.',
  passes:
    "AWS's own AmazonEC2ContainerRegistryFullAccess and AmazonECS_FullAccess are attached, no third one is, and there is no inline policy.",
  failures: {
    'One of the two is missing.':
      'Attach it with iam.ManagedPolicy.from_aws_managed_policy_name("…"), then cdk deploy.',
    'Another one is attached, AdministratorAccess for example.':
      'Remove it from the role in compute_stack.py, then cdk deploy; what was attached by hand, detach in the IAM console.',
    'The role has an inline policy: role.add_to_policy and repository.grant_… make one.':
      'Remove those calls: the two managed policies already allow it.',
  },

  async rule({ evidence, finding, seen }) {
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
  },
})
