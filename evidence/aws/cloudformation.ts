import {
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type StackEvent as SdkStackEvent,
} from '@aws-sdk/client-cloudformation'
import { z } from 'zod'
import { moment } from '../moment.js'
import { question } from '../question.js'
import { look } from './look.js'
import { everyItem } from './pages.js'

/** A CloudFormation stack. Source: CloudFormation DescribeStacks. */
export const Stack = z.object({
  name: z.string(),
  id: z.string(),
  /** StackStatus, e.g. `UPDATE_COMPLETE`. */
  status: z.string(),
  statusReason: z.string().nullable(),
})
export type Stack = z.infer<typeof Stack>

/** One resource of a stack. Source: CloudFormation ListStackResources. */
export const StackResource = z.object({
  logicalId: z.string(),
  /** Service ARN, cluster name, role name, provider ARN …; `null` before it was made. */
  physicalId: z.string().nullable(),
  type: z.string(),
  status: z.string(),
})
export type StackResource = z.infer<typeof StackResource>

/** Something that happened to a resource of a stack, or to the stack itself. Source: CloudFormation DescribeStackEvents. */
export const StackEvent = z.object({
  logicalId: z.string(),
  physicalId: z.string().nullable(),
  type: z.string(),
  /** ResourceStatus, e.g. `UPDATE_FAILED`. */
  status: z.string(),
  /** For people; `null` where there is none. */
  reason: z.string().nullable(),
  at: moment,
})
export type StackEvent = z.infer<typeof StackEvent>

/** CloudFormation says ValidationError for a missing stack and for bad input: only the message tells. */
const isMissingStack = ({ name, message }: { name: string; message: string }) =>
  name === 'ValidationError' && /\bdoes not exist\b/.test(message)

/** The stack of that name. */
export const stack = question({
  name: 'cloudformation.stack',
  schema: Stack,
  ask: ({ aws }, name: string) =>
    look(aws, 'cloudformation:DescribeStacks', isMissingStack, async (options) => {
      const answer = await aws.cloudformation.send(
        new DescribeStacksCommand({ StackName: name }),
        options,
      )
      const [stack] = answer.Stacks ?? []
      return Stack.parse({
        name: stack?.StackName,
        id: stack?.StackId,
        status: stack?.StackStatus,
        statusReason: stack?.StackStatusReason ?? null,
      })
    }),
})

/** Every resource of a stack. ListStackResources has pages; DescribeStackResources would stop at 100. */
export const stackResources = question({
  name: 'cloudformation.stackResources',
  schema: z.array(StackResource),
  ask: ({ aws }, name: string) =>
    look(aws, 'cloudformation:ListStackResources', isMissingStack, async (options) => {
      const client = aws.cloudformation
      const summaries = await everyItem(
        paginateListStackResources({ client }, { StackName: name }, options),
        ({ StackResourceSummaries }) => StackResourceSummaries,
      )
      return summaries.map((resource) =>
        StackResource.parse({
          logicalId: resource.LogicalResourceId,
          physicalId: resource.PhysicalResourceId ?? null,
          type: resource.ResourceType,
          status: resource.ResourceStatus,
        }),
      )
    }),
})

/** How CloudFormation begins to create, update, import into or delete a stack. */
const BEGINNINGS: ReadonlySet<string | undefined> = new Set([
  'CREATE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
])

/** What happened in the last deploy of a stack, in order; a rollback is part of the deploy that it undoes. */
export const stackEvents = question({
  name: 'cloudformation.stackEvents',
  schema: z.array(StackEvent),
  ask: ({ aws }, name: string) =>
    look(aws, 'cloudformation:DescribeStackEvents', isMissingStack, async (options) => {
      const client = aws.cloudformation
      const newestFirst = await everyItem(
        paginateDescribeStackEvents({ client }, { StackName: name }, options),
        ({ StackEvents }) => StackEvents,
        (events) => events.some(isBeginning),
      )
      const beginning = newestFirst.findIndex(isBeginning)
      const deploy = beginning === -1 ? newestFirst : newestFirst.slice(0, beginning + 1)
      return deploy.toReversed().map((event) =>
        StackEvent.parse({
          logicalId: event.LogicalResourceId,
          physicalId: event.PhysicalResourceId ?? null,
          type: event.ResourceType,
          status: event.ResourceStatus,
          reason: event.ResourceStatusReason ?? null,
          at: event.Timestamp,
        }),
      )
    }),
})

function isBeginning({ PhysicalResourceId, StackId, ResourceStatus }: SdkStackEvent): boolean {
  return PhysicalResourceId === StackId && BEGINNINGS.has(ResourceStatus)
}
