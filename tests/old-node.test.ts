import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const COMMAND = fileURLToPath(new URL('../dist/start.cjs', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-old-node-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the command on this Node.js under the number of another. `bench/nodes.ts` runs it on real old ones. */
async function runAs(
  version: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const disguise = join(folder, 'disguise.cjs')
  const text = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  await writeFile(disguise, text)
  return await new Promise((resolve) => {
    const args = ['--require', disguise, COMMAND, '--version']
    const child = execFile(process.execPath, args, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

test.each(['10.24.1', '18.20.8', '20.18.3'])(
  'Node.js %s is refused with what to install',
  async (version) => {
    const { code, stdout, stderr } = await runAs(version)
    expect(stdout).toBe('')
    expect(stderr).toBe(
      `grade4: this is Node.js ${version}; grade4 needs 20.19 or newer. Install it from https://nodejs.org (or: nvm install 22), then run grade4 again.\n`,
    )
    expect(code).toBe(2)
  },
)

test.each(['20.19.0', '22.0.0', '26.1.0'])('Node.js %s starts grade4', async (version) => {
  expect(await runAs(version)).toMatchObject({ code: 0, stderr: '' })
})
