import { expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass } from '../../fixtures/mixed-class.js'
import { ClassFolder } from './class-folder.js'

const STUDENTS = 500

test(`${STUDENTS} students in as many accounts, in mixed states: each verdict is right`, {
  timeout: 600_000,
}, async () => {
  const class_ = mixedClass(STUDENTS)
  const cloud = await startCloud(class_.world)
  const folder = await ClassFolder.make(class_, cloud)
  try {
    const ended = await folder.grade4(['batch', 'roster.csv', '--out', 'out'])
    const { given, wanted } = await folder.verdicts('out')
    expect(given).toEqual(wanted)
    expect(new Set(class_.students.map(({ student }) => student.account)).size).toBe(STUDENTS)
    expect(ended.exitCode).toBe(3)
    const rows = (await folder.text('out', 'grades.csv')).trim().split('\n')
    expect(rows).toHaveLength(STUDENTS + 1)
    process.stdout.write(
      `${given.length} students, ${given.length * Object.keys(given[0]?.[1] ?? {}).length} verdicts\n`,
    )
  } finally {
    await cloud.close()
    await folder.remove()
  }
})
