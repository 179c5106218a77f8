import { expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass, STATES } from '../../fixtures/mixed-class.js'
import { WORKFLOW_PATH } from '../../fixtures/reference.js'
import { HOSTILE } from '../../packages/pipeline/test-hostile.js'
import { ClassFolder } from './class-folder.js'

const STUDENTS = 60

/** Ten ways of taking all the time and memory there is. */
const TEXTS = Object.entries(HOSTILE).slice(0, 10)

/** Where they sit: among the others, or all in front. */
const SEATS = {
  'among the others': TEXTS.map((_text, index) => 3 + index * 6),
  'in front of the others': TEXTS.map((_text, index) => index),
}

test.each(Object.entries(SEATS))(
  "ten hostile students of sixty, %s, change no word of another's report",
  { timeout: 240_000 },
  async (_where, seats) => {
    const quiet = await reportsOf([])
    const disturbed = await reportsOf(seats)
    for (const [index, report] of quiet.entries()) {
      if (!seats.includes(index)) expect(disturbed[index]).toEqual(report)
    }
  },
)

/** The checks of each student of the class, with hostile files in these seats. */
async function reportsOf(hostile: readonly number[]) {
  const class_ = mixedClass(STUDENTS, STATES)
  for (const [index, seat] of hostile.entries()) {
    const main = class_.students[seat]?.world.repository.branches.main
    const [, text] = TEXTS[index] ?? []
    if (main === undefined || text === undefined) throw new Error('There is no such student.')
    main.files[WORKFLOW_PATH] = text
  }
  const cloud = await startCloud(class_.world)
  const folder = await ClassFolder.make(class_, cloud)
  try {
    await folder.grade4(['batch', 'roster.csv', '--out', 'out'])
    return await Promise.all(
      class_.students.map(async ({ student }) => {
        const { checks, plan, score } = await folder.reportOf('out', student.login)
        const shown = { plan, score, checks: checks.map(({ durationMs: _, ...check }) => check) }
        // A timestamp is that of the grade.
        return JSON.stringify(shown, null, 2).replaceAll(/\d{13}/g, 'TIMESTAMP')
      }),
    )
  } finally {
    await folder.remove()
    await cloud.close()
  }
}
