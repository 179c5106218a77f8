import {
  closestSubject,
  compareSubject,
  type DifferenceKinds,
  MAIN_SUFFIX,
  mainSubject,
  type OfKind,
  type RunKind,
  SUBJECT_KEY,
  type SubjectFaultKinds,
  showStatement,
  subjectFaults,
  type TrustedRepository,
  type TrustPolicy,
} from '@grade4/trust'
import { spelledRepository } from '../../facts/repository.js'
import { answered, check } from '../check.js'
import {
  besideDifference,
  type ClaimFinding,
  differencesIn,
  missingAllowed,
  noCondition,
  trustForGitHub,
} from './claim.js'
import { inWords, joinWords, type Words } from './in-words.js'

const messages: Words<DifferenceKinds, [repository: TrustedRepository]> = {
  'nothing-allowed': () =>
    `The conditions on ${SUBJECT_KEY} allow nobody, not even your pushes to main: no value meets them all.`,
  'no-condition': (difference) =>
    noCondition(
      difference,
      SUBJECT_KEY,
      'so a workflow in any repository on GitHub can assume the role',
    ),
  'missing-allowed': (difference) => missingAllowed(difference, SUBJECT_KEY),
  'value-allowed': ({ value, wantedToo, ...of }, repository) => {
    const why = whyNot(value, repository)
    return wantedToo
      ? `${lets(of)} another subject besides your pushes to main: ${why}.${narrowed(of)}`
      : `${showStatement(of.statement)} asks for a subject that your pushes to main don't have: ${why}.`
  },
  'many-allowed': (difference, repository) => {
    const own = difference.wantedToo ? '' : ' Your own pushes to main are not allowed.'
    return `${lets(difference)} ${whoElse(difference, repository)}.${own}${narrowed(difference)}`
  },
}

const right = 'Only pushes to main of your repository are allowed.'

type Of = Pick<OfKind<DifferenceKinds, 'many-allowed'>, 'statement' | 'otherKeys'>

/** What a condition on the subject allows, another one may refuse. */
function lets({ statement, otherKeys }: Of): string {
  return otherKeys.length === 0
    ? `${showStatement(statement)} allows`
    : `${showStatement(statement)}, by its condition on ${SUBJECT_KEY} alone, would allow`
}

function narrowed({ otherKeys }: Of): string {
  if (otherKeys.length === 0) return ''
  return ` Its condition on ${joinWords(otherKeys)} may refuse some of them, but the assignment asks ${SUBJECT_KEY} itself to name repository and branch.`
}

function whoElse(
  { runs, witness }: OfKind<DifferenceKinds, 'many-allowed'>,
  repository: TrustedRepository,
): string {
  if (runs === 'all') return 'every repository on GitHub'
  const [first] = runs
  if (first === undefined)
    return `subjects other than that of your pushes to main, such as "${witness}"`
  const kinds = joinWords(runs.map(({ kind }) => runsInWords[kind](repository)))
  return `${kinds}, for example "${first.witness}"`
}

const runsInWords: Readonly<Record<RunKind, (repository: TrustedRepository) => string>> = {
  owner: () => 'repositories of other owners',
  repository: ({ owner }) => `other repositories of ${owner}`,
  ids: ({ owner, name }) => `whoever takes over the name ${owner}/${name} with other ids`,
  branch: () => 'other branches',
  tag: () => 'tags',
  'pull-request': () => 'pull requests',
  environment: () => 'jobs with an environment',
}

/** The assignment's own example. */
const PLACEHOLDER = /^repo:your-github-account\/|your-yoctogram-app-repo/

/** Why a subject is not the one of pushes to `main`: clauses. */
function whyNot(subject: string, repository: TrustedRepository): string {
  if (PLACEHOLDER.test(subject)) return "it still is the assignment's placeholder"
  return subjectFaults(subject, repository)
    .map((fault) => inWords(faults, fault))
    .join('; ')
}

