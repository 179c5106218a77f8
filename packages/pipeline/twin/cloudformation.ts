import { type Observed, unknown } from '@grade4/unknown'
import { z } from 'zod'
import type { AccountView, StackResource } from './account-view.js'
import {
  type Answer,
  answered,
  type Caller,
  type JsonObject,
  partOfAnswer,
  type Run,
  refused,
} from './call.js'

/** DescribeStackResources shows no more. Source: CloudFormation, API reference. */
const MOST_RESOURCES = 100

const OfStack = z.object({ StackName: z.string() })
const OfResources = OfStack.extend({ LogicalResourceId: z.string().optional() })
const OfResource = OfStack.extend({ LogicalResourceId: z.string() })

/** CloudFormation DescribeStacks, of one stack. What the stack puts out is not known. */
export const describeStacks: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName } = OfStack.parse(params)
  const missing = `Stack with id ${stackName} does not exist`
  const seen = await seenFrom(caller, view, () => view.stack(stackName), missing)
  if (seen.state !== 'answered') return seen
  const { name, id, status } = seen.value
  return answered({
    Stacks: [
      partOfAnswer('stack', { StackId: id, StackName: name, StackStatus: status }, [
        ...['ChangeSetId', 'Description', 'Parameters', 'CreationTime', 'DeletionTime'],
        ...['LastUpdatedTime', 'RollbackConfiguration', 'StackStatusReason', 'DisableRollback'],
        ...['NotificationARNs', 'TimeoutInMinutes', 'Capabilities', 'Outputs', 'RoleARN', 'Tags'],
        ...['EnableTerminationProtection', 'ParentId', 'RootId', 'DriftInformation'],
        ...['RetainExceptOnCreate', 'DeletionMode', 'DetailedStatus', 'LastOperations'],
      ]),
    ],
  })
}

/** CloudFormation DescribeStackResources, of one stack. */
export const describeStackResources: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResources.parse(params)
  const missing = `Stack with id ${stackName} does not exist`
  const all = await seenFrom(caller, view, () => view.stackResources(stackName), missing)
  if (all.state !== 'answered') return all
  const asked = all.value.filter(
    ({ logicalId }) => logicalResourceId === undefined || logicalId === logicalResourceId,
  )
  // Which hundred AWS would show, and what it says of a resource that is not there, is not documented.
  if (asked.length > MOST_RESOURCES || asked.length === 0) {
    return answered(partOfAnswer('DescribeStackResources', {}, ['StackResources']))
  }
  return answered({ StackResources: asked.map((one) => resourceJson(stackName, one, 'Timestamp')) })
}

/** CloudFormation DescribeStackResource. */
export const describeStackResource: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResource.parse(params)
  const missing = `Stack '${stackName}' does not exist`
  const all = await seenFrom(caller, view, () => view.stackResources(stackName), missing)
  if (all.state !== 'answered') return all
  const asked = all.value.find(({ logicalId }) => logicalId === logicalResourceId)
  if (asked === undefined) {
    const message = `Resource ${logicalResourceId} does not exist for stack ${stackName}`
    return refused('ValidationError', message)
  }
  return answered({
    StackResourceDetail: resourceJson(stackName, asked, 'LastUpdatedTimestamp', 'Metadata'),
  })
}

/** A resource. `unmodelled`: what only one of the operations answers, its time among it. */
function resourceJson(
  stackName: string,
  resource: StackResource,
  ...unmodelled: string[]
): JsonObject {
  const { logicalId, physicalId, type, status } = resource
  const known = {
    StackName: stackName.startsWith('arn:') ? undefined : stackName,
    LogicalResourceId: logicalId,
    ...(physicalId === null ? {} : { PhysicalResourceId: physicalId }),
    ResourceType: type,
    ResourceStatus: status,
  }
  return partOfAnswer('stackResource', known, [
    ...['StackId', 'ResourceStatusReason', 'Description', 'DriftInformation', 'ModuleInfo'],
    ...unmodelled,
  ])
}

/** What is looked at of a stack, or CloudFormation's words that there is none. Another region was not looked at. */
async function seenFrom<T>(
  { region }: Caller,
  view: AccountView,
  look: () => Promise<Observed<T>>,
  missing: string,
): Promise<Answer<T>> {
  if (region !== view.region) {
    return unknown(
      `the script looks at a stack in ${region}, and the grader looks at another region`,
      'Deploy to the region of the assignment.',
    )
  }
  const seen = await look()
  if (seen.state === 'found') return answered(seen.value)
  return seen.state === 'unknown' ? seen : refused('ValidationError', missing)
}
