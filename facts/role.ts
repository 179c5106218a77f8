import { namedRole } from '@grade4/pipeline'
import { absent, found, type Observed } from '@grade4/unknown'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { account } from './account.js'
import { type ChosenRole, chooseRole } from './choice/role.js'
import { fact } from './fact.js'
import { knownRepository } from './repository.js'
import { workflow } from './workflow.js'

const NO_REPOSITORY = { owner: '', name: '', id: null, ownerId: null }

/** The role that is graded; `absent` when none of the account's trusts GitHub. */
export const role = fact(async (evidence): Promise<Observed<ChosenRole>> => {
  const [accountId, repository, flow, resources] = await Promise.all([
    account(evidence),
    knownRepository(evidence),
    workflow(evidence),
    evidence.ask(stackResources, evidence.subject.stack),
  ])
  if (accountId.state !== 'found') return accountId
  const name = flow.state === 'found' ? namedRole(flow.value, accountId.value) : null
  const named = name === null ? absent('main.yml names no role') : found(name)
  return await chooseRole(evidence, {
    account: accountId.value,
    repository: repository.state === 'found' ? repository.value : NO_REPOSITORY,
    named: flow.state === 'unknown' ? flow : named,
    stackResources: resources,
  })
})
