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
 * Makes the files anew by which a step talks to the runner. Their names end in what is not known before.
 * Source: actions/runner, `FileCommandManager`.
 */
export async function makeCommandFiles(run: JobRun): Promise<void> {
  const { fs } = run.machine
  for (const path of run.ofStep.values()) await fs.rm(path, { force: true })
  run.ofStep.clear()
  fs.mkdirSync(FOLDER, { recursive: true })
  const end = run.push.world.holes.hole(NAME, 'name')
  for (const [key, name] of Object.entries(NAMES)) {
    const path = `${FOLDER}/${name}_${end}`
    fs.writeFileSync(path, '')
    run.ofStep.set(`github.${key}`, path)
  }
}

/** What the step has written to such a file. */
export function commandFile(run: JobRun, key: keyof typeof NAMES): Promise<string> {
  return run.machine.fs.readFile(run.ofStep.get(`github.${key}`) ?? '')
}

const NAME = {
  because: "the names of the runner's own files are not known before a run",
  remedy: 'The course staff has to grade what depends on them by hand, with a log of a run.',
}
