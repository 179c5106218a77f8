import { parseTemplate, type ResolvedStack, resolveStacks } from '@grade4/cloudformation'
import { Holes } from '@grade4/unknown'
import type { LocalTemplate } from './local-template.js'
import type { Resources } from './placed.js'

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
