import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { group } from 'd3-array'
import { strToU8, type Zippable, zipSync } from 'fflate'
import writeFileAtomic from 'write-file-atomic'
import { UsageError } from '../evidence/usage-error.js'
import { BatchFolder, PRIVATE_FILE } from '../grading/batch/folder.js'
import { readLedger, type StudentEntry } from '../grading/batch/ledger.js'
import manifest from '../package.json' with { type: 'json' }
import { EXIT } from './exit-code.js'
import type { Surroundings } from './surroundings.js'
import { VERSION } from './version.js'

/** Run once, when Gradescope builds the image. */
const RESULTS_SETUP = `#!/usr/bin/env bash
set -euo pipefail
command -v python3 >/dev/null || (apt-get update && apt-get install -y --no-install-recommends python3)
`

/**
 * Run for each submission. Paths: gradescope-autograders documentation, "Autograder Specifications" and
 * "Submission Metadata". Without results.json Gradescope shows a failed autograder and gives no score: no silent 0.
 */
const HAND_OUT = `#!/usr/bin/env python3
"""Hands out the result that grade4 stored for whoever submitted. Runs nothing that was submitted."""
import hashlib
import json
import pathlib
import shutil
import sys

root = pathlib.Path(__file__).resolve().parent
users = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8")).get("users", [])
emails = [str(user.get("email", "")).strip().lower() for user in users]
for email in emails:
    stored = root / "source" / "stored" / (hashlib.sha256(email.encode()).hexdigest() + ".json")
    if stored.is_file():
        (root / "results").mkdir(exist_ok=True)
        shutil.copyfile(stored, root / "results" / "results.json")
        sys.exit(0)
sys.exit("grade4 has no result for " + (", ".join(emails) or "nobody") + ". Is the e-mail in the roster the one on Gradescope?")
`

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
  const files: Zippable = { 'setup.sh': program(RESULTS_SETUP), run_autograder: program(HAND_OUT) }
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
  const [, email = ''] =
    Object.entries(row.other).find(([name]) => name.toLowerCase() === 'email') ?? []
  return email.trim().toLowerCase()
}

/** Run once, when Gradescope builds the image: its own Node.js is too old, its npm is enough to fetch another. */
const GRADER_SETUP = `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "\${BASH_SOURCE[0]}")/grade4"
command -v npm >/dev/null || (apt-get update && apt-get install -y --no-install-recommends npm)
npm install --no-audit --no-fund
`

/**
 * Run for each submission. Only reads what was handed in. Exit codes: 2 is wrong use, here of the hand-in; after it
 * there is no report. Paths: gradescope-autograders documentation, "Autograder Specifications".
 */
const GRADE = `#!/usr/bin/env bash
set -u
root=$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$root/results"
cd "$root/submission" || exit 1
find_first() { find . -name node_modules -prune -o "$@" -print0 | sort -z | head -z -n 1 | tr -d '\\0'; }
arguments=()
template=$(find_first -type d -name cdk.out)
[ -n "$template" ] || template=$(find_first -type f -name '*.template.json')
[ -z "$template" ] || arguments+=(--template "$template")
workflow=$(find_first -type f -path '*/.github/workflows/main.yml')
[ -n "$workflow" ] || workflow=$(find_first -type f -name main.yml)
[ -z "$workflow" ] || arguments+=(--workflow "$workflow")
if [ \${#arguments[@]} -eq 0 ]; then
  cat >"$root/results/results.json" <<'END'
{"score": 0, "output": "Nothing to grade was handed in. Hand in cdk.out, which cdk synth writes, and .github/workflows/main.yml.", "output_format": "text", "tests": []}
END
  exit 0
fi
PATH="$root/source/grade4/node_modules/.bin:$PATH"
node "$root/source/grade4/dist/start.cjs" "\${arguments[@]}" --no-color --reporter terminal --reporter "gradescope=$root/results/results.json"
code=$?
# Without results.json Gradescope shows a failed autograder and gives no score: no silent 0.
[ "$code" = 1 ] || [ "$code" = 3 ] || exit "$code"
`

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
    'setup.sh': program(GRADER_SETUP),
    run_autograder: program(GRADE),
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

/** A file of an archive that can be run. */
function program(text: string): Zippable[string] {
  const UNIX = 3
  return [strToU8(text), { os: UNIX, attrs: 0o755 << 16 }]
}

/** Writes an autograder package: the whole archive, or nothing. */
async function writeArchive(path: string, files: Zippable): Promise<void> {
  await writeFileAtomic(path, Buffer.from(zipSync(files)), { mode: PRIVATE_FILE })
}
