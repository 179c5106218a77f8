import { REPOSITORY } from './assignment.js'
import { AWS_OPERATIONS, type AwsOperation } from './read-only.js'

/** The only repository of images that is ever asked about. */
const IMAGES = `repository/${REPOSITORY}`

/**
 * Needs no permission: not even a Deny stops it. Source: STS API Reference, GetCallerIdentity.
 * Taking a role needs one, but in the account of whoever takes it, not in the one that is looked at.
 */
const NOT_GRANTED = ['sts:GetCallerIdentity', 'sts:AssumeRole'] as const

/** An action that has to be granted in the account that is looked at. */
export type GrantedAction = Exclude<AwsOperation, (typeof NOT_GRANTED)[number]>

/** An IAM policy document, as JSON. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: string
  }[]
}

/** The actions that whoever looks at an account has to be allowed there, in the order of the read-only list. */
export const GRANTED_ACTIONS: readonly GrantedAction[] = operations().filter(isGranted)

/**
 * The least that grade4 can grade with, made from the read-only list. What could read more than descriptions,
 * the content of images, is confined to the assignment's repository; the rest are lists and descriptions
 * whose names are the student's to choose. `partition`: the first part of the account's ARNs.
 */
export function readOnlyPolicy(partition = 'aws'): PolicyDocument {
  const ofImages = GRANTED_ACTIONS.filter((action) => action.startsWith('ecr:'))
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Images',
        Effect: 'Allow',
        Action: ofImages,
        Resource: `arn:${partition}:ecr:*:*:${IMAGES}`,
      },
      {
        Sid: 'Descriptions',
        Effect: 'Allow',
        Action: GRANTED_ACTIONS.filter((action) => !ofImages.includes(action)),
        Resource: '*',
      },
    ],
  }
}

function operations(): AwsOperation[] {
  // The keys of a constant are its type's.
  return Object.keys(AWS_OPERATIONS) as AwsOperation[]
}

function isGranted(operation: AwsOperation): operation is GrantedAction {
  return !NOT_GRANTED.some((other) => other === operation)
}
