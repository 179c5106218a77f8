import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKS } from '../checks/index.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { CHECK_IDS, type CheckId, MAX_POINTS } from '../checks/rubric.js'
import { openSource } from '../evidence/source.js'
import type { Subject } from '../evidence/subject.js'
import type { LocalTemplate } from '../evidence/template/local-template.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { findScenario, SCENARIOS, type Scenario, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { LastingCommand } from './lasting-command.js'
import { NO_NETWORK, runGrade4 } from './run-command.js'
import { templateOf } from './template-of-world.js'

/** What a template decides by itself. */
const BY_TEMPLATE: readonly CheckId[] = CHECK_IDS.filter((id) => /^(?:role|oidc|ecs)\./.test(id))

/** Scenarios whose account a template can make, and that differ from the reference by nothing but the world. */
const EXPRESSIBLE = SCENARIOS.filter(
  ({ name, faults, environment, arguments: words }) =>
    /^(?:reference|role|oidc|ecs|stack)/.test(name) &&
    [faults, environment, words].every((one) => one === undefined),
).flatMap((scenario) => {
  const template = templateOf(worldOf(scenario))
  return template === null ? [] : [[scenario.name, scenario, template] as const]
})

/** Judges a scenario by the template of its stack; GitHub is asked, the account is not. */
async function gradeTemplate(scenario: Scenario, template: LocalTemplate) {
  const world = worldOf(scenario)
  const cloud = await startCloud(world, {})
  const { GITHUB_API_URL = '', GITHUB_TOKEN = '' } = cloud.environment(world.account.id)
  const subject: Subject = {
    student: null,
    repository: { owner: world.student.login, name: world.student.repository },
    region: 'us-west-2',
    stack: 'yoctogram-compute-stack',
    profile: null,
    roleArn: null,
    externalId: null,
    localWorkflow: null,
    template,
    withoutAccount: true,
  }
  const access = { githubToken: GITHUB_TOKEN, githubUrl: GITHUB_API_URL, timeLimitMs: 20_000 }
  const source = await openSource(subject, access, { loadFrom: null, saveTo: null })
  try {
    const reached = await Promise.all(CHECK_IDS.map((id) => reachVerdict(CHECKS[id], source)))
    return { verdicts: reached.map(({ verdict }) => verdict), requests: source.requests }
  } finally {
    source.timeLimit.end()
    await cloud.close()
  }
}

/** The command where nothing can be reached. */
let command: LastingCommand
beforeAll(async () => {
  command = await LastingCommand.start(NO_NETWORK)
})
afterAll(() => command.end())

describe('a template of what is deployed gets the verdicts that the account gets', () => {
  test.each(EXPRESSIBLE)('%s', async (_name, scenario, template) => {
    const { verdicts, requests } = await gradeTemplate(scenario, template)
    const statusOf = (ids: readonly CheckId[], of: (id: CheckId) => string | undefined) =>
      Object.fromEntries(ids.map((id) => [id, of(id)]))
    const got = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
    // A check that waits for the deploy has no verdict of the template's.
    const ids = CHECK_IDS.filter(
      (id) =>
        BY_TEMPLATE.includes(id) ||
        (id.startsWith('workflow.') && got.get(id)?.blockedBy !== 'stack.deployed'),
    )
    expect(statusOf(ids, (id) => got.get(id)?.status)).toEqual(
      statusOf(ids, (id) => scenario.verdicts[id] ?? 'passed'),
    )
    expect(got.get('stack.deployed')).toMatchObject({ status: 'blocked', blockedBy: null })
    expect(requests.aws).toBe(0)
  })

  test('enough scenarios can be written as a template', () => {
    expect(EXPRESSIBLE.length).toBeGreaterThan(50)
  })
})

/** A template by hand; its role trusts the reference's repository. */
const BY_HAND = fileURLToPath(new URL('../fixtures/templates/by-hand', import.meta.url))

describe('beside an account', () => {
  async function deployOf(name: string, template: string) {
    const scenario = findScenario(name)
    if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
    const world = worldOf(scenario)
    const cloud = await startCloud(world, {})
    const words = ['--repo', 'ada/yoctogram-app', '--template', template, '--json']
    const { stdout } = await runGrade4(words, cloud.environment(world.account.id))
    await cloud.close()
    return Report.parse(JSON.parse(stdout))
  }

  test('a template that is right wins what its deploy would, and that is the first thing to do', async () => {
    const report = await deployOf('role/second-principal', BY_HAND)
    expect(report.checks.find(({ id }) => id === 'role.trust')?.status).toBe('failed')
    expect(report.deploy).toEqual([
      { id: 'role.trust', status: 'passed', message: expect.stringContaining('Only GitHub') },
    ])
    expect(report.plan?.[0]).toMatchObject({
      text: 'cdk deploy yoctogram-compute-stack',
      wins: ['role.trust'],
      scoreAfter: 150,
    })
  })

  test('a template that is wrong says what its deploy would lose', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'grade4-template-'))
    const file = join(folder, 'compute.template.json')
    const text = await readFile(join(BY_HAND, 'yoctogram-compute-stack.template.json'), 'utf8')
    await writeFile(file, text.replace('refs/heads/main', 'refs/heads/*'))
    const report = await deployOf('reference', file)
    await rm(folder, { recursive: true })
    expect(report.score).toBe(MAX_POINTS)
    expect(report.deploy).toEqual([
      { id: 'role.subject', status: 'failed', message: expect.stringContaining('other branches') },
    ])
  })
})

