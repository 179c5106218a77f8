import { createServer } from 'node:http'
import { Octokit } from '@octokit/rest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TimeLimit } from '../budget.js'
import type { Github } from './client.js'
import { look } from './look.js'

const YOCTOGRAM = { owner: 'ada', name: 'yoctogram-app' }
const ROUTE = 'GET /repos/{owner}/{repo}/actions/permissions'
const WHAT = 'GET /repos/ada/yoctogram-app/actions/permissions'
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What GitHub answers next. */
interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: string
}
let answer: Answer = { status: 200 }
let asked = ''
/** What is answered to an address of its own. */
let answerFor: (asked: string) => { status: number; body: unknown } | null = () => null

const server = createServer((request, response) => {
  asked = request.url ?? ''
  const own = answerFor(asked)
  if (own !== null) {
    response.writeHead(own.status, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(own.body))
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  response.end(JSON.stringify({ message: answer.message ?? 'words of GitHub', enabled: true }))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address !== null && typeof address !== 'string') url = `http://127.0.0.1:${address.port}`
})
afterAll(() => server.close())

function github(baseUrl = url, timeLimit = new TimeLimit(20_000)): Github {
  return {
    repository: YOCTOGRAM,
    octokit: new Octokit({ baseUrl, log: silent }),
    tokenFrom: null,
    notNeeded: null,
    timeLimit,
  }
}

function lookAt(next: Answer, proof = async () => false) {
  answer = next
  return look(github(), ROUTE, {}, (data) => data, proof)
}

const AGAIN = 'Run grade4 again in a minute.'
const MAKE_TOKEN =
  'Run: gh auth login, or set GITHUB_TOKEN to a fine-grained token for this repository with read access to Actions, Administration, Contents, Metadata, Secrets and Variables.'

test('what GitHub answers is found, as it is read', async () => {
  const observed = await look(github(), ROUTE, { page: 2 }, (data) => [data])
  expect(observed).toMatchObject({ state: 'found', value: [{ enabled: true }] })
  expect(asked).toBe('/repos/ada/yoctogram-app/actions/permissions?page=2')
})

test('without a repository or a token nothing is asked', async () => {
  asked = ''
  expect(await look({ ...github(), repository: null }, ROUTE, {}, (data) => data)).toEqual({
    state: 'unknown',
    because: 'grade4 does not know which GitHub repository to look at.',
    remedy: 'Name it with --repo OWNER/NAME, or run grade4 in your clone.',
  })
  const nobody = {
    repository: YOCTOGRAM,
    octokit: null,
    tokenFrom: null,
    notNeeded: null,
    timeLimit: new TimeLimit(20_000),
  }
  expect(await look(nobody, ROUTE, {}, (data) => data)).toEqual({
    state: 'unknown',
    because: 'There is no GitHub token, so GitHub was not asked.',
    remedy: MAKE_TOKEN,
    ofCaller: true,
  })
  expect(asked).toBe('')
})

test('where GitHub is not needed, what it was not asked is not known for that reason', async () => {
  const notNeeded = {
    because: 'No repository is looked at.',
    remedy: 'Name one.',
    lacks: 'deployment',
  } as const
  const known = { state: 'unknown', ...notNeeded }
  expect(
    await look({ ...github(), repository: null, notNeeded }, ROUTE, {}, (data) => data),
  ).toEqual(known)
  const nobody = { ...github(), octokit: null, notNeeded }
  expect(await look(nobody, ROUTE, {}, (data) => data)).toEqual(known)
  answer = { status: 200 }
  const asks = await look({ ...github(), notNeeded }, ROUTE, {}, () => 'answer')
  expect(asks).toEqual({ state: 'found', value: 'answer' })
})

