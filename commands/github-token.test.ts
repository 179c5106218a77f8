import { expect, test } from 'vitest'
import { findGithubToken } from './github-token.js'

const NO_GH = { PATH: '/nowhere' }

test.each([
  [
    { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' },
    { text: 'a', from: 'GITHUB_TOKEN' },
  ],
  [{ GH_TOKEN: ' b\n' }, { text: 'b', from: 'GH_TOKEN' }],
  [
    { GITHUB_TOKEN: '', GH_TOKEN: 'b' },
    { text: 'b', from: 'GH_TOKEN' },
  ],
  [{}, null],
])('%o gives %o', async (env, token) => {
  expect(await findGithubToken({ ...NO_GH, ...env })).toEqual(token)
})

test.each(['a\nb', 'a\u200Bb', 'ä', 'a b'])(
  '%j is no token, and no header is made of it',
  async (text) => {
    await expect(findGithubToken({ ...NO_GH, GITHUB_TOKEN: text })).rejects.toThrow(
      /^GITHUB_TOKEN holds characters that no token has/,
    )
  },
)
