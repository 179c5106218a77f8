import { unknown } from '@grade4/unknown'
import { z } from 'zod'
import type { AccountView, StackResource } from './account-view.js'
import { type Answer, answered, refused } from './answer.js'
import type { Caller } from './caller.js'
import { type Json, type JsonObject, partOfAnswer } from './json.js'

/** DescribeStackResources shows no more. Source: CloudFormation, API reference. */
const MOST_RESOURCES = 100

const OfStack = z.object({ StackName: z.string() })
const OfResources = OfStack.extend({ LogicalResourceId: z.string().optional() })
const OfResource = OfStack.extend({ LogicalResourceId: z.string() })

/** CloudFormation DescribeStacks, of one stack. What the stack puts out is not known. */
export async function describeStacks(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { StackName: stackName } = OfStack.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stack(stackName)
  if (seen.state === 'unknown') return seen
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack with id ${stackName} does not exist`)
  }
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
export async function describeStackResources(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResources.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stackResources(stackName)
  if (seen.state === 'unknown') return seen
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack with id ${stackName} does not exist`)
  }
  const asked = seen.value.filter(
    ({ logicalId }) => logicalResourceId === undefined || logicalId === logicalResourceId,
  )
  // Which hundred AWS would show, and what it says of a resource that is not there, is not documented.
  if (asked.length > MOST_RESOURCES || asked.length === 0) {
    return answered(partOfAnswer('DescribeStackResources', {}, ['StackResources']))
  }
  return answered({ StackResources: asked.map((one) => resourceJson(stackName, one, 'Timestamp')) })
}

/** CloudFormation DescribeStackResource. */
export async function describeStackResource(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResource.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stackResources(stackName)
  if (seen.state === 'unknown') return seen
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack '${stackName}' does not exist`)
  }
  const asked = seen.value.find(({ logicalId }) => logicalId === logicalResourceId)
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

/** Which stacks another region has was not looked at. */
function elsewhere(caller: Caller): Answer<never> {
  return unknown(
    `the script looks at a stack in ${caller.region}, and the grader looks at another region`,
    'Deploy to the region of the assignment.',
  )
}
