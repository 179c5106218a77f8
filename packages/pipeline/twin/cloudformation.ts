import { z } from 'zod'
import type { StackResource } from '../../../evidence/aws/models.js'
import type { AccountView } from './account-view.js'
import { type Answer, answered, reasonOf, refused, unanswered } from './answer.js'
import type { Caller } from './caller.js'
import { type Json, unmodelled, unmodelledFields } from './json.js'

/** DescribeStackResources shows no more. Source: CloudFormation, API reference. */
const MOST_RESOURCES = 100

const OfStack = z.object({ stackName: z.string() })
const OfResources = OfStack.extend({ logicalResourceId: z.string().optional() })
const OfResource = OfStack.extend({ logicalResourceId: z.string() })

/** CloudFormation DescribeStacks, of one stack. What the stack puts out is not known. */
export async function describeStacks(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { stackName } = OfStack.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stack(stackName)
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack with id ${stackName} does not exist`)
  }
  const { name, id, status } = seen.value
  return answered({
    Stacks: [
      {
        StackId: id,
        StackName: name,
        StackStatus: status,
        ...unmodelledFields('stack', [
          ...['ChangeSetId', 'Description', 'Parameters', 'CreationTime', 'DeletionTime'],
          ...['LastUpdatedTime', 'RollbackConfiguration', 'StackStatusReason', 'DisableRollback'],
          ...['NotificationARNs', 'TimeoutInMinutes', 'Capabilities', 'Outputs', 'RoleARN', 'Tags'],
          ...['EnableTerminationProtection', 'ParentId', 'RootId', 'DriftInformation'],
          ...['RetainExceptOnCreate', 'DeletionMode', 'DetailedStatus', 'LastOperations'],
        ]),
      },
    ],
  })
}

/** CloudFormation DescribeStackResources, of one stack. */
export async function describeStackResources(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { stackName, logicalResourceId } = OfResources.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stackResources(stackName)
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack with id ${stackName} does not exist`)
  }
  const asked = seen.value.filter(
    ({ logicalId }) => logicalResourceId === undefined || logicalId === logicalResourceId,
  )
  // Which hundred AWS would show, and what it says of a resource that is not there, nobody wrote down.
  if (asked.length > MOST_RESOURCES || asked.length === 0) {
    return answered({ StackResources: unmodelled('StackResources') })
  }
  return answered({ StackResources: asked.map((one) => resourceJson(stackName, one, 'Timestamp')) })
}

/** CloudFormation DescribeStackResource. */
export async function describeStackResource(
  view: AccountView,
  params: unknown,
  caller: Caller,
): Promise<Answer<Json>> {
  const { stackName, logicalResourceId } = OfResource.parse(params)
  if (caller.region !== view.region) return elsewhere(caller)
  const seen = await view.stackResources(stackName)
  if (seen.state === 'unknown') return unanswered(reasonOf(seen))
  if (seen.state === 'absent') {
    return refused('ValidationError', `Stack '${stackName}' does not exist`)
  }
  const asked = seen.value.find(({ logicalId }) => logicalId === logicalResourceId)
  if (asked === undefined) {
    const message = `Resource ${logicalResourceId} does not exist for stack ${stackName}`
    return refused('ValidationError', message)
  }
  return answered({
    StackResourceDetail: {
      ...resourceJson(stackName, asked, 'LastUpdatedTimestamp'),
      ...unmodelledFields('StackResourceDetail', ['Metadata']),
    },
  })
}

/** A resource, whose time stands under another name in each answer. */
function resourceJson(stackName: string, resource: StackResource, time: string): Json & object {
  const { logicalId, physicalId, type, status } = resource
  return {
    StackName: stackName.startsWith('arn:') ? unmodelled('StackName') : stackName,
    LogicalResourceId: logicalId,
    ...(physicalId === null ? {} : { PhysicalResourceId: physicalId }),
    ResourceType: type,
    ResourceStatus: status,
    ...unmodelledFields('stackResource', [
      ...['StackId', time, 'ResourceStatusReason', 'Description', 'DriftInformation', 'ModuleInfo'],
    ]),
  }
}

/** Which stacks another region has was not looked at. */
function elsewhere(caller: Caller): Answer<never> {
  return unanswered({
    because: `the script looks at a stack in ${caller.region}, and the grader looks at another region`,
    remedy: 'Deploy to the region of the assignment.',
  })
}
