import { expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass, STATES } from '../../fixtures/mixed-class.js'
import { ClassFolder } from './class-folder.js'

/** The ways that GitHub's record of a run may stand to main.yml, each with the scenario that shows it. */
const WAYS = {
  'it agrees, a matrix, steps without names': 'unnamed-steps-of-a-matrix',
  'it agrees in several attempts': 'attempts',
  'skipped for real': 'push-skipped',
  'a whole job skipped for real': 'job-skipped',
  'failed for real': 'failed-for-real',
  'succeeded for real': 'step-succeeded',
  'another file at the commit of the run': 'other-file',
  'no jobs': 'no-jobs',
  'one of two steps of the same name': 'unnamed-step-skipped',
  'a time that only the run shows': 'time-by-node',
}

const HELD = STATES.filter(({ name }) =>
  Object.values(WAYS).some((way) => name === `reality/${way}`),
)

test("grade4 batch holds each student's run against GitHub's record", {
  timeout: 120_000,
}, async () => {
  expect(HELD).toHaveLength(Object.keys(WAYS).length)
  const class_ = mixedClass(HELD.length, HELD)
  const cloud = await startCloud(class_.world)
  const folder = await ClassFolder.make(class_, cloud)
  try {
    await folder.grade4(['batch', 'roster.csv', '--out', 'out'])
    const { given, wanted } = await folder.verdicts('out')
    expect(given).toEqual(wanted)
    let compared = 0
    for (const { student, scenario } of class_.students) {
      const { reality } = await folder.reportOf('out', student.login)
      const { reason, ...as } = scenario.reality ?? {}
      expect.soft(reality, scenario.name).toMatchObject(as)
      if (reason !== undefined) expect.soft(reality?.reason, scenario.name).toMatch(reason)
      if (reality?.compared) compared += 1
    }
    const summary = JSON.parse(await folder.text('out', 'summary.json'))
    expect(summary.reality).toMatchObject({ compared, disagreed: expect.any(Number) })
    expect(summary.reality.disagreed).toBe(5)
  } finally {
    await cloud.close()
    await folder.remove()
  }
})
