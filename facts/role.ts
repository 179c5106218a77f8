import { readRoleArn } from '@grade4/pipeline'
import { compareAudience, compareSubject, readTrust, type TrustPolicy } from '@grade4/trust'
import { absent, found, hasHole, type Observed, surelyDiffer, unknownFor } from '@grade4/unknown'
import type { StackResource } from '../evidence/aws/cloudformation.js'
import * as iam from '../evidence/aws/iam.js'
import type { Evidence } from '../evidence/question.js'
import { account } from './account.js'
import { computeStackResources } from './compute-stack.js'
import { plainFact } from './fact.js'
import { named } from './named.js'
import { type KnownRepository, knownRepository } from './repository.js'

const NO_REPOSITORY = { owner: '', name: '', id: null, ownerId: null }

/** The role that is graded; `absent` when none of the account's trusts GitHub. */
export const role = plainFact(async (evidence): Promise<Observed<ChosenRole>> => {
  const [accountId, repository, names, resources] = await Promise.all([
    account(evidence),
    knownRepository(evidence),
    named(evidence),
    computeStackResources(evidence),
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

/** The role that is graded, and why this one. */
export interface ChosenRole {
  readonly role: iam.Role
  readonly trust: TrustPolicy
  /** Names of other roles that trust GitHub and were not chosen. */
  readonly passedOver: readonly string[]
}

/** What the choice is made from. */
export interface RoleClues {
  readonly account: string
  readonly repository: KnownRepository
  /** The role that main.yml's credentials step names, ARN or name; `absent` when it names none. */
  readonly named: Observed<string>
  /** Of the compute stack and its nested stacks. */
  readonly stackResources: Observed<StackResource[]>
}

/**
 * The role that main.yml names, when it is in the account; else the best one that trusts GitHub, from the
 * compute stack if there is one in it, else from the account.
 * Rule: rubric, "Which role".
 */
export async function chooseRole(
  evidence: Evidence,
  clues: RoleClues,
): Promise<Observed<ChosenRole>> {
  const trustOf = (candidate: iam.Role) => readTrust(candidate.trustPolicy, clues.account)
  const name = nameHere(clues)
  if (name !== null) {
    const named = await evidence.ask(iam.role, name)
    if (named.state === 'unknown') return named
    if (named.state === 'found') {
      return found({ role: named.value, trust: trustOf(named.value), passedOver: [] })
    }
  }
  const all = await evidence.ask(iam.roles)
  if (all.state !== 'found') return all
  const trusting = all.value
    .map((candidate) => ({ role: candidate, trust: trustOf(candidate) }))
    .filter(({ trust }) => trust.forGitHub.length > 0)
  if (trusting.length > 1 && clues.named.state === 'unknown') {
    const names = trusting.map((candidate) => candidate.role.name).join(', ')
    return unknownFor({
      ...clues.named,
      because: `Several roles trust GitHub (${names}), and which one main.yml uses is not known: ${clues.named.because}`,
    })
  }
  if (trusting.length > 1 && clues.stackResources.state === 'unknown') return clues.stackResources
  const inStack = trusting.filter((candidate) => isInStack(candidate.role, clues.stackResources))
  const candidates = inStack.length > 0 ? inStack : trusting
  const [best] = candidates.toSorted(
    (a, b) => conformity(b.trust, clues) - conformity(a.trust, clues),
  )
  if (best === undefined) return absent('no role of the account trusts GitHub')
  return found({
    ...best,
    passedOver: trusting.filter((other) => other !== best).map((other) => other.role.name),
  })
}

/** The name of main.yml's role, when that role is in the graded account. */
function nameHere({ named, account }: RoleClues): string | null {
  if (named.state !== 'found') return null
  if (!named.value.startsWith('arn:')) return named.value
  const arn = readRoleArn(named.value)
  return arn?.account === account ? arn.name : null
}

/** Whether the stack made this role. */
export function isInStack(role: iam.Role, resources: Observed<StackResource[]>): boolean {
  return (
    resources.state === 'found' &&
    resources.value.some(
      ({ type, physicalId }) => type === 'AWS::IAM::Role' && isSameName(physicalId, role.name),
    )
  )
}

/** Whether a name is that of a resource, whose own may have a part that only a deploy tells. */
export function isSameName(physicalId: string | null, name: string): boolean {
  if (physicalId === null) return false
  return physicalId === name || (hasHole(physicalId) && !surelyDiffer(physicalId, name))
}

/** How much of the assignment a trust policy meets: the more, the likelier it is the one that is meant. */
function conformity(trust: TrustPolicy, { repository }: RoleClues): number {
  const subject = compareSubject(trust, repository).state === 'same' ? 4 : 0
  const audience = compareAudience(trust).state === 'same' ? 2 : 0
  return subject + audience + (trust.otherGrants.length === 0 ? 1 : 0)
}
