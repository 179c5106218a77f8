import { posix } from 'node:path'
import { hasHole } from '@grade4/unknown'
import { workspaceOf } from '../contexts.js'
import type { JobRun } from './job-run.js'

/**
 * Whether nothing is at a path of the job's runner, for certain: no checkout reaches there, no script made it,
 * and no step before it did what is not known. `path`: absolute, or from the workspace.
 */
export async function isMissing(run: JobRun, path: string): Promise<boolean> {
  const { fs } = run.machine
  fs.mkdirSync(workspaceOf(run.push), { recursive: true })
  const whole = posix.resolve(workspaceOf(run.push), path)
  // A runner of one's own keeps what earlier runs left there.
  if (run.runner.label.includes('self-hosted')) return false
  if (hasHole(whole) || run.mayHoldFiles) return false
  return !fs.isUnlisted(whole) && !(await fs.exists(whole))
}
