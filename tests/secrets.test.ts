import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classWorld, TEACHER } from '../fixtures/class-world.js'
import { type Cloud, startCloud } from '../fixtures/cloud/server.js'
import {
  ADA,
  COURSE_ACCOUNT,
  GRADER_ROLE,
  type ReferenceWorld,
  referenceWorld,
  type Student,
} from '../fixtures/reference.js'
import { edited } from '../fixtures/scenarios/workflow-edits.js'
import { setWorkflow } from '../fixtures/scenarios/workflow-file.js'
import { REPORTERS } from '../reporters/index.js'
import { type Ended, runGrade4 } from './run-command.js'

/** As long and as mixed as a real one, made here so that no text of the project looks like one. */
function looksRandom(length: number, seed: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length }, (_, at) => letters[(at * 37 + seed * 11 + at * at) % 62]).join('')
}

const privateKey = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey.trim()

/** What the process itself is given. */
const OWN = {
  AWS_ACCESS_KEY_ID: `AKIA${looksRandom(16, 1).toUpperCase()}`,
  AWS_SECRET_ACCESS_KEY: looksRandom(40, 2),
  AWS_SESSION_TOKEN: looksRandom(320, 3),
  GITHUB_TOKEN: `github_pat_${looksRandom(60, 4)}`,
  GITHUB_APP_PRIVATE_KEY: privateKey(),
}

/** What students have left lying about, in main.yml and in the names of things. */
const THEIRS = {
  keyId: `AKIA${looksRandom(16, 5).toUpperCase()}`,
  secret: looksRandom(40, 6),
  session: looksRandom(320, 7),
  token: `ghp_${looksRandom(36, 8)}`,
  pem: privateKey(),
}

/** Pieces of all of them that would be worth something, on one line each. */
const PLANTED = [...Object.values(OWN), ...Object.values(THEIRS)].flatMap((secret) =>
  secret
    .split('\n')
    .filter((line) => !line.startsWith('-----'))
    .map((line) => line.slice(4, 24)),
)

/** A main.yml with keys in it that does what it should; `extra` goes before its jobs. */
function workflowWithKeys(extra = ''): string {
  const { keyId, secret, session, token, pem } = THEIRS
  const indented = pem.replaceAll('\n', '\n    ')
  return edited([
    [
      'jobs:\n',
      `  OLD_KEY: ${keyId}
  OLD_SECRET: ${secret}
  AWS_SESSION_TOKEN_OF_MINE: "${session}"
  DEPLOY_KEY: |
    ${indented}
${extra}
jobs:
`,
    ],
    [
      '      run: echo "::set-output',
      `      run: |
        curl -H "Authorization: token ${token}" https://example.com || true
        echo "using $OLD_SECRET and ${secret}"
        echo "mine=${secret}" >> "$GITHUB_OUTPUT"
        echo "::set-output`,
    ],
  ])
}

/** Keys in the names of things, and where services say what went wrong. */
function leaveKeysAbout({ latest, stack, service, repository }: ReferenceWorld): void {
  latest.tags.push(THEIRS.token)
  stack.status = 'UPDATE_ROLLBACK_COMPLETE'
  stack.statusReason = `Key ${THEIRS.keyId} with ${THEIRS.secret} was refused`
  for (const deployment of service.deployments) deployment.rolloutReason = THEIRS.secret
  repository.secrets.push({ ...repository.secrets[0], name: THEIRS.keyId } as never)
}

const BOB: Student = {
  account: '222233334444',
  login: 'bob',
  loginId: 1002,
  repository: 'yoctogram-app',
  repositoryId: 2002,
}

let folder = ''
let clouds: Cloud[] = []
let texts = new Map<string, string>()

/** The course's own cloud: ada's main.yml holds keys, bob's holds them where it is wrong, too. */
async function start(): Promise<Cloud> {
  const ada = referenceWorld()
  setWorkflow(ada, workflowWithKeys())
  leaveKeysAbout(ada)
  const bob = referenceWorld(BOB)
  const { secret, keyId, token } = THEIRS
  setWorkflow(bob, workflowWithKeys(`${keyId}: ${secret}\ndefaults: ${token}\n`))
  const world = classWorld([ada, bob])
  for (const account of world.accounts.filter(({ id }) => id === COURSE_ACCOUNT)) {
    account.githubToken = OWN.GITHUB_TOKEN
    for (const key of account.accessKeys) {
      Object.assign(key, { id: OWN.AWS_ACCESS_KEY_ID, secret: OWN.AWS_SECRET_ACCESS_KEY })
      key.principalArn += `/${THEIRS.keyId}`
    }
  }
  for (const token of world.github.tokens.filter(({ login }) => login === TEACHER.login)) {
    token.token = OWN.GITHUB_TOKEN
  }
  return await startCloud(world)
}

const roleOf = (account: string) => `arn:aws:iam::${account}:role/${GRADER_ROLE}`
const WAY_IN = ['--role-arn', roleOf(ADA.account), '--external-id', 'cs40-ada']
const REPO = ['--repo', `${ADA.login}/${ADA.repository}`]

/** Every text that a run left, by what it is: its streams and, below the folder, its files. */
async function keep(what: string, { stdout, stderr }: Ended): Promise<void> {
  texts.set(`${what}, standard output`, stdout)
  texts.set(`${what}, standard error`, stderr)
}

