import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_POINTS } from '../checks/rubric.js'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'
import { workflowText } from '../fixtures/workflows/files.js'
import { COMMAND, NO_NETWORK, runGrade4 } from './run-command.js'

const RIGHT = workflowText('reference')

/** `grade4 watch` in a folder of its own. */
class Watch {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #lines: AsyncIterator<string>
  readonly #complaints: AsyncIterator<string>

  constructor(
    folder: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) {
    this.#child = spawn(process.execPath, [COMMAND, 'watch', ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]()
    this.#complaints = createInterface(this.#child.stderr)[Symbol.asyncIterator]()
  }

  /** The next line on standard output, without its time. */
  async shown(): Promise<string> {
    return String((await this.#lines.next()).value).replace(/^\S+ /, '')
  }

  /** The next line on standard error. */
  async complained(): Promise<string> {
    return String((await this.#complaints.next()).value)
  }

  /** Ctrl-C; gives the exit code. */
  async interrupt(): Promise<unknown> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGINT')
    return await ended
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-watch-test-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('tells of each save what it changed, and asks the account once', async () => {
  execFileSync('git', ['init', '--quiet', folder])
  const file = join(folder, WORKFLOW_PATH)
  await mkdir(dirname(file), { recursive: true })
  // As editors do.
  const save = async (text: string) => {
    await writeFile(`${file}~`, text)
    await rename(`${file}~`, file)
  }
  await save(RIGHT)
  const world = referenceWorld()
  const cloud = await startCloud(world)
  const watch = new Watch(folder, [], cloud.environment(world.account.id))
  try {
    expect(await watch.shown()).toBe(`${MAX_POINTS}/${MAX_POINTS}`)
    const asked = cloud.log.length

    await save(RIGHT.replaceAll('linux/arm64', 'linux/amd64'))
    expect(await watch.shown()).toBe(
      `${MAX_POINTS - 11}/${MAX_POINTS} -workflow.build -workflow.push`,
    )
    // The same again changes nothing, and is not shown.
    await save(RIGHT.replaceAll('linux/arm64', 'linux/amd64'))
    await save(RIGHT)
    expect(await watch.shown()).toBe(`${MAX_POINTS}/${MAX_POINTS} +workflow.build +workflow.push`)
    expect(cloud.log.length).toBe(asked)

    await save('on: [push')
    expect(await watch.shown()).toMatch(/^\d+\/\d+( -workflow\.\w+)+$/)
    expect(await watch.interrupt()).toBe(0)
  } finally {
    watch.kill()
    await cloud.close()
  }
})

test('grades cdk.out again when cdk synth has written it anew, without an account', async () => {
  const synthesize = async (app: string) => {
    const out = join(folder, 'cdk.out')
    // As cdk synth does, over what stands there: the folder stays the one that is watched.
    await cp(fileURLToPath(new URL(`../fixtures/templates/2.276.0/${app}`, import.meta.url)), out, {
      recursive: true,
    })
  }
  await synthesize('reference')
  const watch = new Watch(folder, ['--repo', 'ada/yoctogram-app'], NO_NETWORK)
  try {
    expect(await watch.shown()).toBe(`60/${MAX_POINTS}`)
    await synthesize('other-branch')
    expect(await watch.shown()).toBe(`50/${MAX_POINTS} -role.subject`)
    await synthesize('asset-image')
    expect(await watch.shown()).toBe(`45/${MAX_POINTS} +role.subject -ecs.image`)
    await writeFile(join(folder, 'cdk.out', 'manifest.json'), '{')
    expect(await watch.complained()).toMatch(/^grade4: cdk\.out\/manifest\.json .+\.$/)
    await synthesize('reference')
    expect(await watch.shown()).toBe(`60/${MAX_POINTS} +ecs.image`)
    expect(await watch.interrupt()).toBe(0)
  } finally {
    watch.kill()
  }
})

test('Ctrl-C ends it while an account is looked at, and leaves nothing behind', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  const url = `http://127.0.0.1:${address.port}`
  await writeFile(join(folder, 'main.yml'), RIGHT)
  const watch = new Watch(folder, ['--workflow', 'main.yml', '--repo', 'ada/yoctogram-app'], {
    TMPDIR: folder,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'FAKE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    GITHUB_API_URL: url,
  })
  try {
    await once(silent, 'request')
    expect(await watch.interrupt()).toBe(0)
    expect(await watch.complained()).toBe('undefined')
    expect(await readdir(folder)).toEqual(['main.yml'])
  } finally {
    watch.kill()
    silent.closeAllConnections()
    silent.close()
  }
})

test('wants something to watch', async () => {
  const { exitCode, stdout, stderr } = await runGrade4(['watch'], NO_NETWORK)
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'grade4: There is no main.yml and no cdk.out to watch here: name one with --workflow FILE or --template PATH. Try: grade4 --help\n',
  })
})
