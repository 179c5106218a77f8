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

const NAME = {
  because: "the names of the runner's own files are not known before a run",
  remedy: 'The course staff has to grade what depends on them by hand, with a log of a run.',
}