async function filesBelow(path: string): Promise<string[]> {
  const names = await readdir(path)
  const below = await Promise.all(
    names.map(async (name) => {
      const file = join(path, name)
      return (await stat(file)).isDirectory() ? await filesBelow(file) : [file]
    }),
  )
  return below.flat()
}

/** A text, and behind it the file that an answer of GitHub's holds in base64. */
function withFile(text: string): string {
  const [, encoded = ''] = /"content\\?":\s*\\?"([\w+/=\\]+)/.exec(text) ?? []
  const content = encoded.replaceAll(/\\+n|\\/g, '')
  return `${text}\n${Buffer.from(content, 'base64').toString('utf8')}`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-secrets-'))
  const cloud = await start()
  clouds = [cloud]
  texts = new Map()
  const cache = { XDG_CACHE_HOME: join(folder, 'cache') }
  const environment = { ...cloud.environment(COURSE_ACCOUNT), ...OWN, ...cache }
  const run = async (what: string, args: readonly string[], extra: Record<string, string> = {}) =>
    await keep(what, await runGrade4(args, { ...environment, ...extra }, folder))
  const reporters = [...REPORTERS.keys()].flatMap((name) => [
    '--reporter',
    `${name}=report.${name}`,
  ])
  const roster = [
    'student,account,repository,role_arn,external_id',
    `ada,${ADA.account},ada/yoctogram-app,${roleOf(ADA.account)},cs40-ada`,
    `bob,${BOB.account},bob/yoctogram-app,${roleOf(BOB.account)},cs40-bob`,
    '',
  ]
  await writeFile(join(folder, 'roster.csv'), roster.join('\n'))
  await run('grade', [...REPO, ...WAY_IN, '--json', '--debug', '--save', 'seen.json'])
  const bob = ['--role-arn', roleOf(BOB.account), '--external-id', 'cs40-bob']
  await run('every reporter', ['--repo', 'bob/yoctogram-app', ...bob, ...reporters])
  await run('batch', ['batch', 'roster.csv', '--out', 'class'])
  await run('batch with an App', ['batch', 'roster.csv', '--out', 'app', '--debug'], {
    GITHUB_APP_ID: '7',
    GITHUB_APP_INSTALLATION_ID: '7',
  })
  await run('doctor', ['doctor', ...REPO, ...WAY_IN])
  await run('wrong use', ['--workflow', `${THEIRS.secret}.yml`, `--${THEIRS.token}`, '--debug'])
  for (const file of await filesBelow(folder)) {
    if (!file.endsWith('roster.csv'))
      texts.set(file.slice(folder.length), withFile(await readFile(file, 'utf8')))
  }
}, 120_000)

afterAll(async () => {
  for (const cloud of clouds) await cloud.close()
  await rm(folder, { recursive: true, force: true })
})

describe('no planted secret is in anything that leaves the process', () => {
  test('in no stream and no file', () => {
    for (const [what, text] of texts) {
      for (const secret of PLANTED) {
        if (text.includes(secret)) expect.unreachable(`${what} has ${secret}`)
      }
    }
  })

  test('in every kind of file there is', () => {
    const files = [...texts.keys()].join('\n')
    for (const name of REPORTERS.keys()) expect(files).toContain(`/report.${name}`)
    for (const name of ['ledger.jsonl', 'grades.csv', 'canvas.csv', 'summary.json']) {
      expect(files).toContain(`/class/${name}`)
    }
    for (const name of ['reports', 'evidence', 'gradescope']) {
      expect(files).toMatch(new RegExp(`/class/${name}/ada\\.json`))
    }
    expect(files).toMatch(/\/class\/cache\/github\/\w+\.json/)
    expect(files).toContain('/seen.json')
    expect(files).toMatch(/\/cache\/grade4\//)
  })

  test('not where GitHub refuses the App either', () => {
    expect(texts.get('batch with an App, standard error')).toMatch(/gave no token to the App 7/)
  })

  // Otherwise the test above would pass on outputs that never had a chance to leak.
  test.for([
    ['grade, standard output', 'the trace of main.yml'],
    ['/seen.json', 'main.yml itself'],
    ...[...REPORTERS.keys()].map((name) => [`/report.${name}`, 'the source line'] as const),
    ['/class/reports/bob.json', 'the source line'],
    ['/class/evidence/bob.json', 'main.yml itself'],
    ['wrong use, standard error', 'an option'],
  ])('masked where it would have been: %s, %s', ([what]) => {
    expect(texts.get(what) ?? '').toMatch(/REDACTED/)
  })

  test('and an answer that was kept of GitHub is one that can be read again', async () => {
    const kept = [...texts].filter(([what]) => what.includes('/cache/github/'))
    const withFile = kept.filter(([, text]) => text.includes('OLD_KEY'))
    expect(withFile.length).toBe(2)
    for (const [, text] of withFile) expect(text).toMatch(/REDACTED/)
  })
})

test('what was masked is graded again to the same verdicts', { timeout: 60_000 }, async () => {
  const verdicts = (text: string) =>
    JSON.parse(text).checks.map((check: { id: string; status: string }) => [check.id, check.status])
  const ended = await runGrade4(['regrade', 'seen.json', '--json'], {}, folder)
  expect(verdicts(ended.stdout)).toEqual(verdicts(texts.get('grade, standard output') ?? ''))
})
