import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_POINTS } from '../checks/rubric.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'
import { runGrade4 } from './run-command.js'

const REPO = ['--repo', 'ada/yoctogram-app']

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'grade4-home-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

test('the second grade tells what changed since the first', { timeout: 120_000 }, async () => {
  const world = referenceWorld()
  const cloud = await startCloud(world)
  try {
    const env = { ...cloud.environment(world.account.id), XDG_CACHE_HOME: home }
    world.role.maxSessionSeconds = 43_200
    const first = await runGrade4(REPO, env)
    expect(first.stdout).toContain(`${MAX_POINTS - 5} / ${MAX_POINTS}\n`)

    // Some checks are no grade to compare with.
    const some = await runGrade4([...REPO, '--only', 'role'], env)
    expect(some.stdout).toMatch(/30 \/ 35\n$/)

    world.role.maxSessionSeconds = 3600
    world.repository.visibility = 'public'
    const second = await runGrade4(REPO, env)
    expect(second.stdout).toContain(`${MAX_POINTS - 2} / ${MAX_POINTS}\n`)
    expect(second.stdout).toMatch(
      / {2}Since your last run, .* ago:\n {2}\+5, role\.session now passes\n {2}-2, repo\.private no longer passes\n$/,
    )
    expect(second.stderr).toBe('')
    expect(await readdir(join(home, 'grade4', 'last-runs'))).toHaveLength(1)
  } finally {
    await cloud.close()
  }
})
