import { expect, test } from 'vitest'
import type { Fault } from '../../fixtures/cloud/faults.js'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass } from '../../fixtures/mixed-class.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { ClassFolder } from './class-folder.js'

/** Perfect students, so that whatever fails is the weather's. */
const STUDENTS = 40

/** About half of what the class asks of GitHub. */
const QUOTA = 100

test('no fault of the weather costs a point; who is incomplete is named, and graded by the next run', {
  timeout: 240_000,
}, async () => {
  const class_ = mixedClass(STUDENTS, SCENARIOS.slice(0, 1))
  const accountOf = (index: number) => class_.students[index]?.student.account ?? ''
  const { accounts, github } = class_.world
  const missing = accounts.find(({ id }) => id === accountOf(0))
  const role = missing?.roles.findIndex(({ name }) => name === 'grade4-reader') ?? -1
  const [missingRole] = missing?.roles.splice(role, 1) ?? []
  const third = github.repositories.findIndex(({ owner }) => owner.login === 's3')
  const [deleted] = github.repositories.splice(third, 1)
  const teacher = github.tokens.find(({ login }) => login === 'teacher')
  if (teacher) teacher.rateLimit = { limit: 5000, remaining: QUOTA, resetSeconds: 3 }
  const faults: Fault[] = [
    { match: '*', kind: 'access-denied', account: accountOf(1) },
    { match: '*', kind: 'throttle', probability: 0.1, seed: 1 },
    { match: '*', kind: 'reset', probability: 0.02, seed: 2 },
  ]
  const stormy = await startCloud(class_.world, { faults })
  const folder = await ClassFolder.make(class_, stormy)
  try {
    const ended = await folder.grade4(['batch', 'roster.csv', '--out', 'out'])
    await stormy.close()
    const struck = (kind: string) => stormy.log.filter(({ fault }) => fault?.kind === kind).length
    expect([struck('throttle') > 20, struck('reset') > 5]).toEqual([true, true])
    expect(ended.stderr).toContain("GitHub's rate limit is used up; going on at")
    expect(ended.exitCode).toBe(3)
    const failed: string[] = []
    const incomplete: string[] = []
    for (const { student } of class_.students) {
      const { checks, complete } = await folder.reportOf('out', student.login)
      if (!complete) incomplete.push(student.login)
      for (const { id, status } of checks) {
        if (status === 'failed') failed.push(`${student.login} ${id}`)
      }
    }
    expect(failed).toEqual([])
    expect(incomplete).toEqual(expect.arrayContaining(['s1', 's2', 's3']))
    expect(incomplete.length).toBeLessThan(STUDENTS / 2)
    expect(ended.stdout).toContain(`Incomplete, ${incomplete.length} of ${STUDENTS}:`)
    for (const student of incomplete) expect(ended.stdout).toContain(`  ${student}  `)

    if (missingRole) missing?.roles.push(missingRole)
    if (deleted) github.repositories.push(deleted)
    if (teacher) teacher.rateLimit.remaining = 5000
    const calm = await startCloud(class_.world)
    const again = await folder.grade4(['batch', 'roster.csv', '--out', 'out'], { on: calm })
    await calm.close()
    const looked = new Set(
      calm.log.flatMap(({ repository }) => (repository === null ? [] : [repository])),
    )
    expect([...looked].sort()).toEqual(
      incomplete.map((student) => `${student}/yoctogram-app`).sort(),
    )
    expect(again.exitCode).toBe(0)
  } finally {
    await folder.remove()
  }
})
