import { devNull } from 'node:os'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readOnlyPolicy } from '../evidence/read-only-policy.js'
import { courseAccount, TEACHER } from '../fixtures/class-world.js'
import { type Cloud, type CloudOptions, startCloud } from '../fixtures/cloud/server.js'
import { ADA, GRADER_ROLE, type ReferenceWorld, referenceWorld } from '../fixtures/reference.js'
import type { DoctorReport } from '../reporters/doctor.js'
import { nodeLine } from './doctor.js'

let cloud: Cloud
afterEach(async () => {
  vi.unstubAllEnvs()
  // What was loaded remembers the visit's credentials.
  vi.resetModules()
  await cloud.close()
})

interface Visit {
  readonly change?: (world: ReferenceWorld) => void
  readonly options?: CloudOptions
  readonly args?: readonly string[]
  /** Variables beyond those that point at the cloud; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly columns?: number
}

/** `grade4 doctor` on the reference student, changed. */
async function examine({
  change = () => {},
  options = {},
  args = [],
  env = {},
  columns = 80,
}: Visit) {
  const world = referenceWorld()
  change(world)
  cloud = await startCloud(world, options)
  const variables = {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PROFILE: undefined,
    ...cloud.environment(ADA.account),
    ...env,
  }
  // The SDK reads the process's own environment.
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  // It remembers credentials as long as the process lives; each visit is a process's life.
  vi.resetModules()
  const { main } = await import('./main.js')
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await main(['doctor', '--repo', `${ADA.login}/${ADA.repository}`, ...args], {
    stdout: { write: (text) => stdout.push(text), columns },
    stderr: { write: (text) => stderr.push(text) },
    // No way to gh, whoever is signed in to it on this machine.
    env: { ...variables, PATH: '' },
    cwd: () => '/',
  })
  return { code, text: stdout.join(''), stderr: stderr.join('') }
}

/** The lines that are not ok, by name, and the exit code. */
async function ailments(visit: Visit) {
  const { code, text } = await examine({ ...visit, args: ['--json', ...(visit.args ?? [])] })
  const report: DoctorReport = JSON.parse(text)
  const lines = report.groups.flatMap((group) => group.lines)
  const named = (state: string) => lines.filter((line) => line.state === state)
  return { code, report, broken: named('broken'), notTried: named('not tried'), ok: named('ok') }
}

describe('grade4 doctor', () => {
  test('says who one is and that everything is there', async () => {
    const { code, text, stderr } = await examine({})
    expect([code, stderr]).toEqual([0, ''])
    expect(text).toMatch(/account 111122223333, arn:aws:iam::111122223333:user\/ada/)
    expect(text).toMatch(/region +us-west-2/)
    expect(text).toMatch(/Node\.js +\d+\.\d+/)
    expect(text).toMatch(/clock, by AWS +(right to the second|\d s (fast|slow))\n/)
    expect(text).toMatch(/Metadata: read +ada\/yoctogram-app/)
    for (const { Action } of readOnlyPolicy().Statement) {
      for (const action of Action) expect(text).toMatch(new RegExp(`✔ ${action}\n`))
    }
    expect(text).toMatch(/Everything is there/)
  })

  test('an empty account may be looked at just as well', async () => {
    const { code, broken } = await ailments({
      change: ({ account, repository }) => {
        Object.assign(account, { regions: {}, roles: [], oidcProviders: [] })
        repository.branches = {}
      },
    })
    expect([code, broken]).toEqual([0, []])
  })

  test('no AWS credentials', async () => {
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
    const { code, report, broken, notTried } = await ailments({ env })
    expect([code, report.ok, report.account]).toEqual([3, false, null])
    expect(broken).toMatchObject([
      { name: 'credentials', remedy: expect.stringMatching(/aws configure/) },
    ])
    expect(notTried.map(({ name }) => name)).toContain('ecr:DescribeRepositories')
  })

  test('what is wrong comes first, all of it at once, with the way to a token', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      GITHUB_TOKEN: undefined,
    }
    const { text } = await examine({ env })
    const [toFix = '', machine] = text.split('\n\n')
    expect(toFix).toMatch(/^To fix\n {2}✘ credentials .*\n.*✘ Metadata: read/s)
    expect(toFix).toMatch(
      /\nhttps:\/\/github\.com\/settings\/personal-access-tokens\/new\?name=grade4&actions=read&\S+$/,
    )
    expect(machine).toMatch(/^This machine\n/)
    expect(text).toMatch(/\n2 to fix; then run grade4 doctor again\.\n$/)
  })

  test('an expired token', async () => {
    const { code, broken } = await ailments({
      options: { faults: [{ match: 'sts:*', kind: 'expired-token' }] },
    })
    expect(code).toBe(3)
    expect(broken).toMatchObject([
      { message: expect.stringMatching(/expired/), remedy: expect.stringMatching(/aws sso login/) },
    ])
  })

