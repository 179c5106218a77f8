import { cp, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_POINTS } from '../../checks/rubric.js'
import { readOnlyPolicy } from '../../evidence/read-only-policy.js'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass, teachersEnvironment } from '../../fixtures/mixed-class.js'
import { LastingCommand } from '../lasting-command.js'
import { ClassFolder, type Ended } from './class-folder.js'

/** A class that is small enough to be graded many times; its first students differ. */
const SIZE = 16

const class_ = mixedClass(SIZE)
const cloud = await startCloud(class_.world)
let folder: ClassFolder
let command: LastingCommand

beforeAll(async () => {
  folder = await ClassFolder.make(class_, cloud)
  command = await LastingCommand.start(teachersEnvironment(cloud))
})
afterAll(async () => {
  await command.end()
  await cloud.close()
  await folder.remove()
})

/** Runs the command as the teacher, in a process that lasts. */
const grade4 = (...args: string[]) => command.run(args, folder.path)

describe('a class in mixed states', { timeout: 240_000 }, () => {
  let whole: Ended
  beforeAll(async () => {
    whole = await folder.grade4(['batch', 'roster.csv', '--out', 'whole'])
  }, 240_000)

  test('each student gets the verdicts that their state gets alone', async () => {
    const { given, wanted } = await folder.verdicts('whole')
    expect(given).toEqual(wanted)
    const lines = (await folder.text('whole', 'grades.csv')).trim().split('\n')
    expect(lines).toHaveLength(SIZE + 1)
    expect(lines[1]).toContain(
      `s1,${MAX_POINTS},${MAX_POINTS},true,graded,false,,2024-03-08T21:14:02.000Z,100000000001,`,
    )
    expect(lines[1]?.endsWith(',Student s1')).toBe(true)
  })

  test('whatever a batch leaves is for its owner alone', async () => {
    const out = join(folder.path, 'whole')
    expect((await stat(out)).mode & 0o777).toBe(0o700)
    for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile()) expect((await stat(path)).mode & 0o777, path).toBe(0o600)
    }
  })

  test('each role is taken with the read-only policy and the external id', () => {
    const taken = cloud.log.filter(({ operation }) => operation === 'sts:AssumeRole')
    expect(taken.length).toBeGreaterThanOrEqual(SIZE)
    for (const { input, account } of taken) {
      expect([account, input]).toMatchObject([
        expect.any(String),
        { Policy: JSON.stringify(readOnlyPolicy()) },
      ])
    }
  })

  test('a second run grades nobody who is complete', async () => {
    const before = cloud.log.length
    const again = await grade4('batch', 'roster.csv', '--out', 'whole')
    const looked = new Set(cloud.log.slice(before).map(({ repository }) => repository))
    looked.delete(null)
    const incomplete = class_.students.filter(({ scenario }) =>
      Object.values(scenario.verdicts).includes('error'),
    )
    expect(looked).toEqual(
      new Set(incomplete.map(({ student }) => `${student.login}/${student.repository}`)),
    )
    expect(again.stdout).toBe(whole.stdout)
    expect(again.exitCode).toBe(whole.exitCode)
  })

  test('a torn ledger costs the student on its last line a second look, no more', async () => {
    await cp(join(folder.path, 'whole'), join(folder.path, 'torn'), { recursive: true })
    const path = join(folder.path, 'torn', 'ledger.jsonl')
    await truncate(path, (await stat(path)).size - 25)
    const { stderr } = await grade4('batch', 'roster.csv', '--out', 'torn')
    expect(stderr).toContain('are graded already')
    expect(await folder.outputsOf('torn')).toEqual(await folder.outputsOf('whole'))
  })

  test('shards put together are what one run leaves', async () => {
    for (const index of [1, 2, 3]) {
      await grade4('batch', 'roster.csv', '--out', `part${index}`, '--shard', `${index}/3`)
    }
    const missing = await grade4('merge', 'part1', 'part2', '--out', 'merged')
    expect([missing.exitCode, missing.stderr]).toEqual([
      3,
      expect.stringContaining('a part is missing'),
    ])
    const merged = await grade4('merge', 'part1', 'part2', 'part3', '--out', 'merged')
    expect(merged.stderr).toBe('')
    expect(merged.exitCode).toBe(whole.exitCode)
    expect(await folder.outputsOf('merged')).toEqual(await folder.outputsOf('whole'))
  })

  test('Ctrl-C finishes who is looked at and says how to go on; another run keeps out meanwhile', async () => {
    // Slow enough that the class isn't done before it is stopped.
    const slow = await startCloud(class_.world, { latencyMs: 50 })
    let other: Promise<Ended> | undefined
    let interfering: Promise<void> | undefined
    const stopped = await folder.grade4(
      ['batch', 'roster.csv', '--out', 'stopped', '--concurrency', '1'],
      {
        on: slow,
        interrupt: (kill) => {
          const interfere = async () => {
            while (
              (await folder.text('stopped', 'ledger.jsonl').catch(() => '')).split('\n').length < 4
            ) {
              await sleep(20)
            }
            other = folder.grade4(['batch', 'roster.csv', '--out', 'stopped'])
            await other
            kill('SIGINT')
          }
          interfering = interfere()
        },
      },
    )
    await interfering
    await slow.close()
    expect([(await other)?.exitCode, (await other)?.stderr]).toEqual([
      2,
      expect.stringContaining('Another batch works in this folder'),
    ])
    expect(stopped.exitCode).toBe(3)
    expect(stopped.stderr).toMatch(/stopped; \d+ students are left\. The same command goes on/)
    await grade4('batch', 'roster.csv', '--out', 'stopped')
    expect(await folder.outputsOf('stopped')).toEqual(await folder.outputsOf('whole'))
  })
})

