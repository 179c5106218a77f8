import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_POINTS } from '../checks/rubric.js'
import { type Cloud, startCloud } from '../fixtures/cloud/server.js'
import { ADA, referenceWorld } from '../fixtures/reference.js'
import { SCENARIOS } from '../fixtures/scenarios/index.js'
import { workflowText } from '../fixtures/workflows/files.js'
import { Report } from '../grading/report.js'
import { LastingCommand } from './lasting-command.js'
import { COMMAND, runGrade4 } from './run-command.js'

const REPO = `${ADA.login}/${ADA.repository}`

let cloud: Cloud
let folder: string
let ada: Record<string, string>
/** What Ada runs. */
let command: LastingCommand

beforeAll(async () => {
  cloud = await startCloud(referenceWorld())
  ada = cloud.environment(ADA.account)
  command = await LastingCommand.start(ada)
  folder = await mkdtemp(join(tmpdir(), 'grade4-folder-'))
})

afterAll(async () => {
  await command.end()
  await cloud.close()
  await rm(folder, { recursive: true, force: true })
})

/** What Ada has, without some of it. */
function without(...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(ada).filter(([name]) => !names.includes(name)))
}

/** Profiles that give no credentials. */
const PROFILES = `[profile school]
sso_session = school
sso_account_id = ${ADA.account}
sso_role_name = student
[sso-session school]
sso_region = us-west-2
sso_start_url = https://school.awsapps.com/start
[profile vault]
credential_process = /bin/false
[profile staff]
role_arn = arn:aws:iam::${ADA.account}:role/staff
source_profile = vault
mfa_serial = arn:aws:iam::${ADA.account}:mfa/ada
`

/** Environment in which nobody answers and no credentials are looked for elsewhere. */
const NOWHERE = { AWS_EC2_METADATA_DISABLED: 'true' }

describe('wrong use is reported in one line, exit code 2', () => {
  test('an unknown option', async () => {
    const ended = await runGrade4(['--repos', REPO], ada)
    const line = /^grade4: unknown option '--repos'.*--repo.*\n$/
    expect(ended).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(line) })
  })

  test.for([
    ['an unknown command', ['grade'], /no command "grade"/],
    ['a repository that is no name', ['--repo', 'ada'], /OWNER\/NAME/],
    ['a repository that leaves its folder', ['--repo', 'ada/..'], /OWNER\/NAME/],
    ['a region that is none', ['--region', 'mars'], /us-west-2/],
    ['a role that is no ARN', ['--role-arn', 'reader'], /arn:aws:iam/],
    ['a check that is not there', ['--only', 'ecr.lastest'], /ecr\.lastest.*grade4 checks/],
    ['a file that is not there', ['--workflow', 'nowhere.yml'], /nowhere\.yml.*ENOENT/],
    ['a reporter that is not there', ['--reporter', 'morse'], /terminal, json/],
    ['a time limit that is none', ['--timeout', 'soon'], /1 to 3600/],
    ['a command with a slip', ['dcotor'], /no command "dcotor"\. Did you mean doctor\?/],
    ['a scenario that is not there', ['demo', 'nowhere'], /demo --list/],
    ['a scenario with a slip', ['demo', 'ecr/no-lastest'], /Did you mean ecr\/no-latest\?/],
    ['a folder in place of a file', ['--reporter', 'json=/tmp'], /\/tmp \(it is a folder\)/],
  ] as const)('%s', async ([, args, message]) => {
    const ended = await command.run(args)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).toMatch(message)
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(ended.exitCode).toBe(2)
  })
})

