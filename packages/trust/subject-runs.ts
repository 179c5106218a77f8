import {
  allLanguages,
  anyLanguage,
  DIGITS,
  exactly,
  type Language,
  LETTERS,
  noneOf,
  oneOf,
  sequence,
  without,
} from './language.js'
import { contains, shortestMember } from './search.js'
import { subjectFaults } from './subject-faults.js'
import { MAIN_SUFFIX, mainSubjects, subjectPrefixes, type TrustedRepository } from './subjects.js'
import type { WorkBudget } from './work-budget.js'

const RUN_KINDS = [
  'owner',
  'repository',
  'ids',
  'branch',
  'tag',
  'pull-request',
  'environment',
] as const

/** Kinds of workflow runs, by what their subjects have other than a push to `main`. */
export type RunKind = (typeof RUN_KINDS)[number]

/** Runs of a kind, and the subject of one of them. */
export interface Runs {
  readonly kind: RunKind
  readonly witness: string
}

/** Every subject that GitHub writes by default, for any repository. A colon inside a value is `%3A`. */
export const EVERY_SUBJECT: Language = anyLanguage(
  ...[
    sequence('ref:refs/heads/', noneOf(':')),
    sequence('ref:refs/tags/', noneOf(':')),
    exactly('pull_request'),
    sequence('environment:', noneOf(':')),
  ].flatMap((suffix) => {
    const [login, name] = [oneOf(`${LETTERS}0123456789-_`), oneOf(`${LETTERS}0123456789-_.`)]
    return [
      sequence('repo:', login, '/', name, ':', suffix),
      sequence('repo:', login, '@', DIGITS, '/', name, '@', DIGITS, ':', suffix),
    ]
  }),
)

/**
 * Whose subjects are among these, which hold none of a push to `main`: everybody's on GitHub, or those
 * of some kinds of runs, from the farthest to the nearest, by an example of each that is easy to read;
 * where none of the examples is among them, those of the shortest.
 */
export function runsAmong(
  subjects: Language,
  repository: TrustedRepository,
  budget: WorkBudget,
): 'all' | Runs[] {
  const others = without(EVERY_SUBJECT, ...mainSubjects(repository).map(exactly))
  if (shortestMember(without(others, subjects), budget) === null) return 'all'
  const runs = new Map<RunKind, Runs>()
  for (const { kind, witness } of examplesOf(repository))
    if (!runs.has(kind) && contains(subjects, witness, budget)) runs.set(kind, { kind, witness })
  if (runs.size > 0) return [...runs.values()]
  const witness = shortestMember(allLanguages(others, subjects), budget)
  const kind = witness === null ? null : kindOf(witness, repository)
  return witness === null || kind === null ? [] : [{ kind, witness }]
}

function examplesOf(repository: TrustedRepository): Runs[] {
  const { owner, name } = repository
  const own = (kind: RunKind, suffix: string): Runs[] =>
    subjectPrefixes(repository).map((prefix) => ({ kind, witness: `${prefix}${suffix}` }))
  return [
    { kind: 'owner', witness: `repo:mallory/any-repository:${MAIN_SUFFIX}` },
    { kind: 'repository', witness: `repo:${owner}/other-repository:${MAIN_SUFFIX}` },
    { kind: 'ids', witness: `repo:${owner}@1/${name}@2:${MAIN_SUFFIX}` },
    ...own('branch', 'ref:refs/heads/dev'),
    ...own('tag', 'ref:refs/tags/v1'),
    ...own('pull-request', 'pull_request'),
    ...own('environment', 'environment:production'),
  ]
}

/** Owners and repositories have one name in every case; branches don't. */
function kindOf(subject: string, repository: TrustedRepository): RunKind | null {
  const faults = subjectFaults(subject, repository)
  const first = faults.find((fault) => !('caseOnly' in fault && fault.caseOnly))
  return RUN_KINDS.find((kind) => kind === first?.kind) ?? null
}
