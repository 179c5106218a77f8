import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fromUrl } from 'hosted-git-info'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import type { RepositoryName } from '../evidence/subject.js'

const run = promisify(execFile)

const PATIENCE_MS = 5_000

/**
 * What a clone's own settings may not do to us. The two commands asked for start no program of the clone's
 * by themselves; this keeps it so, and keeps a bare repository among a clone's files from posing as one.
 * Source: git's documentation, "git-config", core.fsmonitor and safe.bareRepository.
 */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'safe.bareRepository=explicit', '--no-pager', '--no-optional-locks'],
]

/** The GitHub repository that a git URL names, in any spelling git takes; `null` for other hosts. */
export function repositoryOfUrl(url: string): RepositoryName | null {
  const hosted = fromUrl(url.trim())
  return hosted?.type === 'github' && hosted.user
    ? { owner: hosted.user, name: hosted.project }
    : null
}

/** The GitHub repository that the clone in `folder` came from; `null` when it is no clone of one. */
export async function repositoryOfClone(folder: string): Promise<RepositoryName | null> {
  const url = await git(folder, ['remote', 'get-url', 'origin'])
  return url === null ? null : repositoryOfUrl(url)
}

/** Where main.yml is in the clone that `folder` lies in; `null` when it lies in none. */
export async function workflowOfClone(folder: string): Promise<string | null> {
  const top = await git(folder, ['rev-parse', '--show-toplevel'])
  return top === null ? null : join(top, WORKFLOW_PATH)
}

/** What git prints, or `null`: no git, no clone, no such remote. */
async function git(folder: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run('git', [...SAFE, '-C', folder, ...args], { timeout: PATIENCE_MS })
    return stdout.trim() || null
  } catch {
    return null
  }
}
