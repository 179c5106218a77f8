import { byLog, hasHole } from '@grade4/unknown'
import type { JobRun } from '../jobs/job-run.js'

const FOLDER = '/home/runner/work/_temp/_runner_file_commands'

/** What a step tells the runner by a file, by the key of `github` that names it. */
const NAMES = {
  env: 'set_env',
  output: 'set_output',
  path: 'add_path',
  state: 'save_state',
  step_summary: 'step_summary',
} as const

/**
 * Names the files anew by which a step talks to the runner, and removes those of the step before. The names end in
 * what is not known before. Source: actions/runner, `FileCommandManager`.
 */
export async function nameCommandFiles(run: JobRun): Promise<void> {
  const { fs } = run.machine
  if (run.ofStep.size > 0 && (await fs.exists(FOLDER)))
    for (const path of run.ofStep.values()) await fs.rm(path, { force: true })
  run.ofStep.clear()
  const end = run.push.world.holes.hole(NAME, 'name')
  for (const [key, name] of Object.entries(NAMES))
    run.ofStep.set(`github.${key}`, `${FOLDER}/${name}_${end}`)
}

/** Makes them, empty: only a script can see them. */
export function makeCommandFiles(run: JobRun): void {
  const { fs } = run.machine
  fs.mkdirSync(FOLDER, { recursive: true })
  for (const key of Object.keys(NAMES)) fs.writeFileSync(run.ofStep.get(`github.${key}`) ?? '', '')
}

/** What the step has written to such a file. */
export function commandFile(run: JobRun, key: keyof typeof NAMES): Promise<string> {
  return run.machine.fs.readFile(run.ofStep.get(`github.${key}`) ?? '')
}

const NAME = byLog("the names of the runner's own files are not known before a run", 'them')

/**
 * Names and values that a script wrote to `$GITHUB_OUTPUT` or `$GITHUB_ENV`.
 * `unread`: a part that is not known, and may set any others; `null` where there is none.
 */
export type FileCommands =
  | {
      readonly state: 'read'
      readonly values: ReadonlyMap<string, string>
      readonly unread: string | null
    }
  | { readonly state: 'failed'; readonly because: string }

/**
 * Reads such a file: `NAME=VALUE` lines, and `NAME<<DELIMITER` blocks.
 * Source: actions/runner, `FileCommandManager`, `EnvFileKeyValuePairs`.
 */
export function readFileCommands(content: string): FileCommands {
  const values = new Map<string, string>()
  let unread: string | null = null
  const lines = content.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    if (hasHole(line.split(/=|<</, 1)[0] ?? '')) {
      unread ??= line
      continue
    }
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) return failed(`Invalid format '${line}'. Name must not be empty`)
      values.set(line.slice(0, equals), line.slice(equals + 1))
      continue
    }
    // It may end a block that began in the part before it.
    if (heredoc < 0 && unread !== null) continue
    const name = line.slice(0, Math.max(heredoc, 0))
    const delimiter = line.slice(heredoc + 2)
    if (heredoc < 0) return failed(`Invalid format '${line}'`)
    if (name === '' || delimiter === '') {
      return failed(
        `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`,
      )
    }
    const end = lines.indexOf(delimiter, at + 1)
    if (end < 0) return failed(`Invalid value. Matching delimiter not found '${delimiter}'`)
    values.set(name, lines.slice(at + 1, end).join('\n'))
    at = end
  }
  return { state: 'read', values, unread }
}

function failed(because: string): FileCommands {
  return { state: 'failed', because }
}
