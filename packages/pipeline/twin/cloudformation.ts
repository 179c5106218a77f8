import { type Observed, UnknownError } from '@grade4/unknown'
import { z } from 'zod'
import type { AccountView, StackResource } from './account-view.js'
import { type Caller, type JsonObject, partOfAnswer, Refusal, type Run, seen } from './call.js'

/** DescribeStackResources shows no more. Source: CloudFormation, API reference. */
const MOST_RESOURCES = 100

const OfStack = z.object({ StackName: z.string() })
const OfResources = OfStack.extend({ LogicalResourceId: z.string().optional() })
const OfResource = OfStack.extend({ LogicalResourceId: z.string() })

/** CloudFormation DescribeStacks, of one stack. What the stack puts out is not known. */
export const describeStacks: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName } = OfStack.parse(params)
  const missing = `Stack with id ${stackName} does not exist`
  const stack = await seenFrom(caller, view, () => view.stack(stackName), missing)
  const { name, id, status } = stack
  return {
    Stacks: [
      partOfAnswer('stack', { StackId: id, StackName: name, StackStatus: status }, [
        ...['ChangeSetId', 'Description', 'Parameters', 'CreationTime', 'DeletionTime'],
        ...['LastUpdatedTime', 'RollbackConfiguration', 'StackStatusReason', 'DisableRollback'],
        ...['NotificationARNs', 'TimeoutInMinutes', 'Capabilities', 'Outputs', 'RoleARN', 'Tags'],
        ...['EnableTerminationProtection', 'ParentId', 'RootId', 'DriftInformation'],
        ...['RetainExceptOnCreate', 'DeletionMode', 'DetailedStatus', 'LastOperations'],
      ]),
    ],
  }
}

/** CloudFormation DescribeStackResources, of one stack. */
export const describeStackResources: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResources.parse(params)
  const missing = `Stack with id ${stackName} does not exist`
  const all = await seenFrom(caller, view, () => view.stackResources(stackName), missing)
  const asked = all.filter(
    ({ logicalId }) => logicalResourceId === undefined || logicalId === logicalResourceId,
  )
  // Which hundred AWS would show, and what it says of a resource that is not there, is not documented.
  if (asked.length > MOST_RESOURCES || asked.length === 0) {
    return partOfAnswer('DescribeStackResources', {}, ['StackResources'])
  }
  return { StackResources: asked.map((one) => resourceJson(stackName, one, 'Timestamp')) }
}

/** CloudFormation DescribeStackResource. */
export const describeStackResource: Run = async ({ ecs: { view } }, params, caller) => {
  const { StackName: stackName, LogicalResourceId: logicalResourceId } = OfResource.parse(params)
  const missing = `Stack '${stackName}' does not exist`
  const all = await seenFrom(caller, view, () => view.stackResources(stackName), missing)
  const asked = all.find(({ logicalId }) => logicalId === logicalResourceId)
  if (asked === undefined) {
    const message = `Resource ${logicalResourceId} does not exist for stack ${stackName}`
    throw new Refusal('ValidationError', message)
  }
  return {
    StackResourceDetail: resourceJson(stackName, asked, 'LastUpdatedTimestamp', 'Metadata'),
  }
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

/** What is looked at of a stack. Another region was not looked at. Throws `Refusal`, `UnknownError`. */
async function seenFrom<T>(
  { region }: Caller,
  view: AccountView,
  look: () => Promise<Observed<T>>,
  missing: string,
): Promise<T> {
  if (region !== view.region) {
    throw new UnknownError({
      because: `the script looks at a stack in ${region}, and the grader looks at another region`,
      remedy: 'Deploy to the region of the assignment.',
    })
  }
  const there = seen(await look())
  if (there === null) throw new Refusal('ValidationError', missing)
  return there
}
