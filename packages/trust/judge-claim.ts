import { admissionBy, isOn } from './admission.js'
import type { Admission } from './condition-language.js'
import { exactly, isBuiltAlike, type Language, without } from './language.js'
import { contains, shortestMember, shortestMembers } from './language-search.js'
import { nameOf, type Statement } from './parse.js'
import type { TrustReading } from './read-trust.js'
import type { ExpectedValue, SubjectForm } from './subject-forms.js'
import { WorkBudget, withinBudget } from './work-budget.js'

/** Whether a trust policy restricts a claim to exactly what it may be. */
export type ClaimJudgement =
  /** Which of the forms get in, one at least; none for a claim that has a single form. */
  | { readonly outcome: 'exact'; readonly forms: readonly SubjectForm[] }
  | { readonly outcome: 'wrong'; readonly findings: readonly ClaimFinding[] }
  | { readonly outcome: 'unknown'; readonly because: string }

/** One fault of a condition. `message` is one line, a sentence or two. */
export interface ClaimFinding {
  readonly message: string
  readonly expected: string | null
  readonly actual: string | null
}

/** What is asked of a claim, and the words for what is wrong with it. */
export interface ClaimRule {
  /** The condition key. */
  readonly key: string
  /** The values that may get in. */
  readonly expected: readonly ExpectedValue[]
  /** Texts of which one may be right, and the grader does not know which; `null` when there are none. */
  readonly unsettled: Language | null
  /** Faults of a statement that lets in too much. */
  describeExcess(excess: Excess): ClaimFinding[]
  /** The fault of a policy by which nobody gets in. */
  readonly nobody: string
}

/** What a statement lets in beyond what it should. */
export interface Excess {
  readonly statement: Statement
  /** Everything that it lets in. */
  readonly admission: Admission
  /** What it should not let in; not empty. */
  readonly values: Language
  /** One of those values. */
  readonly example: string
  /** All of them, when they are few; `null` when they are many, or too many to tell. */
  readonly few: readonly string[] | null
  /** Whether one of the expected values gets in as well. */
  readonly includesExpected: boolean
  /** For the words only: running out of it makes them plainer, not wrong. */
  readonly budget: WorkBudget
}

/** Deciding comes first; words must not use up what the next statement needs. */
interface Budgets {
  readonly decide: WorkBudget
  readonly describe: WorkBudget
}

/** Up to so many values are named one by one. */
const FEW = 4

interface StatementJudgement {
  readonly findings: readonly ClaimFinding[]
  readonly forms: readonly ExpectedValue[]
  readonly doubt: string | null
}

/** Judges every Allow statement for GitHub by itself; a fault in one is a fault of the policy. */
export function judgeClaim(reading: TrustReading, rule: ClaimRule): ClaimJudgement {
  if (reading.malformed !== null) return unknown(reading.malformed)
  if (reading.gitHubStatements.length === 0)
    return unknown('no statement of the trust policy lets GitHub assume the role')
  const budget = { decide: new WorkBudget(), describe: new WorkBudget() }
  const judged = reading.gitHubStatements.map((statement) =>
    withinBudget(
      () => judgeStatement(statement, reading.denials, rule, budget),
      ({ message }) => ({ findings: [], forms: [], doubt: `${nameOf(statement)}: ${message}` }),
    ),
  )
  const findings = judged.flatMap((each) => each.findings)
  if (findings.length > 0) return { outcome: 'wrong', findings }
  const doubt = judged.find((each) => each.doubt !== null)?.doubt
  if (typeof doubt === 'string') return unknown(doubt)
  const admitted = rule.expected.filter((each) => judged.some(({ forms }) => forms.includes(each)))
  if (admitted.length > 0)
    return {
      outcome: 'exact',
      forms: admitted.map(({ form }) => form).filter((form) => form !== null),
    }
  return {
    outcome: 'wrong',
    findings: [
      {
        message: rule.nobody,
        expected: rule.expected[0]?.text ?? null,
        actual: reading.gitHubStatements.map((each) => describeTests(each, rule.key)).join('; '),
      },
    ],
  }
}

