import { type Observed, type Reason, type Unknown, unknown, unknownFor } from '@grade4/unknown'

/** The repository that issues tokens; what GitHub was not asked for is `null`. */
export interface ClaimRepository {
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
  /** `User`, `Organization`; absent or `null`: not known. */
  readonly ownerType?: string | null
}

/** How a repository's subjects are made, as GitHub says. */
export interface SubjectCustomization {
  readonly useDefault: boolean
  /** Claim keys that make up the subject when `useDefault` is false. */
  readonly includeClaimKeys: readonly string[]
  /** True: `repo:OWNER@OWNERID/REPO@REPOID:…`. `null`: GitHub did not say. */
  readonly useImmutableSubject: boolean | null
  /** E.g. `repo:ada@1001/yoctogram-app@2001`; `null`: GitHub did not say. */
  readonly subjectPrefix: string | null
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
  | { readonly state: 'either'; readonly subjects: readonly string[]; readonly reason: Reason }
  | Unknown

/** The claim keys that GitHub's own subject is made of: the repository, then branch or environment. */
const DEFAULT_KEYS = ['repo', 'context']

/**
 * The subject claim that GitHub issues. Repositories made, renamed or moved after 15 July 2026, and
 * those that opted in, have the ids of owner and repository in it.
 * Source: GitHub Docs, "OpenID Connect reference", subject claims.
 */
export function subjectClaim(of: SubjectOf): SubjectClaim {
  const keys = claimKeys(of)
  return 'state' in keys ? keys : subjectOfKeys(of, keys)
}

/** The same as if no template replaced GitHub's own. */
export function defaultSubjectClaim(of: SubjectOf): SubjectClaim {
  return subjectOfKeys(of, DEFAULT_KEYS)
}

/** The subject in the form without ids, whatever this repository gets; it is what the assignment says. */
export function nameSubject(of: SubjectOf): string {
  return `${prefixes(of.repository).names}:${context(of)}`
}

/**
 * The claim keys of this repository's subject. Without a list of its own it has the organisation's
 * template, which only the organisation's owners may read, or GitHub's default where a person owns it.
 */
function claimKeys({ repository, customization }: SubjectOf): readonly string[] | Unknown {
  if (customization.state !== 'found' || customization.value.useDefault) return DEFAULT_KEYS
  const { includeClaimKeys } = customization.value
  if (includeClaimKeys.length > 0) return includeClaimKeys
  if (repository.ownerType === 'User') return DEFAULT_KEYS
  const { owner, name } = repository
  return unknown(
    `the repository follows a template of ${owner}, which the grader can't read`,
    `Have it use GitHub's own: gh api -X PUT repos/${owner}/${name}/actions/oidc/customization/sub -F use_default=true`,
  )
}

function subjectOfKeys(of: SubjectOf, keys: readonly string[]): SubjectClaim {
  const values = claimValues(of)
  const unknownKey = keys.find((key) => key !== 'repo' && values(key) === null)
  if (unknownKey !== undefined) {
    return unknown(
      `the repository's customised subject holds the claim ${unknownKey}, which the grader does not know`,
      'Compare the trust policy with the token of a run by hand.',
    )
  }
  const withPrefix = (prefix: string) =>
    keys.map((key) => (key === 'repo' ? prefix : values(key))).join(':')
  const prefix = keys.includes('repo') ? prefixOf(of) : ''
  if (typeof prefix === 'string') return { state: 'known', subject: withPrefix(prefix) }
  const { names, withIds } = prefixes(of.repository)
  if (withIds === null) return prefix
  return { state: 'either', subjects: [names, withIds].map(withPrefix), reason: prefix }
}

/** The repository as this repository's subjects have it. What GitHub calls the prefix decides. */
function prefixOf({ repository, customization }: SubjectOf): string | Unknown {
  const { names, withIds } = prefixes(repository)
  if (customization.state === 'found') {
    const { subjectPrefix, useImmutableSubject } = customization.value
    if (subjectPrefix !== null) return subjectPrefix
    if (useImmutableSubject === false) return names
    if (useImmutableSubject === true && withIds !== null) return withIds
  }
  const remedy =
    'Set GITHUB_TOKEN to a token that may read the repository and its Actions settings.'
  return customization.state === 'unknown'
    ? unknownFor({ ...customization, remedy })
    : unknown('GitHub did not say which form it uses', remedy)
}

/** Both forms of a repository in a subject; `withIds` is `null` where the ids are not known. */
function prefixes({ owner, name, id, ownerId }: ClaimRepository) {
  const withIds = id === null || ownerId === null ? null : `repo:${owner}@${ownerId}/${name}@${id}`
  return { names: `repo:${owner}/${name}`, withIds }
}

function context({ environment, ref }: Pick<SubjectOf, 'environment' | 'ref'>): string {
  return environment === null ? `ref:${ref}` : `environment:${encoded(environment)}`
}

/** A colon would end the value early. */
function encoded(value: string): string {
  return value.replaceAll(':', '%3A')
}

/** What stands in the subject for a claim key but `repo`; `null` where the grader does not know. */
function claimValues(of: SubjectOf): (key: string) => string | null {
  const { repository, environment, ref } = of
  const values = new Map<string, string | number | null>([
    ['repository', `${repository.owner}/${repository.name}`],
    ['repository_owner', repository.owner],
    ['repository_id', repository.id],
    ['repository_owner_id', repository.ownerId],
    ['ref', ref],
    ['ref_type', 'branch'],
    ['event_name', 'push'],
    ['environment', environment],
  ])
  return (key) => {
    if (key === 'context') return context(of)
    const value = values.get(key) ?? null
    return value === null ? null : `${key}:${encoded(String(value))}`
  }
}
