import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { atMost, plain, printFigures } from './figures.js'
import {
  architectures,
  contents,
  fromCache,
  fromCheckout,
  linters,
  situations,
  type Trial,
  types,
} from './package-trials.js'
import { diskUsage, install, pack } from './packed.js'
import { timedRun } from './timed-run.js'

const MB = 1024 ** 2

// Packs what was built, installs it as a student would, prints its sizes and times, and runs it in the places
// and states that machines are found in. Ends with 1 when anything is not as it should be.
const folder = await mkdtemp(join(tmpdir(), 'grade4-package-'))
try {
  // For somebody else to look into.
  await chmod(folder, 0o755)
  const home = join(folder, 'home')
  const modules = join(home, 'node_modules')
  const tarball = await pack(folder)
  const before = performance.now()
  await install(home, tarball.path)
  const installMs = performance.now() - before
  const npx = () => timedRun('npx', ['grade4', 'demo'], { env: process.env, cwd: home })
  const [first, second] = [await npx(), await npx()]
  printFigures(`The package, ${tarball.files.length} files`, [
    plain('tarball', tarball.bytes / MB, 'MB'),
    atMost('node_modules', (await diskUsage(modules)) / MB, 'MB', 32),
    plain('install', installMs, 'ms'),
    plain('npx grade4 demo, first run', first.wallMs, 'ms'),
    plain('npx grade4 demo, second run', second.wallMs, 'ms'),
  ])
  process.stdout.write('\n')
  for (const trial of [
    contents(tarball),
    ...linters(tarball),
    types(home),
    fromCheckout(),
    fromCache(folder, tarball),
    ...situations(folder, modules),
    ...architectures(folder, tarball),
  ]) {
    await tell(trial)
  }
} finally {
  await promisify(execFile)('chmod', ['-R', 'u+w', folder])
  await rm(folder, { recursive: true, force: true })
}

async function tell({ name, attempt }: Trial): Promise<void> {
  try {
    await attempt()
    process.stdout.write(`ok    ${name}\n`)
  } catch (error) {
    process.exitCode = 1
    const { message, stdout = '' } = error as Error & { stdout?: string }
    process.stdout.write(`FAIL  ${name}\n${message}\n${stdout}\n`)
  }
}
