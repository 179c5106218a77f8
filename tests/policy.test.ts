import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CheckId, MAX_POINTS } from '../checks/rubric.js'
import { GITHUB_ROUTES } from '../evidence/read-only.js'
import { GRANTED_ACTIONS, readOnlyPolicy } from '../evidence/read-only-policy.js'
import { classWorld } from '../fixtures/class-world.js'
import type { Fault } from '../fixtures/cloud/faults.js'
import { type Cloud, startCloud } from '../fixtures/cloud/server.js'
import { teachersEnvironment } from '../fixtures/mixed-class.js'
import {
  GRADER_ROLE,
  type ReferenceWorld,
  referenceWorld,
  type Student,
} from '../fixtures/reference.js'
import { findScenario, type Scenario } from '../fixtures/scenarios/index.js'
import { PIPELINE, ROLE_DETAILS } from '../fixtures/scenarios/scenario.js'
import { Report } from '../grading/report.js'
import { OPERATIONS } from './faulty-operations.js'
import { runGrade4 } from './run-command.js'

/** Something is not granted, in a scenario that needs it. */
interface Lack {
  /** An IAM action, or a permission of GitHub's; `null`: nothing is lacking. */
  readonly lacking: string | null
  readonly scenario: string
  /** The checks that can't be decided then; every other one has the scenario's verdict. */
  readonly undecided: readonly CheckId[]
}

const WITHOUT_ACTION: readonly Lack[] = [
  // The pipeline is run on a twin of the account, and what the twin does not know it can't push to.
  lack('ecr:DescribeRepositories', ['ecr.repository', 'workflow.untag', 'workflow.push']),
  lack('ecr:DescribeImages', [
    'ecr.latest',
    'ecr.platform',
    'delivery.redeploy',
    'workflow.untag',
    'delivery.image',
  ]),
  lack('ecr:BatchGetImage', ['ecr.platform']),
  lack('ecr:BatchGetImage', ['ecr.platform', 'delivery.redeploy'], 'delivery/child-digest'),
  lack('ecr:GetDownloadUrlForLayer', ['ecr.platform'], 'ecr/single-manifest'),
  lack('ecr:GetDownloadUrlForLayer', ['ecr.platform'], 'ecr/no-platform-in-index'),
  lack(
    'ecs:ListClusters',
    ['ecs.image', 'delivery.redeploy', 'workflow.redeploy'],
    'stack/no-clue',
  ),
  lack(
    'ecs:ListServices',
    ['ecs.image', 'delivery.redeploy', 'workflow.redeploy'],
    'stack/no-clue',
  ),
  lack('ecs:DescribeServices', [
    'stack.deployed',
    'ecs.image',
    'delivery.redeploy',
    'workflow.redeploy',
  ]),
  lack('ecs:DescribeTaskDefinition', ['ecs.image', 'delivery.redeploy']),
  lack('ecs:ListTasks', ['delivery.redeploy']),
  lack('ecs:DescribeTasks', ['delivery.redeploy']),
  lack('iam:ListOpenIDConnectProviders', ['oidc.provider', 'workflow.credentials']),
  lack('iam:GetOpenIDConnectProvider', ['oidc.provider', 'workflow.credentials']),
  lack(
    'iam:ListRoles',
    // Without the list it is not known whether there is a role at all: whose fault it is that AWS refuses.
    ['stack.deployed', 'role.trust', ...ROLE_DETAILS, 'workflow.credentials'],
    'workflow/misspelt-role',
  ),
  lack('iam:GetRole', ['stack.deployed', 'role.trust', ...ROLE_DETAILS, 'workflow.credentials']),
  lack('iam:ListAttachedRolePolicies', ['role.policies']),
  lack('iam:ListRolePolicies', ['role.policies']),
  lack('cloudformation:DescribeStacks', ['stack.deployed']),
  lack('cloudformation:ListStackResources', ['stack.deployed', 'ecs.image', 'delivery.redeploy']),
  // Of it only words are made.
  lack('cloudformation:DescribeStackEvents', [], 'stack/rolled-back'),
]