describe('around a class', { timeout: 240_000 }, () => {
  test('grading again costs nothing of the quota for what has not changed', async () => {
    const before = cloud.log.length
    await grade4('batch', 'roster.csv', '--out', 'whole', '--fresh', '--only', 'repo')
    const asked = cloud.log.slice(before).filter(({ operation }) => operation.startsWith('github:'))
    expect(asked.length).toBeGreaterThan(SIZE)
    expect(asked.filter(({ status }) => status === 200)).toEqual([])
    expect(asked.some(({ status }) => status === 304)).toBe(true)
  })

  test('stops when nobody can be graded for a fault of whoever grades; the same command goes on', async () => {
    const words = ['batch', 'roster.csv', '--out', 'expired', '--concurrency', '2']
    const ended = await folder.grade4(words, { environment: { GITHUB_TOKEN: 'expired' } })
    expect(ended.exitCode).toBe(3)
    expect(ended.stderr).toMatch(
      /stopping: nobody can be graded for the same reason\. GitHub does not accept the token.* Set GITHUB_TOKEN/,
    )
    const [, left] = /stopped; (\d+) students are left/.exec(ended.stderr) ?? []
    // Five in a row, and who was being looked at by then.
    expect(Number(left)).toBeGreaterThanOrEqual(SIZE - 5 - 3)
    expect(Number(left)).toBeLessThanOrEqual(SIZE - 5)
    const again = await grade4(...words)
    expect(again.stdout).toContain(`${SIZE} of ${SIZE} graded`)
  })

  test('without a role, nobody is graded by the account of whoever grades', async () => {
    const [first] = class_.students
    const roster = `student,account,repository\ns1,${first?.student.account},s1/yoctogram-app\n`
    await writeFile(join(folder.path, 'no-role.csv'), roster)
    const ended = await grade4('batch', 'no-role.csv', '--out', 'no-role')
    expect([ended.exitCode, ended.stdout]).toEqual([
      3,
      expect.stringContaining('The AWS credentials belong to account 444455556666'),
    ])
    const { checks } = await folder.reportOf('no-role', 's1')
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const named = ['--role-name', 'grade4-reader', '--external-id', 'cs40-s1']
    const again = await grade4('batch', 'no-role.csv', '--out', 'no-role', ...named)
    expect([again.exitCode, (await folder.reportOf('no-role', 's1')).score]).toEqual([
      0,
      MAX_POINTS,
    ])
  })

  test('what breaks inside the grader is reported with whose grade it broke, and what to look at', async () => {
    await writeFile(
      join(folder.path, 'preload.cjs'),
      `if (!require('node:worker_threads').isMainThread) {
        const original = Date.prototype.toISOString
        Date.prototype.toISOString = function () {
          const { stackTraceLimit } = Error
          Error.stackTraceLimit = 10
          const { stack } = new Error()
          Error.stackTraceLimit = stackTraceLimit
          if (stack.includes('summaryOf')) throw new TypeError('broken')
          return original.call(this)
        }
      }`,
    )
    const roster = class_.roster.split('\n').slice(0, 2).join('\n')
    await writeFile(join(folder.path, 'one.csv'), roster)
    const environment = { NODE_OPTIONS: `--require=${join(folder.path, 'preload.cjs')}` }
    const args = ['batch', 'one.csv', '--out', 'broken']
    const ended = await folder.grade4(args, { environment })
    const [, evidence = ''] =
      /broke while it graded s1: TypeError: broken \(grade4 regrade (\S+) --debug tells where\)/.exec(
        ended.stderr,
      ) ?? []
    const again = await folder.grade4(['regrade', evidence, '--debug'], { environment })
    expect(again.stderr).toMatch(/^ {4}at .*summaryOf/m)
    const { checks } = await folder.reportOf('broken', 's1')
    expect(checks.every(({ status }) => status !== 'error')).toBe(true)
  })

  test.for([
    [
      'an id that is a path',
      'student,account,repository\n../../x,111122223333,a/b\n',
      ':2:1 (student)',
    ],
    ['an empty file', '', ':1:'],
    ['a wrong header', 'who,what\n1,2\n', ':1:'],
  ] as const)('%s: refused with its line, and nothing is made', async ([, roster, place]) => {
    await writeFile(join(folder.path, 'bad.csv'), roster)
    const ended = await grade4('batch', 'bad.csv', '--out', 'nothing')
    expect([ended.exitCode, ended.stdout]).toEqual([2, ''])
    expect(ended.stderr).toContain(`bad.csv${place}`)
    await expect(stat(join(folder.path, 'nothing'))).rejects.toThrow()
  })
})