describe('what is missing is said with the way to get it, and the rest is graded', () => {
  let withoutKeys: LastingCommand
  let withoutToken: LastingCommand
  beforeAll(async () => {
    const config = join(folder, 'aws-config')
    await writeFile(config, PROFILES)
    withoutKeys = await LastingCommand.start({
      ...without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
      ...NOWHERE,
      AWS_CONFIG_FILE: config,
    })
    withoutToken = await LastingCommand.start(without('GITHUB_TOKEN'))
  })
  afterAll(async () => {
    await withoutKeys.end()
    await withoutToken.end()
  })

  test('no AWS credentials', async () => {
    const ended = await withoutKeys.run(['--repo', REPO, '--json'])
    const { checks, score, range } = Report.parse(JSON.parse(ended.stdout))
    const ecr = checks.find(({ id }) => id === 'ecr.repository')
    expect(ecr).toMatchObject({ status: 'error', message: 'No AWS credentials were found.' })
    expect(ecr?.hint).toMatch(/aws configure/)
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(score).toBeGreaterThan(0)
    expect(range[1]).toBe(MAX_POINTS)
    expect(ended.exitCode).toBe(3)
  })

  test.each([
    ['cs4O', /^There is no profile "cs4O"/, /aws configure list-profiles/],
    ['school', /^The profile "school" has no SSO session/, /^Run: aws sso login --profile school$/],
    ['vault', /^The credential_process of the profile "vault"/, /Run that command by itself/],
    [
      'staff',
      /^The profile "staff" asks for an MFA code/,
      /aws configure export-credentials --profile staff/,
    ],
  ])('the AWS profile %s, which gives no credentials', async (profile, message, hint) => {
    const args = ['--repo', REPO, '--only', 'ecr.repository', '--json', '--profile', profile]
    const ended = await withoutKeys.run(args)
    const [ecr] = Report.parse(JSON.parse(ended.stdout)).checks
    expect(ecr?.status).toBe('error')
    expect(ecr?.message).toMatch(message)
    expect(ecr?.hint).toMatch(hint)
  })

  test('no GitHub token', async () => {
    const ended = await withoutToken.run(['--repo', REPO, '--json'])
    const { checks, range } = Report.parse(JSON.parse(ended.stdout))
    const secret = checks.find(({ id }) => id === 'repo.secret')
    expect(secret?.status).toBe('error')
    expect(secret?.hint).toMatch(/gh auth login.*Secrets/)
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(range[1]).toBe(MAX_POINTS)
    expect(ended.exitCode).toBe(3)
  })

  test('no token, but a clone at hand: its main.yml is graded', async () => {
    const clone = join(folder, 'clone')
    await mkdir(join(clone, '.git'), { recursive: true })
    await writeFile(join(clone, '.git', 'HEAD'), 'ref: refs/heads/main\n')
    await mkdir(join(clone, '.git', 'objects'))
    await mkdir(join(clone, '.git', 'refs'))
    await writeFile(
      join(clone, '.git', 'config'),
      `[core]\n\trepositoryformatversion = 0\n[remote "origin"]\n\turl = git@github.com:${REPO}.git\n`,
    )
    await mkdir(join(clone, '.github', 'workflows'), { recursive: true })
    await writeFile(join(clone, '.github', 'workflows', 'main.yml'), workflowText('reference'))
    const ended = await withoutToken.run(['--json'], clone)
    const report = Report.parse(JSON.parse(ended.stdout))
    const valid = report.checks.find(({ id }) => id === 'workflow.valid')
    const build = report.checks.find(({ id }) => id === 'workflow.build')
    expect(report.repository).toBe(REPO)
    expect(valid?.status).toBe('passed')
    expect(build?.status).toBe('passed')
  })

  test('in the clone of the CDK app: the repository that the role trusts is graded, and why is said', async () => {
    const clone = await mkdtemp(join(folder, 'cdk-'))
    await promisify(execFile)('git', ['-C', clone, 'init', '-q'])
    const remote = 'git@github.com:ada/assignment4.git'
    await promisify(execFile)('git', ['-C', clone, 'remote', 'add', 'origin', remote])
    await writeFile(join(clone, 'cdk.json'), '{}')
    const ended = await command.run(['--json'], clone)
    expect(ended.stderr).toBe(
      `grade4: this folder is a clone of ada/assignment4: your CDK app, not the Yoctogram backend. Grading ${REPO}, which your role trusts (--repo OWNER/NAME names another).\n`,
    )
    expect(Report.parse(JSON.parse(ended.stdout))).toMatchObject({
      repository: REPO,
      score: MAX_POINTS,
    })
  })

  test('no repository named: the one that the role trusts is graded', async () => {
    const ended = await command.run(['--json'])
    const report = Report.parse(JSON.parse(ended.stdout))
    expect(report.repository).toBe(REPO)
    expect(report.score).toBe(MAX_POINTS)
  })
})

