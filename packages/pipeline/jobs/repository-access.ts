import type { JobRun } from './job-run.js'

/**
 * Whether a job's own token may read the repository's files: it may where `contents` is granted, and
 * everybody may read a public repository. Where it is not known whether it is public, that is a choice.
 */
export function mayReadRepository(run: JobRun): boolean {
  if (run.permissions.contents) return true
  const isPrivate = run.push.world.input.github.repository?.private ?? null
  if (isPrivate !== null) return !isPrivate
  return !run.push.world.choices.take('private repository', null, {
    because:
      'whether the repository is private is not known, and a public one could be checked out',
    remedy: 'Set GITHUB_TOKEN to a token that may read the repository.',
  })
}