  test.for(readOnlyPolicy().Statement.flatMap(({ Action }) => Action))(
    'one action that is denied: %s',
    async (denied) => {
      const { code, broken, notTried } = await ailments({
        change: ({ account }) => {
          const Statement = readOnlyPolicy().Statement.map((statement) => ({
            ...statement,
            Action: statement.Action.filter((action) => action !== denied),
          }))
          for (const key of account.accessKeys) key.policy = JSON.stringify({ Statement })
        },
      })
      expect(code).toBe(3)
      expect(broken).toMatchObject([
        { name: denied, remedy: expect.stringContaining(`Allow the action ${denied}`) },
      ])
      expect(notTried).toEqual([])
    },
  )

  test('a role that is assumed', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: TEACHER.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEACHER.secretAccessKey,
    }
    const change = ({ accounts }: ReferenceWorld) => void accounts.push(courseAccount())
    const role = ['--role-arn', `arn:aws:iam::${ADA.account}:role/${GRADER_ROLE}`]
    const right = await ailments({ env, change, args: [...role, '--external-id', 'cs40-ada'] })
    expect([right.code, right.broken]).toEqual([0, []])
    expect(right.report.arn).toMatch(/assumed-role\/grade4-reader/)
    await cloud.close()
    const wrong = await ailments({ env, change, args: role })
    expect(wrong.code).toBe(3)
    expect(wrong.broken).toMatchObject([
      { name: 'sts:AssumeRole', remedy: expect.stringMatching(/--external-id/) },
    ])
  })

  test('no GitHub token', async () => {
    const { code, broken, notTried } = await ailments({ env: { GITHUB_TOKEN: undefined } })
    expect(code).toBe(3)
    expect(broken).toMatchObject([{ remedy: expect.stringMatching(/gh auth login/) }])
    expect(notTried.map(({ name }) => name)).toContain('Secrets: read')
  })

  test.for([
    ['actions', 403],
    ['administration', 403],
    ['contents', 404],
    ['secrets', 404],
  ] as const)('a token without %s, which GitHub answers with %i', async ([lacking, refusal]) => {
    const { code, broken, ok } = await ailments({
      change: ({ token }) => {
        token.permissions = token.permissions.filter((one) => one !== lacking)
        token.refusal = refusal
      },
    })
    expect(code).toBe(3)
    expect(broken.map(({ name }) => name.toLowerCase())).toEqual([`${lacking}: read`])
    expect(broken[0]?.remedy).toMatch(new RegExp(`"${lacking}: read"`, 'i'))
    expect(ok.map(({ name }) => name)).toContain('Metadata: read')
  })

  test.for([
    [3600, /(359\d|360\d) s slow/],
    [-3600, /(359\d|360\d) s fast/],
  ] as const)('a clock that the services are %i s ahead of', async ([clockAheadSeconds, words]) => {
    const { code, broken } = await ailments({ options: { clockAheadSeconds } })
    expect(code).toBe(3)
    expect(broken.map(({ name }) => name)).toEqual(['clock, by AWS', 'clock, by GitHub'])
    for (const { message, remedy } of broken) {
      expect(message).toMatch(words)
      expect(remedy).toMatch(/timedatectl/)
    }
  })

  test('a clock that is half a minute off is reported, and will do', async () => {
    const { code, ok } = await ailments({ options: { clockAheadSeconds: 30 } })
    expect(code).toBe(0)
    expect(ok.find(({ name }) => name === 'clock, by AWS')?.message).toMatch(/^[23]\d s slow$/)
  })

  test('what comes from outside acts on no terminal, and no line is too wide', async () => {
    const { text } = await examine({
      change: ({ account }) => {
        for (const key of account.accessKeys) {
          key.principalArn = `arn:aws:iam::${ADA.account}:user/\u001B[2J\u202Eada`
        }
      },
      env: { GITHUB_TOKEN: undefined, TERM: 'dumb' },
      columns: 60,
    })
    expect(text.replaceAll(/\n */g, '')).toMatch(/<U\+001B>\[2J<U\+202E>ada/)
    expect(text).toMatch(/^[ -~\n]*$/)
    for (const line of text.split('\n')) {
      // An address in two lines is none.
      if (!line.startsWith('https:')) expect(line.length).toBeLessThanOrEqual(60)
    }
  })
})

test('a Node.js that is too old is reported, with what to install', async () => {
  cloud = await startCloud(referenceWorld())
  for (const old of ['18.20.8', '20.18.3']) {
    expect(nodeLine(old)).toMatchObject({
      state: 'broken',
      remedy: expect.stringMatching(/20\.19/),
    })
  }
  for (const recent of ['20.19.0', '22.0.0', '26.1.0']) expect(nodeLine(recent).state).toBe('ok')
})
