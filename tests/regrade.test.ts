import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_POINTS, POINTS } from '../checks/rubric.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { SCENARIOS, type Scenario, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { LastingCommand } from './lasting-command.js'
import { type Ended, NO_NETWORK, runGrade4 } from './run-command.js'

let folder = ''
let command: LastingCommand
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-regrade-'))
  command = await LastingCommand.start(NO_NETWORK)
})
afterAll(async () => {
  await command.end()
  await rm(folder, { recursive: true })
})

/** Grades a scenario live and saves its evidence. */
async function gradeLive(scenario: Scenario, file: string): Promise<Ended> {
  const world = worldOf(scenario)
  const cloud = await startCloud(world, { faults: scenario.faults ?? [] })
  try {
    const repository = `${world.student.login}/${world.student.repository}`
    const args = ['--repo', repository, '--json', ...(scenario.arguments ?? []), '--save', file]
    return await runGrade4(args, {
      ...cloud.environment(world.account.id),
      ...scenario.environment,
    })
  } finally {
    await cloud.close()
  }
}

function scenario(name: string): Scenario {
  const found = SCENARIOS.find((each) => each.name === name)
  if (found === undefined) throw new Error(`There is no scenario ${name}.`)
  return found
}

describe('regrade', () => {
  let file = ''
  beforeAll(async () => {
    file = join(folder, 'reference.json')
    await gradeLive(scenario('reference'), file)
  })
  const again = (...args: string[]) => command.run(['regrade', ...args], folder)
  const json = async (...args: string[]) => {
    const ended = await again(...args, '--json')
    expect(ended.stderr).toBe('')
    return Report.parse(JSON.parse(ended.stdout))
  }

  test('of one file looks like a grade', async () => {
    const ended = await runGrade4(['regrade', 'reference.json'], NO_NETWORK, folder)
    expect(ended.stdout).toMatch(/^CS 40, Assignment 4\n/)
    expect(ended.stdout).toContain(`${MAX_POINTS} / ${MAX_POINTS}\n`)
    expect(ended.exitCode).toBe(0)
  })

  test('of several names each', async () => {
    const ended = await again('reference.json', 'reference.json')
    expect(ended.stdout.match(/reference\.json:\n/g)).toHaveLength(2)
  })

  test('takes what was not asked then for unknown, never for wrong', async () => {
    const partly = JSON.parse(await readFile(file, 'utf8'))
    delete partly.answers['ecr.images("cs40")']
    partly.answers['iam.roles'] = { state: 'found', value: 'tampered' }
    await writeFile(join(folder, 'partly.json'), JSON.stringify(partly))
    const report = await json('partly.json')
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(report.checks.find(({ id }) => id === 'ecr.latest')).toMatchObject({
      status: 'error',
      message: 'The answer to ecr.images is not in the saved evidence.',
    })
    expect(report.complete).toBe(false)
    expect(report.range[1]).toBe(MAX_POINTS)
  })

  test('--json --debug tells what main.yml does, step by step', async () => {
    expect(await json('reference.json')).not.toHaveProperty('trace')
    const { trace } = await json('reference.json', '--debug')
    expect(trace).toMatchObject({ account: '111122223333', schedules: [expect.anything()] })
  })

  describe('where the grader broke', () => {
    /** Breaks a function of JavaScript's own in the thread that checks: for all checks of main.yml, or a summary. */
    const broken = (name: string, type: string, method: string, ...args: string[]) =>
      brokenWith('\\u001b[31mbroken', name, type, method, ...args)
    const brokenWith = async (
      message: string,
      name: string,
      type: string,
      method: string,
      ...args: string[]
    ) => {
      const preload = join(folder, `${name}.cjs`)
      await writeFile(
        preload,
        `if (!require('node:worker_threads').isMainThread)
          ${type}.prototype.${method} = () => { throw new TypeError('${message}') }`,
      )
      const around = { ...NO_NETWORK, NODE_OPTIONS: `--require=${preload}` }
      return await runGrade4(['regrade', 'reference.json', ...args], around, folder)
    }
    const BROKE = 'grade4: something inside the grader broke: TypeError: <U+001B>[31mbroken\n'

    test('the checks say so, and with --debug standard error says where, once', async () => {
      const outcome = await broken('checks', 'String', 'replaceAll', '--only', 'workflow')
      expect(outcome.stdout).toContain('The grader itself broke on this check: TypeError')
      expect(outcome).toMatchObject({ exitCode: 3, stderr: expect.not.stringContaining(' at ') })
      const debug = await broken('checks', 'String', 'replaceAll', '--only', 'workflow', '--debug')
      expect(debug.stderr.startsWith(BROKE)).toBe(true)
      expect(debug.stderr).toMatch(/\n {4}at .*dist/)
      expect(debug.stderr.split(BROKE)).toHaveLength(2)
    })

    test('outside any check, standard error says so without being asked', async () => {
      const outcome = await broken('summary', 'Date', 'toISOString', '--only', 'repo.private')
      expect(outcome.stderr).toBe(BROKE.replace('\n', ' (--debug tells where)\n'))
    })

    test('one line says it, however many the error has', async () => {
      const args = ['summary', 'Date', 'toISOString', '--only', 'repo.private'] as const
      const outcome = await brokenWith('here\\nand there', ...args)
      expect(outcome.stderr).toBe(
        'grade4: something inside the grader broke: TypeError: here and there (--debug tells where)\n',
      )
    })
  })

  test.for<[string, string[], string]>([
    ['no file', ['none.json'], 'none.json is no evidence to grade'],
    [
      'a file that is none, beside one that is',
      ['reference.json', 'broken.json'],
      'it is not JSON',
    ],
    ['another version', ['later.json'], 'of the form "grade4/evidence@2"'],
    ['an empty folder', ['empty'], 'holds no evidence'],
    ['one file for several reports', ['.', '--reporter', 'json=x.json'], 'holds one report'],
    [
      'a rubric that is wrong',
      ['reference.json', '--rubric', 'wrong.yml'],
      'wrong.yml, line 2: no check is called "ecr.lastest"; did you mean ecr.latest?',
    ],
    [
      'a rubric that drops all',
      ['reference.json', '--only', 'repo.private', '--rubric', 'drop.yml'],
      'drops every check',
    ],
    ['no rubric', ['reference.json', '--rubric', 'none.yml'], "can't be read (ENOENT)"],
    [
      'a deadline without a zone',
      ['reference.json', '--due', '2024-03-09T23:59'],
      'leaves the time zone open',
    ],
    [
      'a penalty of no form',
      ['reference.json', '--due', '2024-03-09T23:59Z', '--late-penalty', '10'],
      'A late penalty is AMOUNT/PERIOD',
    ],
    [
      'a penalty and no deadline',
      ['reference.json', '--late-penalty', '10%/day'],
      '--late-penalty needs a deadline',
    ],
  ])('refuses %s', async ([, args, message]) => {
    await writeFile(join(folder, 'broken.json'), '{"schema": "grade4/evid')
    await writeFile(join(folder, 'later.json'), '{"schema": "grade4/evidence@2"}')
    await writeFile(join(folder, 'wrong.yml'), 'checks:\n  ecr.lastest: 3\n')
    await writeFile(join(folder, 'drop.yml'), 'checks:\n  repo.private: drop\n')
    await mkdir(join(folder, 'empty'), { recursive: true })
    const ended = await again(...args)
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain(message)
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('takes points and dropped checks from a rubric file', async () => {
    await writeFile(
      join(folder, 'rubric.json'),
      '{"checks": {"ecr.latest": 25, "repo.private": "drop", "repo.secret": 0}}',
    )
    const report = await json('reference.json', '--rubric', 'rubric.json')
    const dropped = POINTS['repo.private'] + POINTS['repo.secret']
    const score = MAX_POINTS - POINTS['ecr.latest'] + 25 - dropped
    expect(report).toMatchObject({ score, maxScore: score, range: [score, score] })
    expect(report.checks.map(({ id }) => id)).not.toContain('repo.private')
    expect(report.checks.find(({ id }) => id === 'ecr.latest')?.maxScore).toBe(25)
  })

  // The graded run of the reference started on 2024-03-08 at 21:14:02 UTC.
  test.for<[string, string[], object]>([
    [
      'no deadline',
      [],
      { due: null, late: false, lateBySeconds: null, latePenalty: null, score: MAX_POINTS },
    ],
    [
      'in time',
      ['--due', '2024-03-08T13:14:02-08:00', '--late-penalty', '5/day'],
      { late: false, lateBySeconds: 0, latePenalty: null, score: MAX_POINTS },
    ],
    [
      'a second late',
      ['--due', '2024-03-08T21:14:01Z'],
      { late: true, lateBySeconds: 1, latePenalty: null, score: MAX_POINTS },
    ],
    [
      'a second late, at a price',
      ['--due', '2024-03-08T21:14:01Z', '--late-penalty', '15/day'],
      {
        latePenalty: { rule: '15/day', points: 15 },
        score: MAX_POINTS - 15,
        range: [MAX_POINTS - 15, MAX_POINTS - 15],
      },
    ],
    [
      'years late',
      ['--due', '2020-03-08T21:14Z', '--late-penalty', '5/day,max 60'],
      { late: true, latePenalty: { points: 60 }, score: MAX_POINTS - 60 },
    ],
  ])('tells lateness by when the graded run started: %s', async ([, args, wanted]) => {
    const report = await json('reference.json', ...args)
    expect(report).toMatchObject({
      ...wanted,
      submittedFrom: 'run',
      submittedAt: '2024-03-08T21:14:02.000Z',
    })
  })
})

describe('a dropped check', () => {
  const drop = async (name: string, id: string) => {
    const rubric = join(folder, `${id}.yml`)
    await writeFile(rubric, `checks: { ${id}: drop }\n`)
    const file = join(folder, `${id}.json`)
    await gradeLive(scenario(name), file)
    const ended = await command.run(['regrade', file, '--rubric', rubric, '--json'])
    return Report.parse(JSON.parse(ended.stdout))
  }

  test('still blocks what hangs on it', async () => {
    const report = await drop('ecr/no-repository', 'ecr.repository')
    expect(report.checks.map(({ id }) => id)).not.toContain('ecr.repository')
    const latest = report.checks.find(({ id }) => id === 'ecr.latest')
    expect(latest).toMatchObject({ status: 'blocked', blockedBy: 'ecr.repository', score: 0 })
    expect(report.complete).toBe(true)
  })
})

test('evidence that has no place to be saved in is reported before anything is graded, exit 2', async () => {
  const ended = await gradeLive(scenario('reference'), join(folder, 'nowhere', 'a.json'))
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toMatch(/can't be written to .*nowhere.*ENOENT/)
})

test('the demo saves its evidence too, and nothing of it is left in between', async () => {
  const place = join(folder, 'demo')
  await mkdir(place)
  await cp(join(folder, 'reference.json'), join(place, 'seen.json'))
  expect((await runGrade4(['demo', '--save', 'seen.json', '--json'], {}, place)).exitCode).toBe(0)
  expect(await readdir(place)).toEqual(['seen.json'])
  const ended = await command.run(['regrade', 'seen.json', '--json'], place)
  expect(Report.parse(JSON.parse(ended.stdout)).score).toBe(MAX_POINTS)
})