describe('without an account, a token or a network', () => {
  const WORKFLOW = fileURLToPath(new URL('../fixtures/workflows/reference.yml', import.meta.url))

  test.each([
    ['permissions: write-all', 'permissions: { contents: read }', 'id-token: write'],
    ['runs-on: ubuntu-latest', "runs-on: ${{ fromJSON('x') }}", "${{ fromJSON('x') }}"],
    ['runs-on: ubuntu-latest', 'runs-on: ubuntu-18.04', 'ubuntu-18.04'],
    ['role-to-assume:', 'role-arn:', 'role-to-assume'],
  ])('a mistake of main.yml alone is its own: %s => %s', async (from, to, said) => {
    const folder = await mkdtemp(join(tmpdir(), 'grade4-workflow-'))
    const file = join(folder, 'main.yml')
    await writeFile(
      file,
      (await readFile(WORKFLOW, 'utf8')).replace(from, () => to),
    )
    const { stdout } = await command.run(['--workflow', file, '--json'])
    await rm(folder, { recursive: true })
    const { checks } = Report.parse(JSON.parse(stdout))
    const credentials = checks.find(({ id }) => id === 'workflow.credentials')
    expect(credentials).toMatchObject({ status: 'failed', message: expect.stringContaining(said) })
  })

  test('template and main.yml are judged, and the rest waits for the deploy', async () => {
    const words = ['--template', BY_HAND, '--workflow', WORKFLOW, '--json']
    const { exitCode, stdout } = await command.run(words)
    const { score, complete, account, checks, requests } = Report.parse(JSON.parse(stdout))
    expect({ exitCode, score, complete, account }).toEqual({
      exitCode: 1,
      score: 89,
      complete: true,
      account: null,
    })
    expect(requests).toEqual({ aws: 0, github: 0 })
    const open = checks.filter(({ status }) => status !== 'passed')
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set(['blocked']))
    expect(checks.find(({ id }) => id === 'ecr.latest')?.message).toMatch(/^Deploy first/)
  })

  test.each([
    ['a path that is not there', ['--template', 'nowhere'], /nowhere can't be read \(ENOENT\)/],
    ['another stack', ['--template', BY_HAND, '--stack', 'other'], /no stack other, but yocto/],
    ['an account that is none', ['--template', BY_HAND, '--account', '12'], /12 digits/],
  ])('%s is reported in one line, with exit code 2', async (_name, words, line) => {
    const { exitCode, stdout, stderr } = await command.run(words)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(line)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('a class whose course has hand-ins, and no access to accounts', () => {
  const HAND_INS = fileURLToPath(new URL('../fixtures/hand-ins', import.meta.url))

  test('each is graded by what was handed in; what can not be read is nobody’s zero', async () => {
    const out = await mkdtemp(join(tmpdir(), 'grade4-hand-ins-'))
    const { exitCode, stderr } = await command.run([
      'batch',
      join(HAND_INS, 'roster.csv'),
      '--out',
      out,
    ])
    expect([exitCode, stderr]).toEqual([3, ''])
    const [ada, grace, joan] = await Promise.all(
      ['ada', 'grace', 'joan'].map(async (name) => {
        const text = await readFile(join(out, 'reports', `${name}.json`), 'utf8')
        const { score, complete, account, checks } = Report.parse(JSON.parse(text))
        const of = (status: string) => checks.filter((one) => one.status === status)
        const ids = (status: string) => of(status).map(({ id }) => id)
        return { score, complete, account, failed: ids('failed'), errors: ids('error') }
      }),
    )
    await rm(out, { recursive: true })
    expect(ada).toEqual({
      score: 89,
      complete: true,
      account: '111122223333',
      failed: [],
      errors: [],
    })
    expect(grace).toMatchObject({ complete: true, failed: ['role.subject', 'role.policies'] })
    expect(joan).toMatchObject({ complete: false, failed: [] })
    expect(joan?.errors).toContain('role.trust')
  })

  test('paths that lead nowhere, or out of the folder, are reported before anybody is graded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'grade4-hand-ins-'))
    await symlink('/etc', join(folder, 'link'))
    const roster = (template: string) =>
      writeFile(
        join(folder, 'roster.csv'),
        `student,account,repository,template\nada,111122223333,ada/app,${template}\n`,
      )
    const words = ['batch', join(folder, 'roster.csv'), '--out', join(folder, 'out')]
    for (const [template, line] of [
      [
        'nowhere/cdk.out',
        /roster\.csv:2: The template "nowhere\/cdk.out" can't be read \(ENOENT\)/,
      ],
      ['link/passwd', /roster\.csv:2: .* leads out of the roster's folder/],
      ['../x', /roster\.csv:2:4 \(template\): "\.\.\/x" is no path below/],
      ['/etc/passwd', /is no path below/],
    ] as const) {
      await roster(template)
      const { exitCode, stderr } = await command.run(words)
      expect(exitCode, template).toBe(2)
      expect(stderr).toMatch(line)
    }
    await rm(folder, { recursive: true })
  })
})

test('what is wrong in a template names the construct and the line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-template-'))
  const text = await readFile(join(BY_HAND, 'yoctogram-compute-stack.template.json'), 'utf8')
  await writeFile(join(folder, 'compute.json'), text.replace('refs/heads/main', 'refs/heads/*'))
  const words = ['--template', 'compute.json', '--repo', 'ada/yoctogram-app', '--json']
  const { stdout } = await command.run(words, folder)
  await rm(folder, { recursive: true })
  const { checks } = Report.parse(JSON.parse(stdout))
  const { message, location } = checks.find(({ id }) => id === 'role.subject') ?? {}
  expect(message).toContain(
    'made by yoctogram-compute-stack/yoctogram-gh-actions-role/Resource (yoctogramghactionsrole5C0E3B7F)',
  )
  const line = text.split('\n').findIndex((one) => one.includes('"yoctogramghactionsrole5C0E3B7F"'))
  expect(location).toMatchObject({ file: 'compute.json', line: line + 1 })
})
