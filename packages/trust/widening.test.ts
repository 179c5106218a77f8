import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAudience, compareSubject } from './compare.js'
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

/** Whom a policy allows, compared with whom it should. */
function compared(statements: readonly object[]) {
  const trust = readTrust(policyOf(statements), account)
  return {
    others: trust.otherGrants.length,
    subject: compareSubject(trust, repository).state,
    audience: compareAudience(trust).state,
  }
}

const statements = fc.array(allow, { minLength: 1, maxLength: 3 })

describe('letting more principals assume the role never makes it right', () => {
  test('one Allow statement more takes no principal away that should not be there', () => {
    fc.assert(
      fc.property(statements, allow, (before, more) => {
        expect(compared([...before, more]).others).toBeGreaterThanOrEqual(compared(before).others)
      }),
    )
  })

  test('one statement that lets everybody on GitHub in makes a difference, whatever stands beside it', () => {
    const open = { StringLike: { [SUBJECT_KEY]: '*', [AUDIENCE_KEY]: '*' } }
    fc.assert(
      fc.property(statements, fc.nat(3), (others, at) => {
        const { subject, audience } = compared([
          ...others.slice(0, at),
          gitHub(open),
          ...others.slice(at),
        ])
        expect([subject, audience]).toEqual(['different', 'different'])
      }),
    )
  })

  test('one principal more, in any statement, is one too many', () => {
    fc.assert(
      fc.property(statements, fc.nat(2), (before, at) => {
        const widened = before.map((statement, index) =>
          index === at % before.length ? { ...statement, Principal: { AWS: '*' } } : statement,
        )
        expect(compared(widened).others).toBeGreaterThan(0)
      }),
    )
  })

  test('without conditions it is never the same', () => {
    fc.assert(
      fc.property(statements, (before) => {
        const { subject, audience } = compared(before.map(({ Condition: _, ...open }) => open))
        expect([subject, audience]).not.toContain('same')
      }),
    )
  })
})
