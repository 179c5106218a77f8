import { absent, found, type Observed } from '@grade4/unknown'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { account } from './account.js'
import { type ChosenRole, chooseRole } from './choice/role.js'
import { fact } from './fact.js'
import { named } from './named.js'
import { knownRepository } from './repository.js'

const NO_REPOSITORY = { owner: '', name: '', id: null, ownerId: null }

/** The role that is graded; `absent` when none of the account's trusts GitHub. */
export const role = fact(async (evidence): Promise<Observed<ChosenRole>> => {
  const [accountId, repository, names, resources] = await Promise.all([
    account(evidence),
    knownRepository(evidence),
    named(evidence),
    evidence.ask(stackResources, evidence.subject.stack),
  ])
  if (accountId.state !== 'found') return accountId
  const name = names.state === 'found' ? names.value.role : null
  return await chooseRole(evidence, {
    account: accountId.value,
    repository: repository.state === 'found' ? repository.value : NO_REPOSITORY,
    named: names.state === 'unknown' ? names : orAbsent(name),
    stackResources: resources,
  })
})

function orAbsent(name: string | null): Observed<string> {
  return name === null ? absent('main.yml names no role') : found(name)
}
