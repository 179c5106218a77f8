import { stack, stackResources } from '../../evidence/aws/cloudformation.js'
import type { StackResource } from '../../evidence/aws/models.js'
import { check, known, knownOrAbsent, undecided } from '../check.js'

/** The last deploy took. Source: AWS CloudFormation, "Stack status codes". */
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
  status: (name: string, status: string) => `The last deploy of ${name} did not take: ${status}.`,
  moving: (name: string, status: string) => `A deploy of ${name} is going on (${status}).`,
  byHand: (kind: string, id: string, name: string) =>
    `The ${kind} ${id} is not a resource of the stack ${name}: it was not made by CDK.`,
  waits: (name: string, what: string) =>
    `The stack ${name} is deployed, but ${what} is not there yet.`,
  right: (name: string, status: string) =>
    `${name} is ${status}, with the service and the role in it.`,
}

/**
 * `stack.deployed`: what is graded was made by CDK and not by hand, and the last deploy took.
 * Rule: "Configuring GitHub OIDC".
 */
check('stack.deployed', async ({ subject, evidence, facts, finding, seen }) => {
  const name = subject.stack
  const [observedStack, observedResources, service, role] = await Promise.all([
    evidence.ask(stack, name),
    evidence.ask(stackResources, name),
    facts.service(),
    facts.role(),
  ])
  const there = knownOrAbsent(observedStack)
  if (there === null) {
    return finding(messages.missing(name, subject.region), {
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
  const resources = known(observedResources, 'stack.deployed', '')
  // A service or role that is nowhere at all is another check's finding.
  if (service.state === 'found' && !holds(resources, 'AWS::ECS::Service', service.value.arn)) {
    finding(messages.byHand('service', service.value.arn, name))
  }
  if (role.state === 'found' && !holds(resources, 'AWS::IAM::Role', role.value.role.name)) {
    finding(messages.byHand('role', role.value.role.name, name))
  }
  known(service, 'ecs.image', messages.waits(name, 'an ECS service'))
  known(role, 'role.trust', messages.waits(name, 'a role that GitHub may assume'))
  seen(messages.right(name, status))
})

function holds(resources: readonly StackResource[], type: string, physicalId: string): boolean {
  return resources.some((resource) => resource.type === type && resource.physicalId === physicalId)
}
