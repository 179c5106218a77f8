import { MAIN_SUFFIX, namePrefix, type TrustedRepository } from './subject-forms.js'

const SUBJECT = /^repo:([^/:@]*)(?:@([^/:@]*))?\/([^/:@]*)(?:@([^/:@]*))?(?::(.*))?$/s

/**
 * Why a subject is not the one of a push to `main` of this repository: clauses for a message, in the
 * order of the text, never empty.
 */
export function subjectDifferences(subject: string, repository: TrustedRepository): string[] {
  const whole = wholeDifference(subject, repository)
  if (whole !== null) return [whole]
  const [, owner = '', ownerId, name = '', id, suffix] = SUBJECT.exec(subject) ?? []
  const hyphens = hyphenDifference(owner, name, repository)
  const names =
    hyphens === null
      ? [
          nameDifference('the owner', owner, repository.owner),
          nameDifference('the repository', name, repository.name),
        ]
      : [hyphens]
  const clauses = [
    ...names,
    idsDifference(ownerId, id, repository),
    suffixDifference(suffix),
  ].filter((clause) => clause !== null)
  return clauses.length > 0 ? clauses : ['GitHub writes it otherwise']
}

/** Faults that make a comparison of the parts pointless. */
function wholeDifference(subject: string, repository: TrustedRepository): string | null {
  if (/[*?]/.test(subject))
    return 'its wildcard is an ordinary character here, as StringEquals takes it, and GitHub never sends that'
  if (/^repo:your-github-account\/|your-yoctogram-app-repo/.test(subject))
    return "it still is the assignment's placeholder"
  if (subject !== subject.trim()) return 'it begins or ends with a space'
  if (SUBJECT.test(subject)) return null
  const { owner, name } = repository
  if (subject.startsWith(`${owner}/${name}`)) return '"repo:" is missing at the beginning'
  return `it is not of the form repo:OWNER/REPOSITORY:${MAIN_SUFFIX}`
}

function nameDifference(what: string, actual: string, expected: string): string | null {
  if (actual === expected) return null
  if (actual.toLowerCase() === expected.toLowerCase())
    return `${what} is spelled "${actual}", on GitHub it is "${expected}", and IAM compares case`
  return `${what} is "${actual}", not "${expected}"`
}

/** An early announcement of GitHub's joined ids with hyphens. Source: FACTS.md, section 4. */
function hyphenDifference(
  owner: string,
  name: string,
  { owner: o, name: n, ownerId, id }: TrustedRepository,
): string | null {
  const joined = (part: string, text: string, number: number | null) =>
    number === null
      ? new RegExp(`^${literal(text)}-\\d+$`).test(part)
      : part === `${text}-${number}`
  if (!joined(owner, o, ownerId) || !joined(name, n, id)) return null
  return 'ids are joined by "@", not by a hyphen: with hyphens it is the name of another repository'
}

function idsDifference(
  ownerId: string | undefined,
  id: string | undefined,
  repository: TrustedRepository,
): string | null {
  if (ownerId === undefined && id === undefined) return null
  if (ownerId === undefined || id === undefined) return 'owner and repository need an id each'
  const { ownerId: expectedOwner, id: expected } = repository
  if (expectedOwner === null || expected === null) return null
  if (ownerId === String(expectedOwner) && id === String(expected)) return null
  return `the ids are ${ownerId} and ${id}, GitHub's are ${expectedOwner} (owner) and ${expected} (repository)`
}

function suffixDifference(suffix: string | undefined): string | null {
  if (suffix === MAIN_SUFFIX) return null
  if (suffix === undefined || suffix === '') return `":${MAIN_SUFFIX}" is missing at the end`
  const branch = /^ref:refs\/heads\/(.+)$/s.exec(suffix)?.[1]
  if (branch !== undefined) return `the branch is "${branch}", not "main"`
  const tag = /^ref:refs\/tags\/(.+)$/s.exec(suffix)?.[1]
  if (tag !== undefined) return `it is for the tag "${tag}", not for pushes to main`
  if (suffix === 'pull_request') return 'it is for pull requests, not for pushes to main'
  const environment = /^environment:(.+)$/s.exec(suffix)?.[1]
  if (environment !== undefined)
    return `it is for jobs with the environment "${environment}", not for pushes to main`
  return `it ends in "${suffix}", not in "${MAIN_SUFFIX}"`
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** The expected subject that a wrong one comes closest to: with ids where it has ids. */
export function closestForm(subject: string, repository: TrustedRepository): 'name' | 'ids' {
  return subject.includes('@') && !subject.startsWith(namePrefix(repository)) ? 'ids' : 'name'
}
