import { type StackEvent, type StackResource, stack } from '../../evidence/aws/cloudformation.js'
import { computeStackResources } from '../../facts/compute-stack.js'
import { deployFailure } from '../../facts/deploy-failure.js'
import { isSameName, role } from '../../facts/role.js'
import { service } from '../../facts/service.js'
import { check, known, knownOrAbsent, undecided } from '../check.js'

/** The last deploy succeeded. Source: AWS CloudFormation, "Stack status codes". */
export const DEPLOYED: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'IMPORT_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
])

/** What goes on in a stack where that is no plain deploy. */
const MOVING: Readonly<Record<string, string>> = {
  DELETE_IN_PROGRESS: 'The deletion',
  ROLLBACK_IN_PROGRESS: 'The rollback',
  UPDATE_ROLLBACK_IN_PROGRESS: 'The rollback',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'The rollback',
  IMPORT_ROLLBACK_IN_PROGRESS: 'The rollback',
}

const messages = {
  missing: (name: string, region: string) =>
    `There is no CloudFormation stack "${name}" in ${region}.`,
  neverDeployed: (name: string) =>
    `The stack ${name} was only reviewed, never deployed (REVIEW_IN_PROGRESS).`,
  status: (name: string, status: string, failure: string) =>
    `The last deploy of ${name} ended in ${status}.${failure}`,
  moving: (name: string, status: string, failure: string) =>
    `${MOVING[status] ?? 'A deploy'} of ${name} is in progress (${status}).${failure}`,
  failure: ({ type, logicalId, status, reason }: StackEvent) =>
    ` ${type} ${logicalId} failed first (${status})${reason === null ? '.' : `: ${reason}`}`,
  unread: (because: string) => ` What failed first is not known: ${because}`,
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
  title: 'CDK deployed the stack with service and role',
  section: 'Configuring GitHub OIDC',
  hint: 'Run cdk deploy for the compute stack; its events in the CloudFormation console say what stopped the last one.',
  looksAt:
    'The CloudFormation stack yoctogram-compute-stack (--stack names another), its state and its resources.',
  passes:
    'The last deploy succeeded, and the ECS service and the role for GitHub are among its resources, or those of a stack nested in it: made by CDK, not by hand.',
  failures: {
    'There is no such stack in us-west-2.':
      'Run cdk deploy; if your compute stack has another name, run grade4 with --stack NAME.',
    'The last deploy failed and was rolled back (UPDATE_ROLLBACK_COMPLETE and the like).':
      'Read the events of the stack in the CloudFormation console, fix what they name, and cdk deploy again; if it says that there are no changes, change something, such as the description of the stack.',
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
        hint: `Run cdk deploy; if your compute stack has another name, run grade4 with --stack NAME.`,
      })
    }
    const { status } = there.value
    if (status === 'REVIEW_IN_PROGRESS') return finding(messages.neverDeployed(name))
    if (!DEPLOYED.has(status)) {
      // Of a deploy that has only begun nothing has failed.
      const isNew = status.endsWith('_IN_PROGRESS') && !status.includes('ROLLBACK')
      const failure = isNew ? null : await deployFailure(evidence)
      const why =
        failure?.state === 'found'
          ? messages.failure(failure.value)
          : failure?.state === 'unknown'
            ? messages.unread(failure.because)
            : ''
      if (status.endsWith('_IN_PROGRESS')) {
        throw undecided(messages.moving(name, status, why), 'Run grade4 again when it has ended.')
      }
      return finding(messages.status(name, status, why), {
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
  return resources.some(
    (resource) => resource.type === type && isSameName(resource.physicalId, physicalId),
  )
}
