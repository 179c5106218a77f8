import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import type { Role } from '../evidence/aws/iam.js'
import { role, roles } from '../evidence/aws/iam.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile } from '../evidence/github/actions.js'
import { trustPolicy } from '../packages/pipeline/test-pipeline.js'
import {
  type ChosenRole,
  chooseRole,
  role as gradedRole,
  isInStack,
  type RoleClues,
} from './role.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const ACCOUNT = '111122223333'
const NOBODY_KNOWS = unknown('AccessDenied', 'ask for the permission')
const EXACT = trustPolicy()
const WIDE = trustPolicy('repo:*')
const NO_GITHUB = '{"Version":"2012-10-17","Statement":[]}'

function named(name: string, policy = EXACT): Role {
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`
  return { name, arn, trustPolicy: policy, maxSessionSeconds: 3600 }
}

function account(...all: readonly Role[]): Answer[] {
  return [
    answer(roles, [], found([...all])),
    ...all.map((each) => answer(role, [each.name], found(each))),
  ]
}

function clues(change: Partial<RoleClues> = {}): RoleClues {
  return {
    account: ACCOUNT,
    repository: { owner: 'ada', name: 'yoctogram-app', id: null, ownerId: null },
    named: absent('main.yml names no role'),
    stackResources: absent('ValidationError'),
    ...change,
  }
}

const inStack = (type: string, physicalId: string) =>
  found([{ logicalId: 'x', physicalId, type, status: 'CREATE_COMPLETE' }])

function choose(
  answers: readonly Answer[],
  change: Partial<RoleClues> = {},
): Promise<Observed<ChosenRole>> {
  return chooseRole(savedEvidence(answers), clues(change))
}

/** The chosen role's name, then those passed over; else what was observed. */
async function names(...args: Parameters<typeof choose>): Promise<string[] | Observed<never>> {
  const chosen = await choose(...args)
  return chosen.state === 'found' ? [chosen.value.role.name, ...chosen.value.passedOver] : chosen
}

describe('the role that main.yml names', () => {
  const both = account(named('a'), named('b', NO_GITHUB))

  test.each(['b', `arn:aws:iam::${ACCOUNT}:role/b`, `arn:aws:iam::${ACCOUNT}:role/path/b`])(
    '%s is taken, whomever it trusts',
    async (name) => {
      expect(await names(both, { named: found(name) })).toEqual(['b'])
    },
  )

  test.each(['arn:aws:iam::444455556666:role/b', 'arn:aws:iam::nonsense', 'gone'])(
    '%s is passed over where it is not in the account',
    async (name) => {
      const gone = [...both, answer(role, ['gone'], absent('NoSuchEntityException'))]
      expect(await names(gone, { named: found(name) })).toEqual(['a'])
    },
  )

  test('is unknown where nobody could look at it', async () => {
    const unread = [...both, answer(role, ['b'], NOBODY_KNOWS)]
    expect(await names(unread, { named: found('b') })).toEqual(NOBODY_KNOWS)
  })
})

describe('the best role that trusts GitHub', () => {
  test('is the one of the stack, however good the others are', async () => {
    const both = account(named('exact'), named('wide', WIDE))
    expect(await names(both, { stackResources: inStack('AWS::IAM::Role', 'wide') })).toEqual([
      'wide',
      'exact',
    ])
  })

  test('is the one that trusts this repository alone', async () => {
    expect(await names(account(named('wide', WIDE), named('exact')))).toEqual(['exact', 'wide'])
  })

  test('names those that were passed over, in their order', async () => {
    const four = account(named('w', WIDE), named('none', NO_GITHUB), named('e'), named('x', WIDE))
    expect(await names(four)).toEqual(['e', 'w', 'x'])
  })

  test('is none where no role trusts GitHub', async () => {
    expect(await names(account(named('a', NO_GITHUB)))).toEqual(
      absent('no role of the account trusts GitHub'),
    )
  })

  test('is unknown where the roles are', async () => {
    expect(await names([answer(roles, [], NOBODY_KNOWS)])).toEqual(NOBODY_KNOWS)
  })

  test('is a guess where main.yml could not be read and several trust GitHub', async () => {
    const two = account(named('a'), named('b'), named('c', NO_GITHUB))
    expect(await names(two, { named: NOBODY_KNOWS })).toEqual(
      unknown(
        'Several roles trust GitHub (a, b), and which one main.yml uses is not known: AccessDenied',
        'ask for the permission',
      ),
    )
    expect(await names(account(named('a')), { named: NOBODY_KNOWS })).toEqual(['a'])
  })

  test('is a guess where the stack could not be read and several trust GitHub', async () => {
    expect(await names(account(named('a'), named('b')), { stackResources: NOBODY_KNOWS })).toEqual(
      NOBODY_KNOWS,
    )
    expect(await names(account(named('a')), { stackResources: NOBODY_KNOWS })).toEqual(['a'])
  })
})

test.each([
  [inStack('AWS::IAM::Role', 'a'), true],
  [inStack('AWS::IAM::Role', 'b'), false],
  [inStack('AWS::IAM::Policy', 'a'), false],
  [absent('ValidationError'), false],
  [NOBODY_KNOWS, false],
])('whether the stack made the role: %j', (resources, made) => {
  expect(isInStack(named('a'), resources)).toBe(made)
})

describe('the role that is graded, of what was answered', () => {
  const other = trustPolicy('repo:bob/other:ref:refs/heads/main')
  const said = [
    ...account(named('a', other), named('b')),
    answer(identity, [], found({ account: ACCOUNT, arn: 'arn' })),
    answer(stackResources, [SUBJECT.stack], absent('ValidationError')),
  ]
  const noFile = answer(workflowFile, [], absent('404'))

  test('is the one that trusts the named repository, where main.yml names none', async () => {
    const chosen = await gradedRole(savedEvidence([...said, noFile]))
    expect(chosen).toMatchObject({ state: 'found', value: { role: { name: 'b' } } })
  })

  test('is not known where the account or main.yml is not', async () => {
    const unread = answer(workflowFile, [], NOBODY_KNOWS)
    expect(await gradedRole(savedEvidence([...said, unread]))).toMatchObject({
      because: `Several roles trust GitHub (a, b), and which one main.yml uses is not known: ${NOBODY_KNOWS.because}`,
    })
    const nobody = answer(identity, [], NOBODY_KNOWS)
    expect(await gradedRole(savedEvidence([...said, noFile, nobody]))).toEqual(NOBODY_KNOWS)
  })
})
