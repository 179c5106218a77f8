import type { StackResource } from '../../evidence/aws/cloudformation.js'
import { stack } from '../../evidence/aws/cloudformation.js'
import { computeStackResources } from '../../facts/compute-stack.js'
import { role } from '../../facts/role.js'
import { service } from '../../facts/service.js'
import { check, known, knownOrAbsent, undecided } from '../check.js'

/** The last deploy succeeded. Source: AWS CloudFormation, "Stack status codes". */
const DEPLOYED = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'IMPORT_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
])

const messages = {
  missing: (name: string, region: string) =>
    `There is no CloudFormation stack "${name}" in ${region}.`,
  neverDeployed: (name: string) =>
    `The stack ${name} was only reviewed, never deployed (REVIEW_IN_PROGRESS).`,
  status: (name: string, status: string) =>
    `The last deploy of ${name} did not succeed: ${status}.`,
  moving: (name: string, status: string) => `A deploy of ${name} is going on (${status}).`,
  byHand: (kind: string, id: string, name: string) =>
    `The ${kind} ${id} is not a resource of the stack ${name}: it was not made by CDK.`,
  waits: (name: string, what: string) =>
    `The stack ${name} is deployed, but ${what} is not there yet.`,
  gone: (name: string) => `The stack ${name} went away while it was graded.`,
  right: (name: string, status: string) =>
    `${name} is ${status}, with the service and the role in it.`,
}

/**
 * `stack.deployed`: what is graded was made by CDK and not by hand, and the last deploy succeeded.
 * Rule: "Configuring GitHub OIDC".
 */
export default check('stack.deployed', {
  title: 'The compute stack is deployed and made the rest',
  section: 'Configuring GitHub OIDC',
  hint: 'Run cdk deploy for the compute stack; the events of the stack in the CloudFormation console say what stopped it.',
  looksAt:
    'The CloudFormation stack yoctogram-compute-stack (--stack names another), its state and its resources.',
  passes:
    'The last deploy succeeded, and the ECS service and the role for GitHub are among its resources, or those of a stack nested in it: made by CDK, not by hand.',
  failures: {
    'There is no such stack in us-west-2.':
      'Run cdk deploy; if your compute stack has another name, run grade4 with --stack NAME.',
    'The last deploy failed and was rolled back (UPDATE_ROLLBACK_COMPLETE and the like).':
      'Read the events of the stack in the CloudFormation console, fix what they name, and cdk deploy again.',
    'The service or the role was made by hand, outside the stack.':
      'Define it in compute_stack.py, delete the one made by hand, and cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const { stack: name, region } = evidence.subject
    const [observedStack, observedResources, gradedService, gradedRole] = await Promise.all([
      evidence.ask(stack, name),
      computeStackResources(evidence),
      service(evidence),
      role(evidence),
    ])
    const there = knownOrAbsent(observedStack)
    if (there === null) {
      return finding(messages.missing(name, region), {
        hint: `Run cdk deploy; if your compute stack has another name, say --stack NAME.`,
      })
    }
    const { status } = there.value
    if (status === 'REVIEW_IN_PROGRESS') return finding(messages.neverDeployed(name))
    if (status.endsWith('_IN_PROGRESS') && !DEPLOYED.has(status)) {
      throw undecided(messages.moving(name, status), 'Run grade4 again when the deploy has ended.')
    }
    if (!DEPLOYED.has(status)) {
      return finding(messages.status(name, status), {
        expected: 'UPDATE_COMPLETE or CREATE_COMPLETE',
        actual: status,
      })
    }
    const resources = known(observedResources, 'stack.deployed', messages.gone(name))
    // A service or role that is nowhere at all is another check's finding.
    if (gradedService.state === 'found') {
      const { arn } = gradedService.value
      if (!holds(resources, 'AWS::ECS::Service', arn))
        finding(messages.byHand('service', arn, name))
    }
    if (gradedRole.state === 'found') {
      const id = gradedRole.value.role.name
      if (!holds(resources, 'AWS::IAM::Role', id)) finding(messages.byHand('role', id, name))
    }
    known(gradedService, 'ecs.image', messages.waits(name, 'an ECS service'))
    known(gradedRole, 'role.trust', messages.waits(name, 'a role that GitHub may assume'))
    seen(messages.right(name, status))
  },
})

function holds(resources: readonly StackResource[], type: string, physicalId: string): boolean {
  return resources.some((resource) => resource.type === type && resource.physicalId === physicalId)
}
