import { type Unknown, unknown } from '@grade4/unknown'
import { allowedValues, isOn } from './allowed-values.js'
import { AUDIENCE, AUDIENCE_KEY, SUBJECT_KEY } from './github.js'
import type { OfKind } from './kinds.js'
import { exactly, type Language, NOTHING, without } from './language.js'
import {
  type Condition,
  type Statement,
  type StatementName,
  showConditions,
  showStatement,
  statementName,
} from './policy.js'
import type { TrustPolicy } from './read-trust.js'
import { contains, shortestMember, shortestMembers } from './search.js'
import { type Runs, runsAmong } from './subject-runs.js'
import { mainSubjects, mainSubjectsWithSomeIds, type TrustedRepository } from './subjects.js'
import { WorkBudget, withinBudget } from './work-budget.js'

/** What the conditions on a claim allow, compared with what they should. */
export type Comparison =
  /** Each statement allows nothing but wanted values, and one of them at least is allowed. */
  | { readonly state: 'same' }
  /** `differences`: not empty. */
  | { readonly state: 'different'; readonly differences: readonly Difference[] }
  | Unknown

/** How the conditions of a statement can differ from what is wanted. */
export interface DifferenceKinds {
  /** No value at all meets the conditions of any statement: they are listed, statement by statement. */
  'nothing-allowed': { conditions: readonly (readonly Condition[])[] }
  'no-condition': Of
  /** Tokens without the claim are allowed. */
  'missing-allowed': Of
  /** One value is allowed, of a few that are listed one by one. `wantedToo`: beside a wanted one. */
  'value-allowed': Of & { value: string; wantedToo: boolean }
  /**
   * Many values are allowed, `witness` among them: all that GitHub issues, or those of some kinds of
   * runs, of which there may be none.
   */
  'many-allowed': Of & {
    witness: string
    runs: 'all' | readonly Runs[]
    wantedToo: boolean
  }
}

interface Of {
  statement: StatementName
  /** The statement's conditions on the claim. */
  conditions: readonly Condition[]
  /** Keys of its other conditions but for subject and audience: they may narrow what is allowed. */
  otherKeys: readonly string[]
}

export type Difference = OfKind<DifferenceKinds>

/**
 * Whether each statement for GitHub restricts the subject to exactly the pushes to `main` of a
 * repository, as IAM would evaluate it. Unknown where AWS's behaviour is not documented, a pattern is
 * too large, or the repository's ids decide and are not known.
 */
export function compareSubject(trust: TrustPolicy, repository: TrustedRepository): Comparison {
  return compare(trust, {
    key: SUBJECT_KEY,
    wanted: mainSubjects(repository),
    oneWanted: mainSubjectsWithSomeIds(repository),
    runsAmong: (subjects, budget) => runsAmong(subjects, repository, budget),
  })
}

/** Whether each statement for GitHub restricts the audience to exactly `sts.amazonaws.com`. */
export function compareAudience(trust: TrustPolicy): Comparison {
  return compare(trust, {
    key: AUDIENCE_KEY,
    wanted: [AUDIENCE],
    oneWanted: NOTHING,
    runsAmong: () => [],
  })
}

interface Claim {
  /** The condition key. */
  readonly key: string
  readonly wanted: readonly string[]
  /** Texts of which one is wanted, without saying which. */
  readonly oneWanted: Language
  /** Whose values are among these. */
  runsAmong(values: Language, budget: WorkBudget): 'all' | Runs[]
}

/** Up to so many values are named one by one. */
const FEW = 4

const BY_HAND = "Look at the role's trust policy in the IAM console by hand."

interface StatementComparison {
  readonly differences: readonly Difference[]
  /** Whether a wanted value is allowed. */
  readonly wantedToo: boolean
  /** Why it is not known whether the statement differs; `null` when it is. */
  readonly doubt: string | null
}