const WITHOUT_PERMISSION: readonly Lack[] = [
  lack('Metadata: read', ['role.subject', 'repo.private']),
  lack('Contents: read', ['workflow.valid', 'workflow.trigger', ...PIPELINE]),
  lack('Administration: read', ['repo.actions']),
  lack('Secrets: read', ['repo.secret']),
  lack(
    'Variables: read',
    ['workflow.credentials', 'workflow.push', 'workflow.redeploy'],
    'workflow/variables',
  ),
  lack('Actions: read', ['workflow.credentials', 'delivery.run', 'delivery.image']),
  lack(
    'Actions: read',
    ['workflow.credentials', 'delivery.run', 'delivery.image'],
    'delivery/run-twice',
  ),
  lack('Actions: read', ['delivery.run', 'delivery.image'], 'workflow/missing'),
]

/** Nothing lacks, in each scenario that the tables use. */
const WITH_ALL: readonly Lack[] = [
  ...new Set([...WITHOUT_ACTION, ...WITHOUT_PERMISSION].map(({ scenario }) => scenario)),
].map((scenario) => ({ lacking: null, scenario, undecided: [] }))

function lack(lacking: string, undecided: readonly CheckId[], scenario = 'reference'): Lack {
  return { lacking, scenario, undecided }
}

/** One student each, with a role whose policy is `grade4 policy` without what lacks. */
const LACKS = [...WITH_ALL, ...WITHOUT_ACTION, ...WITHOUT_PERMISSION]

let folder = ''
let cloud: Cloud
let exitCode: number | null = null

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-policy-'))
  const class_ = LACKS.map(studentWho)
  await writeFile(join(folder, 'roster.csv'), rosterOf(class_.map(({ world }) => world.student)))
  const world = classWorld(class_.map(({ world }) => world))
  cloud = await startCloud(world, { faults: class_.flatMap(({ faults }) => faults) })
  const args = ['batch', 'roster.csv', '--out', 'out']
  const ended = await runGrade4(args, teachersEnvironment(cloud), folder)
  exitCode = ended.exitCode
}, 60_000)

afterAll(async () => {
  await cloud.close()
  await rm(folder, { recursive: true, force: true })
})

function studentWho(lack: Lack, index: number): { world: ReferenceWorld; faults: Fault[] } {
  const student: Student = {
    account: String(100_000_000_001 + index),
    login: studentOf(lack),
    loginId: 10_000 + index,
    repository: 'yoctogram-app',
    repositoryId: 20_000 + index,
  }
  const world = referenceWorld(student)
  scenarioOf(lack).change(world)
  for (const role of world.account.roles.filter(({ name }) => name === GRADER_ROLE)) {
    role.policy = policyWithout(lack.lacking)
  }
  const faults = Object.entries(GITHUB_ROUTES)
    .filter(([, permission]) => permission === lack.lacking)
    .map(([route]): Fault => {
      const repository = `${student.login}/${student.repository}`
      return { match: `github:${route}`, kind: 'access-denied', repository }
    })
  return { world, faults }
}

/** `grade4 policy`, without one action. */
function policyWithout(lacking: string | null): string {
  const { Statement, ...rest } = readOnlyPolicy()
  const left = Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((action) => action !== lacking),
  }))
  return JSON.stringify({ ...rest, Statement: left })
}

function rosterOf(students: readonly Student[]): string {
  const lines = students.map(
    ({ login, account, repository }) =>
      `${login},${account},${login}/${repository},arn:aws:iam::${account}:role/${GRADER_ROLE},cs40-${login}`,
  )
  return ['student,account,repository,role_arn,external_id', ...lines, ''].join('\n')
}

function studentOf(lack: Lack): string {
  return `s${LACKS.indexOf(lack) + 1}`
}

