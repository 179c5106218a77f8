import type { ResolvedResource, ResolvedStack } from '@grade4/cloudformation'
import { type Holes, type Unknown, unknown, unknownFor } from '@grade4/unknown'
import type { z } from 'zod'

/** A resource, and the stack that it is in. */
export interface Placed extends ResolvedResource {
  readonly stack: ResolvedStack
}

/** Every resource of resolved stacks, nested ones too, and the holes in their texts. */
export interface Resources {
  readonly all: readonly Placed[]
  readonly holes: Holes
}

/** The resources of some types. */
export function ofType({ all }: Resources, ...types: readonly string[]): readonly Placed[] {
  return all.filter(({ type }) => types.includes(type))
}

/** How a message calls a resource: by its construct's path where CDK noted one, and its logical id. */
export function nameOf({ logicalId, constructPath }: Placed): string {
  return constructPath === null ? logicalId : `${constructPath} (${logicalId})`
}

/** The properties of a resource; unknown where they are none that CloudFormation would take, or it may not be made. */
export function propertiesOf<T>(
  resource: Placed,
  schema: z.ZodType<T>,
): { readonly state: 'found'; readonly value: T } | Unknown {
  if (!resource.certain) {
    return unknownFor({
      because: `Whether ${nameOf(resource)} is made hangs on a condition that the template alone does not decide.`,
      remedy: 'Deploy first, then run grade4 on your account.',
      lacks: 'deployment',
    })
  }
  const read = schema.safeParse(resource.properties)
  if (read.success) return { state: 'found', value: read.data }
  const where = read.error.issues[0]?.path.join('.') ?? ''
  return unknown(
    `The template's ${nameOf(resource)} has no ${where} that CloudFormation would take.`,
    'Run cdk synth again; if it stays, deploy, and grade the account itself.',
  )
}

/** The last part of an ARN; a name as it is. */
export function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1)
}
