import { STAND_IN_ACCOUNT } from '../evidence/not-deployed.js'
import type { RepositoryName } from '../evidence/subject.js'
import { rolesOf } from '../evidence/template/iam-answers.js'
import type { LocalTemplate } from '../evidence/template/local-template.js'
import { resolveTemplate } from '../evidence/template/placed.js'
import { readAssembly } from '../evidence/template/read-assembly.js'
import { UsageError } from '../evidence/usage-error.js'
import { onlyTrusted } from './only-trusted.js'
import type { SubjectOptions } from './options.js'

/** What `cdk synth` wrote, where it was named. Throws `UsageError` for what can't be read, or is of another stack. */
export async function findTemplate(
  { template, stack, account }: Pick<SubjectOptions, 'template' | 'stack' | 'account'>,
  folder: string,
): Promise<LocalTemplate | null> {
  if (template === undefined) return null
  const read = await readAssembly(template, folder, stack)
  const problem = problemOf(read, stack, account)
  if (problem !== null) throw new UsageError(problem)
  return read
}

/** Why a template is none of the compute stack; `null`: it is. */
function problemOf({ path, stacks }: LocalTemplate, name: string, account = ''): string | null {
  const compute = stacks.find((one) => one.name === name)
  if (compute === undefined) {
    const names = stacks.map((one) => one.name).join(', ')
    return `${path} has no stack ${name}, but ${names}: name the compute stack with --stack.`
  }
  if (account !== '' && compute.account !== null && compute.account !== account) {
    return `${path} is for account ${compute.account}, not for ${account}.`
  }
  return null
}

/** The one repository that the roles of a template trust; `null`: none, or several. */
export function repositoryOfTemplate(
  template: LocalTemplate,
  region: string,
): RepositoryName | null {
  const home = { account: STAND_IN_ACCOUNT, region }
  const roles = rolesOf(resolveTemplate(template, home).resources)
  return roles.state === 'found' ? onlyTrusted(roles.value) : null
}