describe('a 404', () => {
  const unproven = {
    state: 'unknown',
    because: `GitHub shows ${WHAT} to nobody with this token: it is not there, or the token may not see it.`,
    remedy:
      'Check the name ada/yoctogram-app and that the token covers this repository with "Administration: read".',
  }

  test('proves nothing by itself', async () => {
    expect(await lookAt({ status: 404 })).toEqual(unproven)
    expect(await lookAt({ status: 404 }, async () => false)).toEqual(unproven)
  })

  test('says that there is no such thing when another read went through', async () => {
    expect(await lookAt({ status: 404 }, async () => true)).toEqual({
      state: 'absent',
      saidBy: '404 Not Found',
    })
  })

  test('is the only answer that can say so', async () => {
    expect(await lookAt({ status: 403 }, async () => true)).toMatchObject({ state: 'unknown' })
  })
})

const RESET = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1709932451' }
const USED_UP = "GitHub's rate limit for this token is used up."
const AFTER = 'Run grade4 again after 2024-03-08T21:14:11.000Z.'
const FORBIDDEN = `The GitHub token may not read ${WHAT}: it lacks the permission "Administration: read".`
const GIVE = 'Give the token "Administration: read" for ada/yoctogram-app, then run grade4 again.'

describe('everything else is unknown, with its cause and its remedy', () => {
  test.each<[string, Answer, string, string]>([
    [
      '401',
      { status: 401 },
      'GitHub does not accept the token: it has expired, was revoked or is cut off.',
      MAKE_TOKEN,
    ],
    [
      '403 of an organisation with single sign-on',
      {
        status: 403,
        headers: { 'x-github-sso': 'required; url=https://github.com/orgs/x/sso?token=y' },
      },
      `The organisation ada wants a sign-in (SAML single sign-on) before the token may read ${WHAT}.`,
      'Open https://github.com/orgs/x/sso?token=y in your browser, authorise the token there, then run grade4 again.',
    ],
    [
      '403 of an IP allow list',
      {
        status: 403,
        message:
          'Although you appear to have the correct authorization credentials, the `x` organization has an IP allow list enabled, and your IP address is not permitted.',
      },
      `GitHub refused ${WHAT}: the organisation allows only addresses on its IP allow list, and this machine's is not on it.`,
      "Run grade4 from the organisation's network, or ask its owner to allow this address.",
    ],
    [
      '403 for a kind of token',
      {
        status: 403,
        message:
          '`x` forbids access via a personal access token (classic). Please use a GitHub App.',
      },
      `GitHub refused ${WHAT}: the organisation forbids this kind of token.`,
      'Use the other kind (classic or fine-grained), or run: gh auth login; then run grade4 again.',
    ],
    [
      '403 for a lifetime',
      {
        status: 403,
        message:
          "The 'x' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
      },
      `GitHub refused ${WHAT}: the organisation does not accept a token with so long a lifetime.`,
      'Make a token that expires sooner, then run grade4 again.',
    ],
    [
      '403 for a suspended account',
      { status: 403, message: 'Sorry. Your account was suspended' },
      `GitHub refused ${WHAT}: the account that the token belongs to is suspended.`,
      'Sign in to GitHub, where it says why, or use the token of another account.',
    ],
    ['403', { status: 403 }, FORBIDDEN, GIVE],
    [
      '403 with requests left',
      { status: 403, headers: { ...RESET, 'x-ratelimit-remaining': '10' } },
      FORBIDDEN,
      GIVE,
    ],
    ['403 with none left', { status: 403, headers: RESET }, USED_UP, AFTER],
    ['403, to be tried later', { status: 403, headers: { 'retry-after': '60' } }, USED_UP, AGAIN],
    [
      '403 that talks of a limit',
      { status: 403, message: 'You have exceeded a secondary Rate Limit.' },
      USED_UP,
      AGAIN,
    ],
    ['429', { status: 429 }, USED_UP, AGAIN],
    ['429 with none left', { status: 429, headers: RESET }, USED_UP, AFTER],
    [
      '429 with some left',
      { status: 429, headers: { ...RESET, 'x-ratelimit-remaining': '1' } },
      USED_UP,
      AGAIN,
    ],
    [
      '429 with a reset that is no time',
      { status: 429, headers: { ...RESET, 'x-ratelimit-reset': 'soon' } },
      USED_UP,
      AGAIN,
    ],
    [
      '404 that talks of a limit',
      { status: 422, message: 'rate limit' },
      `GitHub answered ${WHAT} with HTTP 422.`,
      AGAIN,
    ],
    ['502', { status: 502 }, `GitHub answered ${WHAT} with HTTP 502.`, AGAIN],
  ])('%s', async (_name, next, because, remedy) => {
    const ofCaller = next.status === 401 ? { ofCaller: true } : {}
    expect(await lookAt(next)).toEqual({ state: 'unknown', because, remedy, ...ofCaller })
  })

  test.each([
    ['GITHUB_TOKEN', /^Set GITHUB_TOKEN to a new token, or unset it/],
    ['GH_TOKEN', /^Set GH_TOKEN to a new token, or unset it/],
    ['gh', /^Run: gh auth login$/],
  ] as const)('401 for the token from %s', async (tokenFrom, remedy) => {
    answer = { status: 401 }
    const observed = await look({ ...github(), tokenFrom }, ROUTE, {}, (data) => data)
    expect(observed).toMatchObject({
      because: `GitHub does not accept the token from ${tokenFrom}: it has expired, was revoked or is cut off.`,
      remedy: expect.stringMatching(remedy),
    })
  })

  test.each([403, 404])(
    '%i for a collaborator, who has no token that may read this',
    async (status) => {
      const admin = (asked: string) => asked === '/repos/ada/yoctogram-app'
      answer = { status }
      answerFor = (asked) =>
        admin(asked) ? { status: 200, body: { permissions: { admin: false } } } : null
      const observed = await look(github(), ROUTE, {}, (data) => data)
      answerFor = () => null
      expect(observed).toEqual({
        state: 'unknown',
        because: `The GitHub token may not read ${WHAT}: "Administration: read" is for admins of ada/yoctogram-app alone.`,
        remedy:
          'If the repository is yours, give the token "Administration: read"; if you are a collaborator, ask ada to run grade4.',
      })
    },
  )

  test('a rate limit is reported as one also to a collaborator, and nothing more is asked', async () => {
    answer = { status: 403, headers: RESET }
    const paths: string[] = []
    answerFor = (path) => {
      paths.push(path)
      return null
    }
    const observed = await look(github(), ROUTE, {}, (data) => data)
    answerFor = () => null
    expect(observed).toMatchObject({ because: USED_UP, remedy: AFTER })
    expect(paths).toEqual(['/repos/ada/yoctogram-app/actions/permissions'])
  })

  test('a network without GitHub', async () => {
    const observed = await look(github('http://127.0.0.1:9'), ROUTE, {}, (data) => data)
    expect(observed).toEqual({
      state: 'unknown',
      because: `GitHub could not be reached for ${WHAT}.`,
      remedy: 'Check the network, and GITHUB_API_URL if it is set, then run grade4 again.',
      ofCaller: true,
    })
  })

  test('an answer that is not read', async () => {
    answer = { status: 200 }
    const observed = await look(github(), ROUTE, {}, () => {
      throw new Error('enabled is no boolean')
    })
    expect(observed).toEqual({
      state: 'unknown',
      because: `GitHub answered ${WHAT} with something the grader does not understand.`,
      remedy: `${AGAIN} If it stays, report it to the course staff.`,
    })
  })

  test('no answer in time', async () => {
    const timeLimit = new TimeLimit(5)
    await timeLimit.guard(new Promise(() => {})).catch(() => {})
    expect(await look(github(url, timeLimit), ROUTE, {}, (data) => data)).toEqual({
      state: 'unknown',
      because: `GitHub did not answer ${WHAT} within 0.005 s.`,
      remedy: 'Run grade4 again, or give it longer with --timeout.',
    })
  })
})