/** The conditions of a statement on a key, as a message shows them. */
export function describeTests(statement: Statement, key: string): string {
  const tests = statement.tests.filter((test) => isOn(test, key))
  if (tests.length === 0) return 'no condition'
  return tests
    .map(({ operatorName, values }) => `${operatorName} ${values.map(quote).join(' or ')}`)
    .join(' and ')
}

/** A text in quotation marks, cut where it is too long to be read. */
export function quote(text: string): string {
  return `"${text.length > 300 ? `${text.slice(0, 300)}…` : text}"`
}

function judgeStatement(
  statement: Statement,
  denials: readonly Statement[],
  rule: ClaimRule,
  { decide: budget, describe }: Budgets,
): StatementJudgement {
  const admission = admissionBy(statement, denials, rule.key)
  const forms = rule.expected.filter(({ text }) => contains(admission.certain, text, budget))
  // A claim is never empty; that ForAllValues: lets an empty one in is told as letting in none.
  const right = [...rule.expected.map(({ text }) => exactly(text)), exactly('')]
  const rest = (language: Language) => without(language, ...right)
  const values = rest(admission.certain)
  const example = shortestMember(values, budget)
  if (example !== null && mayBeRight(example, values, rule.unsettled, budget)) {
    const because = `whether ${quote(example)} is this repository depends on its ids, which GitHub did not tell`
    return { findings: [], forms, doubt: `${nameOf(statement)}: ${because}` }
  }
  const findings =
    example === null
      ? []
      : rule.describeExcess({
          statement,
          admission,
          values,
          example,
          few: withinBudget(
            () => listIfFew(values, describe),
            () => null,
          ),
          includesExpected: forms.length > 0,
          budget: describe,
        })
  const tested = statement.tests.some((test) => isOn(test, rule.key))
  const open = admission.missing === 'yes' && (tested || findings.length === 0)
  const all = open ? [...findings, passesWhenMissing(statement, rule)] : findings
  if (all.length > 0) return { findings: all, forms, doubt: null }

  const unsure =
    admission.missing === 'unknown' ||
    // Else nothing is possible but what is certain, and that is nothing but what is right.
    ((example !== null || !isBuiltAlike(admission.certain, admission.possible)) &&
      (shortestMember(rest(admission.possible), budget) !== null ||
        (forms.length === 0 &&
          rule.expected.some(({ text }) => contains(admission.possible, text, budget)))))
  return { findings: [], forms, doubt: unsure ? describeDoubt(statement, rule.key) : null }
}

/** Whether all that gets in besides is one text that would be right with the right ids. */
function mayBeRight(
  example: string,
  values: Language,
  unsettled: Language | null,
  budget: WorkBudget,
): boolean {
  if (unsettled === null || !contains(unsettled, example, budget)) return false
  return shortestMember(without(values, exactly(example)), budget) === null
}

function listIfFew(values: Language, budget: WorkBudget): string[] | null {
  const members = shortestMembers(values, FEW + 1, budget)
  return members.length <= FEW ? members : null
}

function passesWhenMissing(statement: Statement, rule: ClaimRule): ClaimFinding {
  const tests = describeTests(statement, rule.key)
  return {
    message: `${nameOf(statement)} also lets in tokens that have no ${rule.key} at all: ForAllValues:, …IfExists and negated operators hold when the claim is missing. Use StringLike or StringEquals.`,
    expected: `StringLike ${quote(rule.expected[0]?.text ?? '')}`,
    actual: tests,
  }
}

function describeDoubt(statement: Statement, key: string): string {
  return `${nameOf(statement)}: the grader can't tell what its condition on ${key} (${describeTests(statement, key)}) lets in`
}

function unknown(because: string): ClaimJudgement {
  return { outcome: 'unknown', because }
}
