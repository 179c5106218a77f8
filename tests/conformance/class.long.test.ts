import { expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass } from '../../fixtures/mixed-class.js'
import { ClassFolder } from '../batch/class-folder.js'
import { BEYOND_MOTO, TOLD } from './beyond-moto.js'
import { keysOf, loadState } from './load-state.js'
import { moveToPresent } from './present-day.js'
import { describeWithMoto } from './with-moto.js'

const STUDENTS = 20

await describeWithMoto('a class whose accounts are in moto_server', null, (moto) => {
  test(`${STUDENTS} accounts, each reached by its role, get their verdicts`, {
    timeout: 600_000,
  }, async () => {
    const class_ = mixedClass(STUDENTS, TOLD)
    for (const { student, world } of class_.students) {
      moveToPresent(world, new Date())
      await loadState(moto(), world, await keysOf(moto(), student.account))
    }
    const cloud = await startCloud(class_.world)
    const folder = await ClassFolder.make(class_, cloud)
    try {
      const ended = await folder.grade4(['batch', 'roster.csv', '--out', 'out'], {
        environment: { AWS_ENDPOINT_URL: moto().url },
      })
      const { given, wanted } = await folder.verdicts('out', BEYOND_MOTO)
      expect(given).toEqual(wanted)
      expect(cloud.log.filter(({ operation }) => !operation.startsWith('github:'))).toEqual([])
      // What moto can't tell leaves everybody incomplete.
      expect(ended.exitCode).toBe(3)
    } finally {
      await cloud.close()
      await folder.remove()
    }
  })
})
