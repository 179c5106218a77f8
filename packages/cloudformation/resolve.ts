import type { Holes } from '@grade4/unknown'
import type { Json } from './json.js'
import { StackScope, type World } from './stack-scope.js'
import type { Template } from './template.js'

/** A stack that would be deployed, and where to. */
export interface StackToResolve {
  readonly name: string
  /** 12 digits. */
  readonly account: string
  readonly region: string
  readonly template: Template
  /**
   * Physical ids of resources that are deployed already, by logical id. Absent: none is, and generated names have a
   * part that is not known.
   */
  readonly deployed?: ReadonlyMap<string, string>
}

/** One resource as the deploy would make it. Texts may have holes: what only a deploy tells. */
export interface ResolvedResource {
  readonly logicalId: string
  readonly type: string
  /** Path of the construct that made it; `null`: not noted. */
  readonly constructPath: string | null
  /** What `Ref` gives: a name, or an ARN. */
  readonly physicalId: string
  readonly properties: Json
  /** `false`: whether it is made hangs on a condition that is not known. */
  readonly certain: boolean
}

/** A stack as the deploy would make it. */
export interface ResolvedStack {
  readonly name: string
  /** What other stacks and ARNs call it. */
  readonly id: string
  readonly account: string
  readonly region: string
  /** Those that are not made, by their condition, are not here. */
  readonly resources: readonly ResolvedResource[]
  /** The stacks nested in it. */
  readonly nested: readonly ResolvedStack[]
}

/** So many characters are made of others in all; an honest cdk.out needs a hundredth. */
const MOST_CHARACTERS = 16_777_216

/**
 * What stacks that are deployed together come to. `files`: templates of nested stacks, by file. Never throws for
 * what a template holds.
 *
 * `Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::ImportValue` and the others give what CloudFormation would; what only a deploy
 * tells is a hole, the same wherever it is used.
 */
export function resolveStacks(
  stacks: readonly StackToResolve[],
  files: ReadonlyMap<string, Template>,
  holes: Holes,
): readonly ResolvedStack[] {
  const scopes: StackScope[] = []
  const world: World = {
    holes,
    files,
    work: { left: MOST_CHARACTERS },
    imported: (name) => {
      for (const scope of scopes) {
        const value = scope.exported(name)
        if (value !== undefined) return value
      }
      return undefined
    },
    outputOf: (stack, place, output) =>
      scopes.find((scope) => scope.isAt(stack, place))?.output(output),
  }
  for (const stack of stacks) scopes.push(new StackScope(stack, world))
  return scopes.map((scope) => scope.resolved())
}