describe('the options do what they say', () => {
  test('--only grades what it names, and adds up its points', async () => {
    const ended = await command.run(['--repo', REPO, '--json', '--only', 'repo,ecr.latest'])
    const report = Report.parse(JSON.parse(ended.stdout))
    expect(report.checks.map(({ id }) => id)).toEqual([
      'ecr.latest',
      'repo.private',
      'repo.actions',
      'repo.secret',
    ])
    expect([report.score, report.maxScore, ended.exitCode]).toEqual([16, 16, 0])
  })

  test('--only asks the services no more than it needs', async () => {
    const ended = await command.run(['--repo', REPO, '--json', '--only', 'repo.secret'])
    const { requests } = Report.parse(JSON.parse(ended.stdout))
    expect(requests.aws).toBeLessThanOrEqual(4)
  })

  test('--workflow grades a file before it is pushed', async () => {
    const file = join(folder, 'starter.yml')
    await writeFile(file, workflowText('starter'))
    const args = ['--repo', REPO, '--json', '--only', 'workflow.valid', '--workflow', file]
    const ended = await command.run(args)
    const [check] = Report.parse(JSON.parse(ended.stdout)).checks
    expect(check?.status).toBe('failed')
    expect(check?.location).toEqual({ file, line: 47, column: 12, source: '      with:' })
    expect(ended.exitCode).toBe(1)
  })

  test('the plan is whole where only some checks are selected', async () => {
    const file = join(folder, 'skipped.yml')
    const skipped = "    if: github.ref == 'main'\n    runs-on:"
    await writeFile(file, workflowText('reference').replace('    runs-on:', skipped))
    const args = ['--repo', REPO, '--json', '--only', 'workflow', '--workflow', file]
    const { plan, score, maxScore } = Report.parse(JSON.parse((await command.run(args)).stdout))
    expect(score).toBeLessThan(maxScore)
    expect(plan?.[0]?.edits).toMatchObject([{ after: "    if: github.ref == 'refs/heads/main'" }])
    expect(plan?.at(-1)?.scoreAfter).toBe(maxScore)
  })

  test('--json --debug tells what main.yml does, step by step', async () => {
    const args = ['--repo', REPO, '--json', '--debug', '--only', 'workflow']
    const plain = await command.run(args.filter((arg) => arg !== '--debug'))
    const debug = await command.run(args)
    expect(JSON.parse(plain.stdout)).not.toHaveProperty('trace')
    const { trace } = Report.parse(JSON.parse(debug.stdout))
    expect(trace).toMatchObject({ account: ADA.account, incomplete: null })
    expect(JSON.stringify(trace)).toContain('7 Remove latest Tag From Old latest')
  })

  test('--reporter writes to a file and to standard output at once', async () => {
    const file = join(folder, 'report.json')
    const args = ['--repo', REPO, '--reporter', `json=${file}`, '--reporter', 'terminal']
    const ended = await command.run(args)
    expect(ended.stdout).toContain(`${MAX_POINTS} / ${MAX_POINTS}`)
    expect(Report.parse(JSON.parse(await readFile(file, 'utf8'))).score).toBe(MAX_POINTS)
  })

  test('a file that cannot be written is reported before anything is graded', async () => {
    const args = ['--repo', REPO, '--reporter', 'terminal', '--reporter', 'json=/nowhere/x.json']
    const ended = await command.run(args)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).toMatch(/can't be written to \/nowhere\/x\.json \(ENOENT\)/)
    expect(ended.exitCode).toBe(2)
  })

  test('piped, the report has no colour and nothing is on standard error', async () => {
    const ended = await runGrade4(['--repo', REPO], ada)
    expect(ended.stdout).not.toContain('\u001b')
    expect(ended.stderr).toBe('')
    expect(ended.exitCode).toBe(0)
  })

  test('demo, demo --list and checks need no account', async () => {
    const demo = await runGrade4(['demo'], {})
    const list = await command.run(['demo', '--list'])
    const checks = await command.run(['checks', 'ecs.image'])
    expect([demo.exitCode, demo.stderr]).toEqual([0, ''])
    expect(demo.stdout).toContain(`${MAX_POINTS} / ${MAX_POINTS}`)
    expect(list.stdout.trimEnd().split('\n')).toHaveLength(SCENARIOS.length)
    expect(checks.stdout).toMatch(/15 points/)
  })
})

