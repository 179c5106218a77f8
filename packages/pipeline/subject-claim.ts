import type { Observed } from '@grade4/unknown'
import type { SubjectCustomization } from '../../evidence/github/models.js'

/** The repository that issues tokens; ids are `null` where GitHub was not asked. */
export interface ClaimRepository {
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
}

/** What the subject of a push is made from. */
export interface SubjectOf {
  readonly repository: ClaimRepository
  readonly customization: Observed<SubjectCustomization>
  /** The job's `environment:`; `null` when it has none. */
  readonly environment: string | null
  /** `refs/heads/main` */
  readonly ref: string
}

/** The `sub` claim of a job's token. `either`: which form this repository gets is not known. */
export type SubjectClaim =
  | { readonly state: 'known'; readonly subject: string }
  | { readonly state: 'either'; readonly subjects: readonly string[]; readonly because: string }
  | { readonly state: 'unknown'; readonly because: string }

/**
 * The subject claim that GitHub issues. Repositories made, renamed or moved after 15 July 2026, and
 * those that opted in, have the ids of owner and repository in it.
 * Source: GitHub Docs, "OpenID Connect reference", subject claims.
 */
export function subjectClaim(of: SubjectOf): SubjectClaim {
  const { customization } = of
  if (customization.state === 'unknown') return eitherForm(of, customization.because)
  if (customization.state === 'absent')
    return eitherForm(of, 'GitHub did not say which form it uses')
  const { useDefault, useImmutableSubject, subjectPrefix, includeClaimKeys } = customization.value
  const prefix = prefixOf(of.repository, useImmutableSubject, subjectPrefix)
  if (prefix === null) return eitherForm(of, 'GitHub did not say which form it uses')
  if (useDefault) return { state: 'known', subject: `${prefix}:${context(of)}` }
  return customised(of, prefix, includeClaimKeys)
}

/** The subject in the form without ids, whatever this repository gets; it is what the assignment says. */
export function nameSubject({ repository, ...of }: SubjectOf): string {
  return `repo:${repository.owner}/${repository.name}:${context(of)}`
}

function prefixOf(
  { owner, name, id, ownerId }: ClaimRepository,
  immutable: boolean | null,
  prefix: string | null,
): string | null {
  if (immutable === false) return `repo:${owner}/${name}`
  if (immutable === true && id !== null && ownerId !== null) {
    return `repo:${owner}@${ownerId}/${name}@${id}`
  }
  return prefix
}

function eitherForm(of: SubjectOf, because: string): SubjectClaim {
  const { id, ownerId, owner, name } = of.repository
  if (id === null || ownerId === null) return { state: 'unknown', because }
  const withIds = `repo:${owner}@${ownerId}/${name}@${id}:${context(of)}`
  return { state: 'either', subjects: [nameSubject(of), withIds], because }
}

function context({ environment, ref }: Pick<SubjectOf, 'environment' | 'ref'>): string {
  return environment === null ? `ref:${ref}` : `environment:${encoded(environment)}`
}

/** A colon would end the value early. */
function encoded(value: string): string {
  return value.replaceAll(':', '%3A')
}

function customised(of: SubjectOf, prefix: string, keys: readonly string[]): SubjectClaim {
  const { repository, environment, ref } = of
  const values: Readonly<Record<string, string | number | null>> = {
    repository: `${repository.owner}/${repository.name}`,
    repository_owner: repository.owner,
    repository_id: repository.id,
    repository_owner_id: repository.ownerId,
    ref,
    ref_type: 'branch',
    event_name: 'push',
    environment,
  }
  const parts: string[] = []
  for (const key of keys) {
    const value = Object.hasOwn(values, key) ? values[key] : null
    if (key === 'repo') parts.push(prefix)
    else if (key === 'context') parts.push(context(of))
    else if (value === null || value === undefined) {
      const because = `the repository's customised subject holds the claim ${key}, which the grader does not know`
      return { state: 'unknown', because }
    } else parts.push(`${key}:${encoded(String(value))}`)
  }
  return { state: 'known', subject: parts.join(':') }
}
