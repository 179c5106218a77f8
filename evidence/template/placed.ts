import {
  parseTemplate,
  type ResolvedResource,
  type ResolvedStack,
  resolveStacks,
} from '@grade4/cloudformation'
import { Holes, type Unknown, unknown, unknownFor } from '@grade4/unknown'
import type { z } from 'zod'
import type { LocalTemplate } from './local-template.js'

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

/** Where the assignment lives, and where stacks that name no place would be deployed. */
export interface Home {
  /** 12 digits. */
  readonly account: string
  readonly region: string
  /** Physical ids of what is deployed already, by stack and logical id. Absent: nothing is known to be. */
  readonly deployed?: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** The stacks of a template, nested ones too, and what they make. Throws `BadTemplate` for what `readAssembly` refuses. */
export function resolveTemplate(
  { stacks, files }: LocalTemplate,
  home: Home,
): { readonly stacks: readonly ResolvedStack[]; readonly resources: Resources } {
  const templates = new Map(files.map(({ file, text }) => [file, parseTemplate(text)]))
  const top = stacks.flatMap(({ name, file, account, region }) => {
    const template = templates.get(file)
    const place = { account: account ?? home.account, region: region ?? home.region }
    const deployed = home.deployed?.get(name)
    if (template === undefined) return []
    return [{ name, template, ...place, ...(deployed === undefined ? {} : { deployed }) }]
  })
  const holes = new Holes()
  const all = withNested(resolveStacks(top, templates, holes))
  const resources = all.flatMap((stack) =>
    stack.resources.map((resource) => ({ ...resource, stack })),
  )
  return { stacks: all, resources: { all: resources, holes } }
}

function withNested(stacks: readonly ResolvedStack[]): readonly ResolvedStack[] {
  return stacks.flatMap((stack) => [stack, ...withNested(stack.nested)])
}
