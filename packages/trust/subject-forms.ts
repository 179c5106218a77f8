import { exactly, type Language, oneOf, sequence } from './language.js'

/** The repository whose pushes the role has to trust. Ids are `null` where GitHub could not be asked. */
export interface TrustedRepository {
  /** In GitHub's own spelling: IAM compares case. */
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
}

/** GitHub's two ways to write the subject: by names alone, or by names with ids. */
export type SubjectForm = 'name' | 'ids'

/** What a claim may be, and the form that is. */
export interface ExpectedValue {
  readonly form: SubjectForm | null
  readonly text: string
}

/** What follows the repository in the subject of a push to `main` by a job without `environment:`. */
export const MAIN_SUFFIX = 'ref:refs/heads/main'

/** What begins the subject of this repository by names alone, with the last colon. */
export function namePrefix({ owner, name }: TrustedRepository): string {
  return `repo:${owner}/${name}:`
}

/** The same with ids; `null` where they are not known. */
export function idsPrefix({ owner, name, id, ownerId }: TrustedRepository): string | null {
  return id === null || ownerId === null ? null : `repo:${owner}@${ownerId}/${name}@${id}:`
}

/**
 * The subjects that GitHub issues for a push to `main` of a repository.
 * Source: GitHub Docs, "OpenID Connect reference"; FACTS.md, section 4.
 */
export function expectedSubjects(repository: TrustedRepository): ExpectedValue[] {
  const ids = idsPrefix(repository)
  return [
    { form: 'name', text: `${namePrefix(repository)}${MAIN_SUFFIX}` },
    ...(ids === null ? [] : [{ form: 'ids' as const, text: `${ids}${MAIN_SUFFIX}` }]),
  ]
}

/** Decimal digits. */
export const DIGITS = oneOf('0123456789')

/**
 * What the subject with ids could be while the ids are not known; `null` when they are.
 * One of these texts is right, and nobody here knows which.
 */
export function unsettledSubjects(repository: TrustedRepository): Language | null {
  if (idsPrefix(repository) !== null) return null
  const { owner, name, id, ownerId } = repository
  const number = (known: number | null) => (known === null ? DIGITS : exactly(String(known)))
  return sequence(`repo:${owner}@`, number(ownerId), `/${name}@`, number(id), `:${MAIN_SUFFIX}`)
}
