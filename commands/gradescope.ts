import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { group } from 'd3-array'
import type { Zippable } from 'fflate'
import { UsageError } from '../evidence/usage-error.js'
import { BatchFolder } from '../grading/batch/folder.js'
import { readLedger, type StudentEntry } from '../grading/batch/ledger.js'
import { EXIT } from './exit-code.js'
import { program, writeArchive } from './gradescope-archive.js'
import type { Surroundings } from './surroundings.js'

/** Run once, when Gradescope builds the image. */
const SETUP = `#!/usr/bin/env bash
set -euo pipefail
command -v python3 >/dev/null || (apt-get update && apt-get install -y --no-install-recommends python3)
`

/**
 * Run for each submission. Paths: gradescope-autograders documentation, "Autograder Specifications" and
 * "Submission Metadata". Without results.json Gradescope shows a failed autograder and gives no score: no silent 0.
 */
const RUN = `#!/usr/bin/env python3
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
  const files: Zippable = { 'setup.sh': program(SETUP), run_autograder: program(RUN) }
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