test('keys in the environment name the account, whatever AWS_PROFILE says, as with the aws command', async () => {
  const profile = { ...ada, AWS_PROFILE: 'somebody-else' }
  const ended = await runGrade4(['--repo', REPO, '--only', 'ecr', '--json'], profile)
  const report = Report.parse(JSON.parse(ended.stdout))
  expect(report).toMatchObject({ account: ADA.account, complete: true })
  expect(ended.stderr).toBe('')
})

test('help and version are commands, too', async () => {
  const help = await command.run(['help', 'batch'])
  expect(help).toMatchObject({ exitCode: 0, stderr: '' })
  expect(help.stdout).toMatch(/^Usage: grade4 batch/)
  const version = await command.run(['version'])
  expect(version.stdout).toBe((await runGrade4(['--version'], {})).stdout)
})

describe('what the machine refuses is one line, and no fault of grade4', () => {
  /** Runs a line of bash in which `grade4` is the command. */
  async function bash(line: string): Promise<{ stdout: string; stderr: string }> {
    const script = `grade4() { "${process.execPath}" "${COMMAND}" "$@"; }; ${line}`
    return await promisify(execFile)('bash', ['-c', script], {
      cwd: folder,
      env: { ...process.env, ...ada },
    })
  }

  test('a reader that stops early', async () => {
    const { stdout, stderr } = await bash('grade4 checks --json | head -1')
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(stderr).toBe('')
  })

  test('a working folder that was deleted', async () => {
    const line = 'mkdir gone && cd gone && rmdir ../gone && { grade4 --json; echo "exit $?"; }'
    const { stdout, stderr } = await bash(line)
    expect(stderr).toMatch(/^grade4: The folder that you are in was deleted\..*\n$/)
    expect(stdout).toBe('exit 2\n')
  })

  test('a full disk', async () => {
    const { stdout, stderr } = await bash(
      `grade4 --repo ${REPO} --only oidc --reporter json=/dev/full; echo "exit $?"`,
    )
    expect(stderr).toMatch(/ENOSPC/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stdout).toBe('exit 2\n')
    const full = await bash('grade4 checks > /dev/full; echo "exit $?" >&2')
    expect(full.stderr).toMatch(/^grade4: the disk is full\..* \(ENOSPC\)\.\nexit 2\n$/)
  })
})

test('no token or key is in any output', async () => {
  const outputs = await Promise.all(
    [[], ['--json'], ['--debug'], ['--repo', 'ada/other', '--json']].map((args) =>
      command.run(['--repo', REPO, ...args]),
    ),
  )
  const secrets = [ada.GITHUB_TOKEN, ada.AWS_SECRET_ACCESS_KEY, ada.AWS_ACCESS_KEY_ID]
  for (const { stdout, stderr } of outputs) {
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
  }
})
