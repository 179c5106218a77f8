import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { group } from 'd3-array'
import { strToU8, type Zippable, zipSync } from 'fflate'
import writeFileAtomic from 'write-file-atomic'
import { UsageError } from '../evidence/usage-error.js'
import { otherCell } from '../grading/batch/class-row.js'
import { BatchFolder, PRIVATE_FILE } from '../grading/batch/folder.js'
import { readLedger, type StudentEntry } from '../grading/batch/ledger.js'
import manifest from '../package.json' with { type: 'json' }
import { EXIT } from './exit-code.js'
import type { Surroundings } from './surroundings.js'
import { VERSION } from './version.js'

/**
 * What Gradescope runs of a package that hands out results, and of one that grades: the first once, when it builds
 * the image, whose own Node.js is too old and whose npm is enough to fetch another; the second for each submission.
 * Without results.json Gradescope shows a failed autograder and gives no score: no silent 0. That is what comes after
 * exit code 2, wrong use, here of the hand-in. The files stand beside this one, and beside the program once it is built.
 * Paths: gradescope-autograders documentation, "Autograder Specifications" and "Submission Metadata".
 */
const SCRIPTS = {
  results: ['gradescope-results-setup.sh', 'gradescope-results.py'],
  grader: ['gradescope-grader-setup.sh', 'gradescope-grader.sh'],
} as const

/**
 * `grade4 gradescope`: makes of a batch's folder an autograder package that hands out its results. Gives the exit
 * code: incomplete where students are left out. Throws `UsageError` for a folder that is none of a batch, or has no
 * e-mail.
 */
export async function gradescope(
  dir: string,
  { out }: { readonly out: string },
  { cwd, stdout, stderr }: Surroundings,
): Promise<number> {
  const folder = new BatchFolder(resolve(cwd(), dir))
  const { lastRun, students } = await readLedger(folder.ledger)
  if (lastRun === null) throw new UsageError(`${dir} holds no batch: it has no ledger.jsonl.`)
  const inOrder = [...students.values()].sort((one, other) => one.row.order - other.row.order)
  const byEmail = group(inOrder, emailOf)
  const without = byEmail.get('') ?? []
  byEmail.delete('')
  if (byEmail.size === 0) {
    throw new UsageError(`No student in ${dir} has an e-mail: add a column email to the roster.`)
  }
  const files: Zippable = await scriptsOf('results')
  const leftOut = without.map(({ row }) => `${row.student} has no e-mail`)
  for (const [email, [entry, ...others]] of byEmail) {
    if (entry === undefined) continue
    if (others.length > 0) {
      const names = [entry, ...others].map(({ row }) => row.student)
      leftOut.push(`${names.join(' and ')} have the same e-mail`)
      continue
    }
    const name = createHash('sha256').update(email).digest('hex')
    files[`stored/${name}.json`] = await readFile(folder.gradescope(entry.row.student))
  }
  await writeArchive(resolve(cwd(), out), files)
  stdout.write(`${out}: results of ${Object.keys(files).length - 2} students, by e-mail.\n`)
  for (const why of leftOut) stderr.write(`grade4: left out: ${why}.\n`)
  return leftOut.length === 0 ? EXIT.perfect : EXIT.incomplete
}

/** As Gradescope has it, whatever its case; empty where there is none. */
function emailOf({ row }: StudentEntry): string {
  return otherCell(row, 'email').trim().toLowerCase()
}

/** Node.js for the package; the newest with long-term support that grade4 is tested with. */
const NODE = '24'

/**
 * `grade4 gradescope --hand-ins`: an autograder package that grades the template and the main.yml of each submission,
 * by this very version of grade4.
 */
export async function handInsPackage(
  { out }: { readonly out: string },
  { cwd, stdout }: Pick<Surroundings, 'cwd' | 'stdout'>,
): Promise<number> {
  const { name, version, type, engines } = manifest
  const dependencies = { ...manifest.dependencies, node: NODE }
  const installed = { name, version, private: true, type, engines, dependencies }
  const files: Zippable = {
    ...(await scriptsOf('grader')),
    'grade4/package.json': strToU8(`${JSON.stringify(installed, null, 2)}\n`),
  }
  const dist = fileURLToPath(new URL('.', import.meta.url))
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(dist.length).replaceAll('\\', '/')
    files[`grade4/dist/${name}`] = await readFile(path)
  }
  await writeArchive(resolve(cwd(), out), files)
  stdout.write(`${out}: grades cdk.out and main.yml of each submission by grade4 ${VERSION}.\n`)
  return EXIT.perfect
}

/** The two programs of a package. */
async function scriptsOf(kind: keyof typeof SCRIPTS): Promise<Zippable> {
  const [setup, run] = SCRIPTS[kind]
  return { 'setup.sh': await program(setup), run_autograder: await program(run) }
}

/** A file beside this one, as one of an archive that can be run. */
async function program(name: string): Promise<Zippable[string]> {
  const UNIX = 3
  return [await readFile(new URL(name, import.meta.url)), { os: UNIX, attrs: 0o755 << 16 }]
}

/** Writes an autograder package: the whole archive, or nothing. */
async function writeArchive(path: string, files: Zippable): Promise<void> {
  await writeFileAtomic(path, Buffer.from(zipSync(files)), { mode: PRIVATE_FILE })
}
