import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, type Zippable } from 'fflate'
import manifest from '../package.json' with { type: 'json' }
import { EXIT } from './exit-code.js'
import { program, writeArchive } from './gradescope-archive.js'
import type { Surroundings } from './surroundings.js'
import { VERSION } from './version.js'

/** Run once, when Gradescope builds the image: its own Node.js is too old, its npm is enough to fetch another. */
const SETUP = `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "\${BASH_SOURCE[0]}")/grade4"
command -v npm >/dev/null || (apt-get update && apt-get install -y --no-install-recommends npm)
npm install --no-audit --no-fund
`

/**
 * Run for each submission. Only reads what was handed in. Exit codes: 2 is wrong use, here of the hand-in; after it
 * there is no report. Paths: gradescope-autograders documentation, "Autograder Specifications".
 */
const RUN = `#!/usr/bin/env bash
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
    'setup.sh': program(SETUP),
    run_autograder: program(RUN),
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
