import { type Answered, found, unknown } from '@grade4/unknown'
import { repository } from '../evidence/github/repository.js'
import { plainFact } from './fact.js'

/** The repository as far as it is known: without a token only the name that the caller gave. */
export interface KnownRepository {
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
  /** `User`, `Organization`; absent or `null`: not known. */
  readonly ownerType?: string | null
}

/** The graded repository, in GitHub's spelling where that is known. */
export const knownRepository = plainFact(async (evidence): Promise<Answered<KnownRepository>> => {
  const observed = await evidence.ask(repository)
  const named = evidence.subject.repository
  if (observed.state !== 'found') {
    return named === null ? observed : found({ ...named, id: null, ownerId: null })
  }
  const { owner, name, id, ownerId, ownerType } = observed.value
  return found({ owner, name, id, ownerId, ownerType })
})

/**
 * The graded repository as GitHub spells it, whom IAM compares by case; as the caller does, where nothing deployed is
 * looked at and GitHub can't be asked.
 */
export const spelledRepository = plainFact(async (evidence): Promise<Answered<KnownRepository>> => {
  const observed = await evidence.ask(repository)
  const { repository: named, withoutAccount } = evidence.subject
  if (observed.state === 'found' || withoutAccount !== true) return observed
  if (named !== null) return await knownRepository(evidence)
  return unknown(
    'grade4 does not know which GitHub repository the role has to trust.',
    'Name it with --repo OWNER/NAME.',
  )
})

/** Its name, `OWNER/NAME`; `null` when no repository was named. */
export const repositoryName = plainFact(async (evidence) => {
  const known = await knownRepository(evidence)
  return known.state === 'found' ? `${known.value.owner}/${known.value.name}` : null
})
