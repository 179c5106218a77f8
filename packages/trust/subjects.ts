import { DIGITS, exactly, type Language, NOTHING, sequence } from './language.js'

/** The repository whose pushes the role has to trust. Ids are `null` where GitHub could not be asked. */
export interface TrustedRepository {
  /** In GitHub's own spelling: IAM compares case. */
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
}

/** What follows the repository in the subject of a push to `main` by a job without `environment:`. */
export const MAIN_SUFFIX = 'ref:refs/heads/main'

/** The subject of a push to `main` by names alone. */
export function mainSubject({ owner, name }: TrustedRepository): string {
  return `repo:${owner}/${name}:${MAIN_SUFFIX}`
}

/**
 * What begins the subjects of a repository, with the last colon: by names alone and, where the ids are
 * known, with them. Source: GitHub Docs, "OpenID Connect reference".
 */
export function subjectPrefixes({ owner, name, id, ownerId }: TrustedRepository): string[] {
  const byName = `repo:${owner}/${name}:`
  if (id === null || ownerId === null) return [byName]
  return [byName, `repo:${owner}@${ownerId}/${name}@${id}:`]
}

/** The subjects that GitHub may issue for a push to `main`. */
export function mainSubjects(repository: TrustedRepository): string[] {
  return subjectPrefixes(repository).map((prefix) => `${prefix}${MAIN_SUFFIX}`)
}

/**
 * What the subject with ids could be while the ids are not known; nothing when they are.
 * One of these texts is right, without saying which.
 */
export function mainSubjectsWithSomeIds({ owner, name, id, ownerId }: TrustedRepository): Language {
  if (id !== null && ownerId !== null) return NOTHING
  const number = (known: number | null) => (known === null ? DIGITS : exactly(String(known)))
  return sequence(`repo:${owner}@`, number(ownerId), `/${name}@`, number(id), `:${MAIN_SUFFIX}`)
}
