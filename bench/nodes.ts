import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { install, pack, ROOT } from './packed.js'

const run = promisify(execFile)

const VERSIONS = ['20', '22', '24', '26']

/** Those that get one line with what to install. */
const TOO_OLD = ['10', '12', '14', '16', '18', '20.10']

/** Those whose tests start no `grade4`: a minute each instead of ten. What the command does, the demo shows. */
const UNIT_TESTS = ['packages', 'facts', 'checks', 'commands', 'evidence', 'grading', 'reporters']

// The packed package's demo and the unit tests, on each version of Node that is supported: npm has their
// binaries. Arguments: the versions; all when there are none. Ends with 1 when any of them fails.
const asked = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'grade4-nodes-'))
try {
  const { path } = await pack(folder)
  await install(join(folder, 'home'), path)
  const command = join(folder, 'home/node_modules/grade4/dist/start.cjs')
  for (const version of asked.length > 0 ? asked : VERSIONS) {
    const node = await nodeOf(version)
    await tell(`Node ${(await run(node, ['--version'])).stdout.trim()}`, [
      () => demo(node, command),
      () => unitTests(node),
    ])
  }
  for (const version of asked.length > 0 ? [] : TOO_OLD) {
    const node = await nodeOf(version)
    await tell(`Node ${(await run(node, ['--version'])).stdout.trim()}`, [
      () => refusal(node, command),
    ])
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** The newest binary of a major version, for this machine. */
async function nodeOf(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const there = join(folder, `node-${version}`)
  await install(there, `${name}@${version}`)
  return join(there, 'node_modules', name, 'bin/node')
}

async function demo(node: string, command: string): Promise<string> {
  const { stdout, stderr } = await run(node, [command, 'demo'], { cwd: folder })
  if (stderr !== '') throw new Error(`The demo wrote on standard error: ${stderr}`)
  if (!/(\d+) \/ \1\b/.test(stdout)) throw new Error(stdout)
  return 'demo has every point, nothing on standard error'
}

async function refusal(node: string, command: string): Promise<string> {
  const ended = await run(node, [command, 'demo']).then(
    () => null,
    (error: { code?: unknown; stderr?: unknown }) => error,
  )
  const stderr = String(ended?.stderr)
  if (ended?.code !== 2 || !/^grade4: this is Node\.js [^\n]+\n$/.test(stderr))
    throw new Error(stderr)
  return `exit 2: ${stderr.trim()}`
}

async function unitTests(node: string): Promise<string> {
  const PATH = [join(node, '..'), process.env.PATH].join(delimiter)
  const options = { cwd: ROOT, env: { ...process.env, PATH, NO_COLOR: '1' }, maxBuffer: 2 ** 26 }
  const { stdout } = await run(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', ...UNIT_TESTS],
    options,
  )
  const [, passed] = /^ +Tests +(.*)$/m.exec(stdout) ?? []
  if (passed === undefined) throw new Error(stdout)
  return `unit tests: ${passed}`
}

async function tell(node: string, trials: readonly (() => Promise<string>)[]): Promise<void> {
  for (const trial of trials) {
    try {
      process.stdout.write(`ok    ${node}  ${await trial()}\n`)
    } catch (error) {
      process.exitCode = 1
      const {
        message,
        stdout = '',
        stderr = '',
      } = error as Error & { stdout?: string; stderr?: string }
      process.stdout.write(`FAIL  ${node}  ${message}\n${stdout}${stderr}\n`)
    }
  }
}
