import type { ConditionTest } from './condition-block.js'
import { type Admission, admissionOf, UNDECIDED } from './condition-language.js'
import { allOf, anyOf, notSo, type Truth, testHolds } from './conditions.js'
import { AUDIENCE, AUDIENCE_KEY, mayBeInRequest } from './github.js'
import { NOTHING, without } from './language.js'
import type { Statement } from './parse.js'

/** Whether a test is on a key; keys compare without case. */
export function isOn(test: ConditionTest, key: string): boolean {
  return test.key.toLowerCase() === key.toLowerCase()
}

/**
 * The values of one key that an Allow statement lets in, less what Deny statements take back.
 *
 * Conditions on other keys are left out of an Allow statement: they only narrow it. A Deny statement
 * counts where it is about this key and where nothing else that changes from run to run decides it.
 */
export function admissionBy(
  statement: Statement,
  denials: readonly Statement[],
  key: string,
): Admission {
  const own = statement.tests.filter((test) => isOn(test, key))
  const allowed = admissionOf(own)
  const taken = denials
    .filter(({ tests }) => tests.some((test) => isOn(test, key)))
    .map((denial) => takenBy(denial, key))
  return {
    certain: without(
      statement.unread.length > 0 ? UNDECIDED.certain : allowed.certain,
      ...taken.map(({ possible }) => possible),
    ),
    possible: without(allowed.possible, ...taken.map(({ certain }) => certain)),
    missing: allOf([
      allowed.missing,
      notSo(anyOf(taken.map(({ missing }) => missing))),
      statement.unread.length > 0 ? 'unknown' : 'yes',
    ]),
  }
}

function takenBy(denial: Statement, key: string): Admission {
  const denied = admissionOf(denial.tests.filter((test) => isOn(test, key)))
  const applies = allOf([
    ...denial.tests.filter((test) => !isOn(test, key)).map(holdsInEveryRun),
    denial.unread.length > 0 ? 'unknown' : 'yes',
  ])
  return {
    certain: applies === 'yes' ? denied.certain : NOTHING,
    possible: applies === 'no' ? NOTHING : denied.possible,
    missing: allOf([denied.missing, applies]),
  }
}

/**
 * Whether a test holds whatever run asks. The audience is what the assignment asks for; it has a
 * check of its own.
 */
function holdsInEveryRun(test: ConditionTest): Truth {
  if (isOn(test, AUDIENCE_KEY)) return testHolds(test, { state: 'present', value: AUDIENCE })
  if (!mayBeInRequest(test.key)) return testHolds(test, { state: 'missing' })
  return test.operator === null || test.patterns.includes(null) || test.patterns.length === 0
    ? 'unknown'
    : 'no'
}
