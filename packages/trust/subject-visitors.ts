import {
  allLanguages,
  anyLanguage,
  exactly,
  inAnyCase,
  type Language,
  matching,
  noneOf,
  oneOf,
  type Pattern,
  sequence,
  without,
} from './language.js'
import {
  DIGITS,
  expectedSubjects,
  idsPrefix,
  MAIN_SUFFIX,
  namePrefix,
  type TrustedRepository,
} from './subject-forms.js'

/** A kind of workflow run that should not get in. */
export interface Visitors {
  /** Plural, as in "lets in …". */
  readonly words: string
  /** The subjects of such runs, as GitHub writes them. */
  readonly subjects: Language
  /** What such a subject looks like, if the condition lets just this one in. */
  readonly sample: string
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const LOGIN = oneOf(`${LETTERS}${LETTERS.toUpperCase()}0123456789-_`)
const REPOSITORY = oneOf(`${LETTERS}${LETTERS.toUpperCase()}0123456789-_.`)
/** GitHub writes a colon inside a value as %3A. */
const VALUE = noneOf(':')
const REST = matching(['any-text'])
const SUFFIXES: readonly Pattern[] = [
  sequence('ref:refs/heads/', VALUE),
  sequence('ref:refs/tags/', VALUE),
  sequence('pull_request'),
  sequence('environment:', VALUE),
]

/** Every subject that GitHub writes by default, for any repository. */
export const GITHUB_SUBJECTS: Language = anyLanguage(
  ...SUFFIXES.flatMap((suffix) => [
    sequence('repo:', LOGIN, '/', REPOSITORY, ':', suffix),
    sequence('repo:', LOGIN, '@', DIGITS, '/', REPOSITORY, '@', DIGITS, ':', suffix),
  ]),
)

/**
 * Who else there is on GitHub, from the farthest to the nearest.
 * Owners and repositories have one name in every case; branches don't.
 */
export function visitorsOf(repository: TrustedRepository): Visitors[] {
  const { owner, name } = repository
  const [o, n] = [inAnyCase(owner), inAnyCase(name)]
  const sameOwner = anyLanguage(
    sequence('repo:', o, '/', REST),
    sequence('repo:', o, '@', DIGITS, '/', REST),
  )
  const sameName = anyLanguage(
    sequence('repo:', o, '/', n, ':', REST),
    sequence('repo:', o, '@', DIGITS, '/', n, '@', DIGITS, ':', REST),
  )
  const ids = idsPrefix(repository)
  const namesakes = anyLanguage(
    ...SUFFIXES.map((suffix) =>
      sequence(`repo:${owner}@`, DIGITS, `/${name}@`, DIGITS, ':', suffix),
    ),
  )
  const own = [namePrefix(repository), ...(ids === null ? [] : [ids])]
  const ownRuns = (suffix: Pattern) => anyLanguage(...own.map((each) => sequence(each, suffix)))
  const wanted = expectedSubjects(repository).map(({ text }) => exactly(text))
  const sample = (suffix: string) => `${namePrefix(repository)}${suffix}`
  return [
    {
      words: 'repositories of other owners',
      subjects: without(GITHUB_SUBJECTS, sameOwner),
      sample: `repo:mallory/any-repository:${MAIN_SUFFIX}`,
    },
    {
      words: `other repositories of ${owner}`,
      subjects: without(allLanguages(GITHUB_SUBJECTS, sameOwner), sameName),
      sample: `repo:${owner}/other-repository:${MAIN_SUFFIX}`,
    },
    {
      words: `whoever takes over the name ${owner}/${name} with other ids`,
      subjects: ids === null ? namesakes : without(namesakes, sequence(ids, REST)),
      sample: `repo:${owner}@1/${name}@2:${MAIN_SUFFIX}`,
    },
    {
      words: 'other branches',
      subjects: without(ownRuns(sequence('ref:refs/heads/', VALUE)), ...wanted),
      sample: sample('ref:refs/heads/dev'),
    },
    {
      words: 'tags',
      subjects: ownRuns(sequence('ref:refs/tags/', VALUE)),
      sample: sample('ref:refs/tags/v1'),
    },
    {
      words: 'pull requests',
      subjects: ownRuns(sequence('pull_request')),
      sample: sample('pull_request'),
    },
    {
      words: 'jobs with an environment',
      subjects: ownRuns(sequence('environment:', VALUE)),
      sample: sample('environment:production'),
    },
  ]
}
