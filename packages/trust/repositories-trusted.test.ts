import { expect, test } from 'vitest'
import { repositoriesTrusted } from './repositories-trusted.js'

const policy = (operator: string, subject: string | string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: {
        Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { [operator]: { 'token.actions.githubusercontent.com:sub': subject } },
    },
  })

test.each([
  ['names', 'repo:ada/yoctogram-app:ref:refs/heads/main', ['ada/yoctogram-app']],
  ['names with ids', 'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main', ['ada/yoctogram-app']],
  ['several', ['repo:ada/one:*', 'repo:ada/two:*'], ['ada/one', 'ada/two']],
  ['a wildcard in the owner', 'repo:*/yoctogram-app:*', []],
  ['a wildcard in the name', 'repo:ada/*:ref:refs/heads/main', []],
])('a subject with %s', (_what, subject, repositories) => {
  const names = repositoriesTrusted(policy('StringLike', subject)).map(
    ({ owner, name }) => `${owner}/${name}`,
  )
  expect(names).toEqual(repositories)
})

test('what is no policy names no repository', () => {
  expect(repositoriesTrusted('{')).toEqual([])
})
