import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass } from '../../fixtures/mixed-class.js'
import { EVERYTHING } from '../level.js'
import { ClassFolder } from './class-folder.js'

const STUDENTS = EVERYTHING ? 100 : 16
const KILLS = EVERYTHING ? 20 : 3

const class_ = mixedClass(STUDENTS)
const cloud = await startCloud(class_.world)
let folder: ClassFolder

beforeAll(async () => {
  folder = await ClassFolder.make(class_, cloud)
})
afterAll(async () => {
  await cloud.close()
  await folder.remove()
})

/** Up to so much, evenly. */
const random = (most: number) => Math.random() * most

/**
 * Runs the batch and kills it at a random moment: mostly just after some more students were written down,
 * now and then at any time from the start of the process.
 */
async function runAndKill(args: readonly string[]): Promise<number | null> {
  const before = await folder.ledgerLines('killed')
  // The first line of a run says that it was started; the first run is killed after some student, for there to be one.
  const enough = before + 2 + Math.floor(random(4))
  const early = before > 1 && Math.random() < 0.2
  let over = false
  const { exitCode } = await folder.grade4(args, {
    interrupt: async (kill) => {
      if (early) await sleep(random(1500))
      while (!early && !over && (await folder.ledgerLines('killed')) < enough) await sleep(2)
      await sleep(random(40))
      kill('SIGKILL')
    },
  })
  over = true
  return exitCode
}

test(`a batch of ${STUDENTS} killed at ${KILLS} random moments ends with an uninterrupted one's files`, {
  timeout: 600_000,
}, async () => {
  const whole = await folder.grade4(['batch', 'roster.csv', '--out', 'whole'])
  const args = ['batch', 'roster.csv', '--out', 'killed', '--concurrency', '2']
  for (let kills = 0; kills < KILLS; kills += 1) {
    // A run that is done before its moment comes would not be killed; with so many students none is.
    expect([kills, await runAndKill(args)]).toEqual([kills, null])
  }
  const ended = await folder.grade4(args)
  expect(ended.exitCode).toBe(whole.exitCode)
  expect(ended.stderr).toMatch(/going on in killed: [1-9]\d* of \d+ are graded already/)
  const rows = (await folder.text('killed', 'grades.csv')).trim().split('\n').slice(1)
  expect(rows.map((row) => row.split(',')[0])).toEqual(
    class_.students.map(({ student }) => student.login),
  )
  expect(await folder.outputsOf('killed')).toEqual(await folder.outputsOf('whole'))
})
