import { execFile } from 'node:child_process'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)

/** The checkout. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']

const Packed = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
])

/** What `npm publish` would upload. */
export interface Tarball {
  readonly path: string
  /** Names within the package, such as `dist/grade4.js`. */
  readonly files: readonly string[]
  readonly bytes: number
}

/** Builds and packs into a folder. */
export async function pack(folder: string): Promise<Tarball> {
  // What the scripts print would stand before the JSON.
  const quiet = ['--silent', '--foreground-scripts=false']
  const args = ['pack', '--json', ...quiet, '--pack-destination', folder]
  const { stdout } = await run('npm', args, { cwd: ROOT })
  const [{ filename, files }] = Packed.parse(JSON.parse(stdout))
  const path = join(folder, filename)
  return { path, files: files.map((file) => file.path), bytes: (await stat(path)).size }
}

/** Installs packages in a folder, which is made when it is not there. Throws what npm says. */
export async function install(folder: string, ...args: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('npm', ['install', ...QUIET, '--prefix', folder, ...args], { cwd: folder })
}

/** What a folder takes on the disk, in bytes, as `du` counts: a file with two names once. */
export async function diskUsage(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries
      .filter((entry) => !entry.isSymbolicLink())
      .map((entry) => stat(join(entry.parentPath, entry.name))),
  )
  const blocks = new Map(files.map((file) => [file.ino, file.blocks]))
  return [...blocks.values()].reduce((sum, each) => sum + each * 512, 0)
}
