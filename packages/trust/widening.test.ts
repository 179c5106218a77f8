import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeAudience, judgeSubject } from './claims-allowed.js'
import { AUDIENCE, AUDIENCE_KEY, gitHubProviderArn, SUBJECT_KEY } from './github.js'
import { readTrust } from './read-trust.js'

const account = '111122223333'
const PROVIDER = gitHubProviderArn(account)
const repository = { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001 }
const NAME = 'repo:ada/yoctogram-app:ref:refs/heads/main'

const principal = fc.constantFrom<unknown>(
  { Federated: PROVIDER },
  { Federated: [PROVIDER, 'cognito-identity.amazonaws.com'] },
  { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
  { AWS: 'arn:aws:iam::999988887777:root' },
  { AWS: '999988887777', Federated: PROVIDER },
  { Service: 'ec2.amazonaws.com' },
  '*',
)

const action = fc.constantFrom<unknown>(
  'sts:AssumeRoleWithWebIdentity',
  ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
  'sts:AssumeRole',
  'sts:*',
  '*',
)

const condition = fc.record({
  StringLike: fc.record({
    [SUBJECT_KEY]: fc.constantFrom(NAME, 'repo:ada/*', 'repo:grace/x:ref:refs/heads/main', [
      NAME,
      '*',
    ]),
    [AUDIENCE_KEY]: fc.constantFrom(AUDIENCE, '*', [AUDIENCE, 'https://github.com/ada']),
  }),
})

const allow = fc.record({
  Effect: fc.constant('Allow'),
  Principal: principal,
  Action: action,
  Condition: condition,
})

const policyOf = (statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })

const gitHub = (Condition: object) => ({
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
})

/** What the checks say of whom a policy lets in. */
function judge(statements: readonly object[]) {
  const trust = readTrust(policyOf(statements), { account })
  return {
    strangers: trust.strangers.length,
    subject: judgeSubject(trust, { repository }).outcome,
    audience: judgeAudience(trust).outcome,
  }
}

const statements = fc.array(allow, { minLength: 1, maxLength: 3 })

describe('letting more people assume the role never mends what is wrong with it', () => {
  test('one Allow statement more leaves whoever should not be there', () => {
    fc.assert(
      fc.property(statements, allow, (before, more) => {
        expect(judge([...before, more]).strangers).toBeGreaterThanOrEqual(judge(before).strangers)
      }),
    )
  })

  test('one statement that lets everybody on GitHub in is wrong, whatever stands beside it', () => {
    const open = { StringLike: { [SUBJECT_KEY]: '*', [AUDIENCE_KEY]: '*' } }
    fc.assert(
      fc.property(statements, fc.nat(3), (others, at) => {
        const { subject, audience } = judge([
          ...others.slice(0, at),
          gitHub(open),
          ...others.slice(at),
        ])
        expect([subject, audience]).toEqual(['wrong', 'wrong'])
      }),
    )
  })

  test('one principal more, in any statement, is one too many', () => {
    fc.assert(
      fc.property(statements, fc.nat(2), (before, at) => {
        const widened = before.map((statement, index) =>
          index === at % before.length ? { ...statement, Principal: { AWS: '*' } } : statement,
        )
        expect(judge(widened).strangers).toBeGreaterThan(0)
      }),
    )
  })

  test('without conditions it is never exact', () => {
    fc.assert(
      fc.property(statements, (before) => {
        const { subject, audience } = judge(before.map(({ Condition: _, ...open }) => open))
        expect([subject, audience]).not.toContain('exact')
      }),
    )
  })
})
