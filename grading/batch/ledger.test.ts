import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isInShard } from './assignment.js'
import { Ledger, readLedger, type StudentEntry } from './ledger.js'
import { FolderLocked, takeLock } from './lock.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-ledger-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function entry(student: string, score = 150): StudentEntry {
  return {
    kind: 'student',
    grader: '0.1.0',
    fingerprint: 'f',
    finishedAt: '2024-03-10T08:00:00.000Z',
    row: {
      student,
      order: 0,
      account: '111122223333',
      repository: 'ada/yoctogram-app',
      score,
      range: [score, score],
      maxScore: 150,
      complete: true,
      submittedAt: null,
      due: null,
      lateBySeconds: null,
      statuses: { 'ecr.latest': 'passed' },
      why: [],
      mistakes: [],
      lost: {},
      other: { team: 'a\nb' },
    },
  }
}

async function write(path: string, ...entries: StudentEntry[]) {
  const ledger = await Ledger.open(path, await readLedger(path))
  for (const one of entries) await ledger.append(one)
  await ledger.close()
}

test('what was appended is read again, the last entry of a student counts', async () => {
  const path = join(folder, 'ledger.jsonl')
  await write(path, entry('ada', 10), entry('grace'), entry('ada', 20))
  const { students, badLines } = await readLedger(path)
  expect([...students.values()].map(({ row }) => [row.student, row.score])).toEqual([
    ['ada', 20],
    ['grace', 150],
  ])
  expect(badLines).toEqual([])
})

test('wherever the last line was torn, the lines before it count and the next one is whole', async () => {
  const path = join(folder, 'ledger.jsonl')
  await write(path, entry('ada'), entry('grace'))
  const whole = await readFile(path)
  const secondLine = whole.indexOf(10) + 1
  for (const length of [secondLine, secondLine + 1, whole.length - 20, whole.length - 1]) {
    await writeFile(path, whole)
    await truncate(path, length)
    expect([...(await readLedger(path)).students.keys()]).toEqual(['ada'])
    await write(path, entry('alan'))
    const { students, badLines } = await readLedger(path)
    expect([[...students.keys()], badLines]).toEqual([['ada', 'alan'], []])
  }
})

test('a spoilt line in the middle is reported, and costs that line alone', async () => {
  const path = join(folder, 'ledger.jsonl')
  await write(path, entry('ada'))
  await appendFile(path, '{"kind":"student"}\n\0\0\n')
  await write(path, entry('grace'))
  const { students, badLines } = await readLedger(path)
  expect([[...students.keys()], badLines]).toEqual([
    ['ada', 'grace'],
    [2, 3],
  ])
})

test('a lock keeps others out while its owner lives, and no longer', async () => {
  const path = join(folder, 'lock')
  const unlock = await takeLock(path)
  await expect(takeLock(path)).rejects.toThrow(FolderLocked)
  unlock()
  const again = await takeLock(path)
  again()
})

test('the lock of a dead process is taken over, that of another machine is not', async () => {
  const path = join(folder, 'lock')
  const { hostname } = await import('node:os')
  // No process has so high a number.
  const dead = { pid: 2 ** 30, host: hostname(), since: '2024-03-10T08:00:00.000Z' }
  await writeFile(path, JSON.stringify(dead))
  const unlock = await takeLock(path)
  unlock()
  await writeFile(path, JSON.stringify({ ...dead, host: 'elsewhere' }))
  await expect(takeLock(path)).rejects.toThrow(/on elsewhere/)
})

test('every student is in exactly one shard, and stays there', () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({
    line: index,
    student: `s${index}`,
    account: String(100_000_000_000 + index),
    repository: { owner: `s${index}`, name: 'app' },
    roleArn: null,
    externalId: null,
    due: null,
    template: null,
    workflow: null,
    other: {},
  }))
  const shards = [1, 2, 3].map((index) => rows.filter((row) => isInShard(row, { index, count: 3 })))
  expect(shards.flat()).toHaveLength(300)
  for (const shard of shards) expect(shard.length).toBeGreaterThan(70)
  expect(shards[0]?.slice(0, 5).map(({ student }) => student)).toMatchInlineSnapshot(`
    [
      "s1",
      "s2",
      "s5",
      "s8",
      "s9",
    ]
  `)
})

test('a row of an older grader, without mistakes, is still read', async () => {
  const path = join(folder, 'ledger.jsonl')
  const { mistakes: _1, lost: _2, ...row } = entry('ada').row
  await writeFile(path, `${JSON.stringify({ ...entry('ada'), row })}\n`)
  const { students, badLines } = await readLedger(path)
  expect(badLines).toEqual([])
  expect(students.get('ada')?.row).toEqual(entry('ada').row)
})
