import type { JobRun } from '../jobs/job-run.js'

/** Words of what may bring the repository's files. */
const CHECKS_OUT = /check-?out|\bclone\b|\bgit\s+(?:fetch|pull|init)\b/i

/** Words of what may make a builder with emulators of its own. */
const EMULATES = /\bbuildx\s+create\b|\/[\w.-]*buildx|buildkit|qemu|binfmt/i

/**
 * Notes what a step may have prepared that the grader does not follow: somebody's action, or a script that
 * calls git or docker. Its absence is not held against later steps then. `words`: whatever tells what it does.
 */
export function notePreparations(run: JobRun, words: string): void {
  if (CHECKS_OUT.test(words)) run.mayHoldFiles = true
  if (EMULATES.test(words)) run.canBuildForeign = true
}
