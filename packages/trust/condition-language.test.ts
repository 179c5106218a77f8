import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admissionOf } from './condition-language.js'
import { evaluateTrust } from './evaluate.js'
import { gitHubProviderArn, SUBJECT_KEY } from './github.js'
import { contains } from './language-search.js'
import { parseTrustPolicy } from './parse.js'
import { WorkBudget } from './work-budget.js'

const PROVIDER = gitHubProviderArn('111122223333')

const operator = fc
  .tuple(
    fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:'),
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
      'ArnLike',
      'Bool',
      'NumericEquals',
      'Null',
    ),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''))
const value = fc.string({
  unit: fc.constantFrom('a', 'B', 'b', '*', '?', '$', '{', '}', ':', 'é', 'true'),
  maxLength: 6,
})
const condition = fc.dictionary(
  operator,
  fc.record({ [SUBJECT_KEY]: fc.oneof(value, fc.array(value, { maxLength: 3 })) }),
  { minKeys: 1, maxKeys: 3 },
)
const claim = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'B', ':', '*', '$', 'é'),
  maxLength: 6,
})

it('agrees with evaluateTrust on every value, and is unsure only where that is', () => {
  fc.assert(
    fc.property(condition, claim, fc.boolean(), (Condition, subject, newer) => {
      const text = JSON.stringify({
        ...(newer ? { Version: '2012-10-17' } : {}),
        Statement: {
          Effect: 'Allow',
          Principal: { Federated: PROVIDER },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition,
        },
      })
      const policy = parseTrustPolicy(text)
      if (policy.state === 'malformed') throw new Error(policy.problem)
      const { certain, possible } = admissionOf(policy.statements[0]?.tests ?? [])
      const has = (language: typeof certain) => contains(language, subject, new WorkBudget())
      const { decision } = evaluateTrust(text, { [SUBJECT_KEY]: subject }, PROVIDER)
      // Bounds may be wider than the answer for one value, never narrower.
      if (has(certain)) expect(decision).toBe('allowed')
      if (!has(possible)) expect(decision).toBe('denied')
      if (decision === 'unknown') expect([has(certain), has(possible)]).toEqual([false, true])
    }),
    { numRuns: 1000 },
  )
})

it('has one bound, not two, for the operators that are wholly understood', () => {
  const understood = fc.dictionary(
    fc.constantFrom(
      'StringEquals',
      'StringLike',
      'StringNotLike',
      'ForAllValues:StringLike',
      'ForAnyValue:StringNotEquals',
    ),
    fc.record({ [SUBJECT_KEY]: value.map((one) => one.replaceAll('$', '')) }),
    { minKeys: 1 },
  )
  fc.assert(
    fc.property(understood, claim, (Condition, subject) => {
      const text = JSON.stringify({
        Statement: { Effect: 'Allow', Principal: '*', Action: '*', Condition },
      })
      const policy = parseTrustPolicy(text)
      const { certain, possible } = admissionOf(
        policy.state === 'policy' ? (policy.statements[0]?.tests ?? []) : [],
      )
      expect(contains(certain, subject, new WorkBudget())).toBe(
        contains(possible, subject, new WorkBudget()),
      )
    }),
  )
})
