import { spawn } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'
import { workflowText } from '../fixtures/workflows/files.js'
import { COMMAND, NO_NETWORK, runGrade4 } from './run-command.js'

const RIGHT = workflowText('reference')

test('grade4 watch tells of each save what it changed, and asks the account once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-watch-test-'))
  const file = join(folder, 'main.yml')
  // As editors do.
  const save = async (text: string) => {
    await writeFile(`${file}~`, text)
    await rename(`${file}~`, file)
  }
  await save(RIGHT)
  const world = referenceWorld()
  const cloud = await startCloud(world)
  const child = spawn(process.execPath, [COMMAND, 'watch', '--workflow', file], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...cloud.environment(world.account.id) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    /** The next line, without its time. */
    const told = async () => String((await lines.next()).value).replace(/^\S+ /, '')
    expect(await told()).toBe('150/150')
    const asked = cloud.log.length

    await save(RIGHT.replaceAll('linux/arm64', 'linux/amd64'))
    expect(await told()).toBe('139/150 -workflow.build -workflow.push')
    // The same again changes nothing, and is not told.
    await save(RIGHT.replaceAll('linux/arm64', 'linux/amd64'))
    await save(RIGHT)
    expect(await told()).toBe('150/150 +workflow.build +workflow.push')
    expect(cloud.log.length).toBe(asked)

    await save('on: [push')
    expect(await told()).toMatch(/^\d+\/150( -workflow\.\w+)+$/)

    child.kill('SIGINT')
    expect(await ended).toBe(0)
  } finally {
    child.kill('SIGKILL')
    await cloud.close()
    await rm(folder, { recursive: true })
  }
})

test('grade4 watch wants a main.yml', async () => {
  const { exitCode, stdout, stderr } = await runGrade4(['watch'], NO_NETWORK)
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'grade4: There is no main.yml to watch here: name it with --workflow FILE. Try: grade4 --help\n',
  })
})