function scenarioOf({ scenario: name }: Lack): Scenario {
  const scenario = findScenario(name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  return scenario
}

/** The verdicts of the one who lacks it. */
async function graded(lack: Lack): Promise<Report> {
  const path = join(folder, 'out', 'reports', `${studentOf(lack)}.json`)
  return Report.parse(JSON.parse(await readFile(path, 'utf8')))
}

/** What differs from the scenario's own verdicts, and that it can't be decided. */
async function undecidedOf(lack: Lack): Promise<CheckId[]> {
  const { verdicts } = scenarioOf(lack)
  const { checks } = await graded(lack)
  const status = new Map(checks.map((check) => [check.id, check.status]))
  const changed = checks.filter(({ id, status }) => status !== (verdicts[id] ?? 'passed'))
  for (const { id, status: is, blockedBy } of changed) {
    // What waits for an undecided check is undecided with it.
    expect(is === 'blocked' ? status.get(blockedBy ?? id) : is, id).toBe('error')
  }
  return changed.map(({ id }) => id).toSorted()
}

describe('with exactly the policy of grade4 policy, everything is graded', () => {
  test.for(WITH_ALL)('$scenario', async (lack) => {
    expect(await undecidedOf(lack)).toEqual([])
  })

  test('the reference gets every point', async () => {
    const [reference] = WITH_ALL
    const { score, complete } = await graded(reference ?? lack('', []))
    expect([reference?.scenario, score, complete]).toEqual(['reference', MAX_POINTS, true])
    expect(exitCode).toBe(3)
  })

  test('and it calls every operation on the read-only list, and the download it leads to', () => {
    const called = new Set(cloud.log.map(({ operation }) => operation))
    expect([...called].toSorted()).toEqual(OPERATIONS.toSorted())
  })

  test("with a user's own keys as well", async () => {
    const world = referenceWorld()
    for (const key of world.account.accessKeys) key.policy = policyWithout(null)
    const own = await startCloud(world)
    const { login, repository, account } = world.student
    const args = ['--repo', `${login}/${repository}`, '--json']
    const ended = await runGrade4(args, own.environment(account))
    await own.close()
    const { score } = Report.parse(JSON.parse(ended.stdout))
    expect([score, ended.exitCode]).toEqual([MAX_POINTS, 0])
  })
})

describe('with any one action taken away, exactly the checks that need it are undecided', () => {
  test('every action of the policy is in the table', () => {
    const inTable = new Set(WITHOUT_ACTION.map(({ lacking }) => lacking))
    expect([...inTable].toSorted()).toEqual([...GRANTED_ACTIONS].toSorted())
  })

  test.for(WITHOUT_ACTION)('$lacking, in $scenario: $undecided', async (lack) => {
    expect(await undecidedOf(lack)).toEqual([...lack.undecided].toSorted())
    const reported = (await graded(lack)).checks.flatMap(({ findings }) => findings)
    const naming = reported.filter(({ hint, message }) =>
      // Where no verdict hangs on it, the finding that lacks words says which call was refused.
      lack.undecided.length === 0
        ? message.includes(` ${lack.lacking} `)
        : hint?.includes(`Allow the action ${lack.lacking} `),
    )
    expect(naming).not.toEqual([])
  })
})

describe('with any one permission of the GitHub token taken away, likewise', () => {
  test('every permission is in the table', () => {
    const inTable = new Set(WITHOUT_PERMISSION.map(({ lacking }) => lacking))
    expect(inTable).toEqual(new Set(Object.values(GITHUB_ROUTES)))
  })

  test.for(WITHOUT_PERMISSION)('$lacking, in $scenario: $undecided', async (lack) => {
    expect(await undecidedOf(lack)).toEqual([...lack.undecided].toSorted())
    const reported = (await graded(lack)).checks.flatMap(({ findings }) => findings)
    expect(reported.filter(({ hint }) => hint?.includes(`"${lack.lacking}"`))).not.toEqual([])
  })
})
