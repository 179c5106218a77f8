import { SUBJECT_KEY } from './github.js'
import { type ClaimFinding, describeTests, type Excess, quote } from './judge-claim.js'
import { allLanguages, exactly, type Language, without } from './language.js'
import { contains, shortestMember } from './language-search.js'
import { misspeltKey } from './misspelt-key.js'
import { nameOf } from './parse.js'
import { closestForm, subjectDifferences } from './subject-differences.js'
import { expectedSubjects, type TrustedRepository } from './subject-forms.js'
import { GITHUB_SUBJECTS, visitorsOf } from './subject-visitors.js'
import { withinBudget } from './work-budget.js'

/** Says who gets in by a statement besides the pushes to `main`, with an example. */
export function describeSubjectExcess(
  excess: Excess,
  repository: TrustedRepository,
): ClaimFinding[] {
  const { statement, few } = excess
  const where = nameOf(statement)
  const actual = describeTests(statement, SUBJECT_KEY)
  if (actual === 'no condition')
    return [
      {
        message: `${where} has no condition on ${SUBJECT_KEY}, so a workflow in any repository on GitHub can take the role.${misspeltKey(statement, SUBJECT_KEY)}`,
        expected: expectedText('name', repository),
        actual,
      },
    ]
  if (few) return few.map((subject) => describeOne(subject, excess, repository))
  return [
    {
      message: `${where} lets in ${withinBudget(
        () => describeMany(excess, repository),
        () => describePlainly(excess),
      )}.${ownPushes(excess)}`,
      expected: expectedText('name', repository),
      actual,
    },
  ]
}

function describeOne(
  subject: string,
  { statement, includesExpected }: Excess,
  repository: TrustedRepository,
): ClaimFinding {
  const why = subjectDifferences(subject, repository).join('; ')
  const message = includesExpected
    ? `${nameOf(statement)} lets in another subject besides your pushes to main: ${why}.`
    : `${nameOf(statement)} asks for a subject that your pushes to main don't have: ${why}.`
  return {
    message,
    expected: expectedText(closestForm(subject, repository), repository),
    actual: subject,
  }
}

function describeMany(excess: Excess, repository: TrustedRepository): string {
  const { values, admission, budget } = excess
  const wanted = expectedSubjects(repository).map(({ text }) => exactly(text))
  if (shortestMember(without(GITHUB_SUBJECTS, admission.certain, ...wanted), budget) === null)
    return 'every repository on GitHub'
  const seen = visitorsOf(repository).flatMap(({ words, subjects, sample }) => {
    const example = exampleOf(allLanguages(values, subjects), sample, excess)
    return example === null ? [] : [{ words, example }]
  })
  const [first] = seen
  if (!first) return describePlainly(excess)
  return `${joinWords(seen.map(({ words }) => words))}, for example ${quote(first.example)}`
}

function describePlainly({ example }: Excess): string {
  return `subjects other than that of your pushes to main, such as ${quote(example)}`
}

/** The sample when it gets in, for it reads better than a shortest text. */
function exampleOf(language: Language, sample: string, { budget }: Excess): string | null {
  return contains(language, sample, budget) ? sample : shortestMember(language, budget)
}

function ownPushes({ includesExpected }: Excess): string {
  return includesExpected ? '' : ' Your own pushes to main do not get in.'
}

function expectedText(form: 'name' | 'ids', repository: TrustedRepository): string {
  const forms = expectedSubjects(repository)
  return (forms.find((each) => each.form === form) ?? forms[0])?.text ?? ''
}

function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${last}` : last
}
