import type { OfKind } from './kinds.js'
import {
  MAIN_SUFFIX,
  mainSubject,
  mainSubjects,
  subjectPrefixes,
  type TrustedRepository,
} from './subjects.js'

/** What can be wrong with one subject. `found` and `wanted` stand in the subject as they are here. */
export interface SubjectFaultKinds {
  /** `*` or `?`, which stand for themselves here and which GitHub never sends. */
  wildcard: object
  'outer-space': object
  /** `repo:` is missing at the beginning. */
  'no-repo': object
  /** It is not of the form `repo:OWNER/REPOSITORY:…`. */
  form: object
  owner: Names
  repository: Names
  /** The ids stand behind hyphens: that is the name of another repository. */
  'hyphen-ids': object
  /** Only one of owner and repository has an id. */
  'one-id': object
  /** The owner's id, then the repository's. */
  ids: { found: readonly [string, string]; wanted: readonly [number, number] }
  /** Nothing follows the repository. */
  'no-suffix': object
  branch: { found: string }
  tag: { found: string }
  'pull-request': object
  environment: { found: string }
  /** Something else follows the repository. */
  suffix: { found: string }
  /** None of these. */
  other: object
}

interface Names {
  found: string
  wanted: string
  caseOnly: boolean
}

export type SubjectFault = OfKind<SubjectFaultKinds>

const SUBJECT = /^repo:([^/:@]*)(?:@([^/:@]*))?\/([^/:@]*)(?:@([^/:@]*))?(?::(.*))?$/s

/**
 * Why a subject is not the one of a push to `main` of a repository, in the order of the text; never
 * empty.
 */
export function subjectFaults(subject: string, repository: TrustedRepository): SubjectFault[] {
  const [whole, owner = '', ownerId, name = '', id, suffix] = SUBJECT.exec(subject) ?? []
  if (/[*?]/.test(subject)) return [{ kind: 'wildcard' }]
  if (subject !== subject.trim()) return [{ kind: 'outer-space' }]
  if (whole === undefined) {
    const names = `${repository.owner}/${repository.name}`
    return [{ kind: subject.startsWith(names) ? 'no-repo' : 'form' }]
  }
  const faults: SubjectFault[] = [
    ...(haveHyphenIds(owner, name, repository)
      ? [{ kind: 'hyphen-ids' } as const]
      : [
          ...namesDiffer('owner', owner, repository.owner),
          ...namesDiffer('repository', name, repository.name),
        ]),
    ...idFaults(ownerId, id, repository),
    ...suffixFaults(suffix),
  ]
  return faults.length > 0 ? faults : [{ kind: 'other' }]
}

/** The subject of a push to `main` that a wrong one comes closest to: with ids where it has ids. */
export function closestSubject(subject: string, repository: TrustedRepository): string {
  const [byName = ''] = subjectPrefixes(repository)
  const hasIds = subject.includes('@') && !subject.startsWith(byName)
  return (hasIds ? mainSubjects(repository)[1] : null) ?? mainSubject(repository)
}

function namesDiffer(kind: 'owner' | 'repository', found: string, wanted: string): SubjectFault[] {
  if (found === wanted) return []
  return [{ kind, found, wanted, caseOnly: found.toLowerCase() === wanted.toLowerCase() }]
}

/** An early announcement of GitHub's joined ids with hyphens. Source: GitHub Changelog, 23 April 2026. */
function haveHyphenIds(owner: string, name: string, repository: TrustedRepository): boolean {
  const joined = (part: string, text: string, id: number | null) =>
    part.startsWith(`${text}-`) &&
    (id === null ? /^\d+$/ : new RegExp(`^${id}$`)).test(part.slice(text.length + 1))
  return (
    joined(owner, repository.owner, repository.ownerId) &&
    joined(name, repository.name, repository.id)
  )
}

function idFaults(
  ownerId: string | undefined,
  id: string | undefined,
  repository: TrustedRepository,
): SubjectFault[] {
  if (ownerId === undefined && id === undefined) return []
  if (ownerId === undefined || id === undefined) return [{ kind: 'one-id' }]
  if (repository.ownerId === null || repository.id === null) return []
  if (ownerId === String(repository.ownerId) && id === String(repository.id)) return []
  return [{ kind: 'ids', found: [ownerId, id], wanted: [repository.ownerId, repository.id] }]
}

function suffixFaults(suffix = ''): SubjectFault[] {
  if (suffix === MAIN_SUFFIX) return []
  if (suffix === '') return [{ kind: 'no-suffix' }]
  if (suffix === 'pull_request') return [{ kind: 'pull-request' }]
  const [, start, found = ''] =
    /^(ref:refs\/heads\/|ref:refs\/tags\/|environment:)(.+)$/s.exec(suffix) ?? []
  switch (start) {
    case 'ref:refs/heads/':
      return [{ kind: 'branch', found }]
    case 'ref:refs/tags/':
      return [{ kind: 'tag', found }]
    case 'environment:':
      return [{ kind: 'environment', found }]
    default:
      return [{ kind: 'suffix', found: suffix }]
  }
}