function compare(trust: TrustPolicy, claim: Claim): Comparison {
  // Deciding comes first: describing one statement must not use up what the next one needs.
  const [decide, describe] = [new WorkBudget(), new WorkBudget()]
  const compared = trust.forGitHub.map((statement) =>
    withinBudget<StatementComparison>(
      () => compareStatement(statement, trust.denies, claim, { decide, describe }),
      ({ message }) => ({ differences: [], wantedToo: false, doubt: message }),
    ),
  )
  const differences = compared.flatMap((each) => each.differences)
  if (differences.length > 0) return { state: 'different', differences }
  const inDoubt = compared.findIndex(({ doubt }) => doubt !== null)
  const statement = trust.forGitHub[inDoubt]
  if (statement !== undefined)
    return unknown(`${showStatement(statement)}: ${compared[inDoubt]?.doubt}`, BY_HAND)
  if (compared.some(({ wantedToo }) => wantedToo)) return { state: 'same' }
  const conditions = trust.forGitHub.map((each) => conditionsOn(each, claim.key))
  return { state: 'different', differences: [{ kind: 'nothing-allowed', conditions }] }
}

interface Budgets {
  readonly decide: WorkBudget
  readonly describe: WorkBudget
}

function compareStatement(
  statement: Statement,
  denies: readonly Statement[],
  claim: Claim,
  { decide, describe }: Budgets,
): StatementComparison {
  const { key, wanted } = claim
  const { certain, possible, missing } = allowedValues(statement, denies, key, decide)
  const isAllowed = (language: Language) => wanted.some((one) => contains(language, one, decide))
  const wantedToo = isAllowed(certain)
  // A claim is never empty; that ForAllValues: allows an empty one is reported as allowing none.
  const besides = (language: Language) => without(language, ...wanted.map(exactly), exactly(''))
  const witness = shortestMember(besides(certain), decide)
  if (witness !== null && mayBeWanted(witness, besides(certain), claim.oneWanted, decide)) {
    const doubt = `whether "${witness}" is this repository depends on its ids, which GitHub did not tell`
    return { differences: [], wantedToo, doubt }
  }
  const of = detailsOf(statement, key)
  const differences: Difference[] = []
  if (witness !== null && of.conditions.length === 0) {
    differences.push({ kind: 'no-condition', ...of })
  } else if (witness !== null) {
    const excess = { ...of, wantedToo, witness }
    differences.push(...describeExcess(excess, besides(certain), claim, describe))
  }
  if (missing === 'yes' && (of.conditions.length > 0 || witness === null))
    differences.push({ kind: 'missing-allowed', ...of })
  if (differences.length > 0) return { differences, wantedToo, doubt: null }
  const unsure =
    missing === 'unknown' ||
    shortestMember(besides(possible), decide) !== null ||
    (!wantedToo && isAllowed(possible))
  const doubt = `the grader can't tell what its condition on ${key} (${showConditions(of.conditions)}) allows`
  return { differences: [], wantedToo, doubt: unsure ? doubt : null }
}

/** Whether all that is allowed besides is one text that would be wanted with the right ids. */
function mayBeWanted(
  witness: string,
  values: Language,
  oneWanted: Language,
  budget: WorkBudget,
): boolean {
  if (!contains(oneWanted, witness, budget)) return false
  return shortestMember(without(values, exactly(witness)), budget) === null
}

function detailsOf(statement: Statement, key: string): Of {
  const claims = [SUBJECT_KEY, AUDIENCE_KEY]
  const others = statement.conditions.filter((each) => !claims.some((claim) => isOn(each, claim)))
  return {
    statement: statementName(statement),
    conditions: conditionsOn(statement, key),
    otherKeys: [...new Set(others.map((each) => each.key))],
  }
}

function conditionsOn({ conditions }: Statement, key: string): Condition[] {
  return conditions.filter((each) => isOn(each, key))
}

/** Tells the values that are allowed besides apart: less well where the budget does not suffice. */
function describeExcess(
  { witness, ...of }: Of & { wantedToo: boolean; witness: string },
  values: Language,
  claim: Claim,
  budget: WorkBudget,
): Difference[] {
  const plainly: Difference[] = [{ kind: 'many-allowed', ...of, witness, runs: [] }]
  return withinBudget<Difference[]>(
    () => {
      const few = shortestMembers(values, FEW + 1, budget)
      if (few.length <= FEW) return few.map((value) => ({ kind: 'value-allowed', ...of, value }))
      return [{ kind: 'many-allowed', ...of, witness, runs: claim.runsAmong(values, budget) }]
    },
    () => plainly,
  )
}
