import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repositoryNameOf } from './repository-name.js'

describe('a repository on GitHub is understood in any spelling', () => {
  test.each([
    'ada/yoctogram-app',
    'https://github.com/ada/yoctogram-app',
    'https://github.com/ada/yoctogram-app.git',
    'https://github.com/ada/yoctogram-app/',
    'https://github.com/ada/yoctogram-app/tree/main/app',
    'https://ada:password@github.com/ada/yoctogram-app.git',
    'http://www.github.com/ada/yoctogram-app',
    'github.com/ada/yoctogram-app',
    'git@github.com:ada/yoctogram-app.git',
    'git@github.com:/ada/yoctogram-app',
    'org-123@github.com:ada/yoctogram-app.git',
    'ssh://git@github.com/ada/yoctogram-app.git',
    'ssh://git@ssh.github.com:443/ada/yoctogram-app.git',
    'git://github.com/ada/yoctogram-app',
    ' ada/yoctogram-app ',
  ])('%s', (word) => {
    expect(repositoryNameOf(word)).toEqual({ owner: 'ada', name: 'yoctogram-app' })
  })
})

describe('anything else is none', () => {
  test.each([
    '',
    'ada',
    'ada/..',
    'ada/.',
    'ada/b/c',
    '-ada/app',
    'ada-/app',
    'a.b/app',
    'https://gitlab.com/ada/app',
    'https://github.com.evil.example/ada/app',
    'git@work:ada/app',
    '/home/ada/app',
    'file:///ada/app',
  ])('%s', (word) => {
    expect(repositoryNameOf(word)).toBe(null)
  })

  test('no word makes it throw, or name a folder above', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `a/${text}`),
        ),
        (word) => {
          const name = repositoryNameOf(word)
          if (name !== null)
            expect(`${name.owner}/${name.name}`).toMatch(/^[A-Za-z\d-]+\/(?!\.\.?$)[\w.-]+$/)
        },
      ),
    )
  })
})
