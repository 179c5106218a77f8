import { type AllowedValues, allowedByAll, isMet } from './conditions.js'
import { AUDIENCE, AUDIENCE_KEY, mayBeInRequest } from './github.js'
import { NOTHING, without } from './language.js'
import type { Condition, Statement } from './policy.js'
import { allOf, anyOf, notSo, type Truth } from './truth.js'
import type { WorkBudget } from './work-budget.js'

/** Whether a condition is on a key; keys compare without case. */
export function isOn(condition: Condition, key: string): boolean {
  return condition.key.toLowerCase() === key.toLowerCase()
}

/**
 * The values of one key that an Allow statement allows, less what Deny statements take back.
 *
 * Conditions on other keys are left out of an Allow statement: they only narrow it. A Deny statement
 * counts where it is about this key and where nothing else that changes from run to run decides it.
 */
export function allowedValues(
  statement: Statement,
  denies: readonly Statement[],
  key: string,
  budget: WorkBudget,
): AllowedValues {
  const allowed = allowedByAll(statement.conditions.filter((each) => isOn(each, key)))
  const applies = isRead(statement)
  const denied = denies
    .filter(({ conditions }) => conditions.some((each) => isOn(each, key)))
    .map((deny) => deniedValues(deny, key, budget))
  return {
    certain: without(
      applies === 'yes' ? allowed.certain : NOTHING,
      ...denied.map(({ possible }) => possible),
    ),
    possible: without(allowed.possible, ...denied.map(({ certain }) => certain)),
    missing: allOf([applies, allowed.missing, notSo(anyOf(denied.map(({ missing }) => missing)))]),
  }
}

/** `unknown` where an element of the statement is not followed. */
export function isRead({ unread }: Statement): Truth {
  return unread.length === 0 ? 'yes' : 'unknown'
}

function deniedValues(deny: Statement, key: string, budget: WorkBudget): AllowedValues {
  const { certain, possible, missing } = allowedByAll(
    deny.conditions.filter((each) => isOn(each, key)),
  )
  const others = deny.conditions.filter((each) => !isOn(each, key))
  const applies = allOf([isRead(deny), ...others.map((each) => isMetByEveryRun(each, budget))])
  return {
    certain: applies === 'yes' ? certain : NOTHING,
    possible: applies === 'no' ? NOTHING : possible,
    missing: allOf([missing, applies]),
  }
}

/** What a run brings under most keys differs from run to run; the audience is compared by itself. */
function isMetByEveryRun(condition: Condition, budget: WorkBudget): Truth {
  if (isOn(condition, AUDIENCE_KEY)) return isMet(condition, { value: AUDIENCE }, budget)
  return mayBeInRequest(condition.key) ? 'no' : isMet(condition, 'missing', budget)
}