const faults: Words<SubjectFaultKinds> = {
  wildcard: () =>
    'its wildcard is an ordinary character here, as StringEquals takes it, and GitHub never sends that',
  'outer-space': () => 'it begins or ends with a space',
  'no-repo': () => '"repo:" is missing at the beginning',
  form: () => `it is not of the form repo:OWNER/REPOSITORY:${MAIN_SUFFIX}`,
  owner: (names) => otherName('owner', names),
  repository: (names) => otherName('repository', names),
  'hyphen-ids': () =>
    'ids are joined by "@", not by a hyphen: with hyphens it is the name of another repository',
  'one-id': () => 'owner and repository need an id each',
  ids: ({ found, wanted }) =>
    `the ids are ${found.join(' and ')}, GitHub's are ${wanted[0]} (owner) and ${wanted[1]} (repository)`,
  'no-suffix': () => `":${MAIN_SUFFIX}" is missing at the end`,
  branch: ({ found }) => `the branch is "${found}", not "main"`,
  tag: ({ found }) => `it is for the tag "${found}", not for pushes to main`,
  'pull-request': () => 'it is for pull requests, not for pushes to main',
  environment: ({ found }) =>
    `it is for jobs with the environment "${found}", not for pushes to main`,
  suffix: ({ found }) => `it ends in "${found}", not in "${MAIN_SUFFIX}"`,
  other: () => 'GitHub writes it otherwise',
}

function otherName(
  what: string,
  { found, wanted, caseOnly }: OfKind<SubjectFaultKinds, 'owner' | 'repository'>,
): string {
  return caseOnly
    ? `the ${what} is spelled "${found}", on GitHub it is "${wanted}", and IAM compares case`
    : `the ${what} is "${found}", not "${wanted}"`
}

/**
 * `role.subject`: no other repository, owner or branch is allowed.
 * GitHub's own spelling of the name decides, since IAM compares case. Both forms of the subject count; that
 * the name-only one may not work in a newer repository is what `workflow.credentials` finds.
 * Rule: "Configuring GitHub OIDC", the condition on `sub`. Source: GitHub Docs, "OpenID Connect reference".
 */
export default check('role.subject', {
  title: 'The role trusts only pushes to main of your repository',
  section: 'Configuring GitHub OIDC',
  hint: 'Set the condition token.actions.githubusercontent.com:sub of the WebIdentityPrincipal, then cdk deploy.',
  looksAt:
    'The conditions on token.actions.githubusercontent.com:sub in every statement that allows GitHub, evaluated as IAM evaluates them: operators, wildcards and lists.',
  passes:
    'They allow pushes to main of your repository and nothing else: repo:OWNER/REPO:ref:refs/heads/main, the same with ids (repo:OWNER@OWNERID/REPO@REPOID:…), or both.',
  failures: {
    'A wildcard allows other branches, pull requests, repositories or owners.':
      'Write the whole subject, without *: repo:OWNER/REPO:ref:refs/heads/main, then cdk deploy.',
    'There is no condition on sub, or one that a missing claim satisfies (ForAllValues, …IfExists).':
      'Put the subject under StringLike or StringEquals, as the assignment shows, then cdk deploy.',
    'The subject names another repository or branch, or spells yours in another case: IAM compares case.':
      'Copy OWNER/REPO from the address of your repository on GitHub, then cdk deploy.',
    'The star stands under StringEquals, which compares it literally.':
      'Write the subject out in full, then cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const [trust, named] = await Promise.all([
      trustForGitHub(evidence),
      spelledRepository(evidence),
    ])
    for (const { message, ...beside } of subjectFindings(trust, answered(named)))
      finding(message, beside)
    seen(right)
  },
})

/** What is wrong with the conditions on the subject. Throws `UnknownError` where that is not known. */
export function subjectFindings(trust: TrustPolicy, repository: TrustedRepository): ClaimFinding[] {
  return differencesIn(compareSubject(trust, repository)).map((difference) => {
    const wanted =
      difference.kind === 'value-allowed'
        ? closestSubject(difference.value, repository)
        : mainSubject(repository)
    const message = inWords(messages, difference, repository)
    return { message, ...besideDifference(difference, wanted) }
  })
}
