import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import { repositoryNameOf } from '../evidence/repository-name.js'
import type { RepositoryName } from '../evidence/subject.js'

const run = promisify(execFile)

const PATIENCE_MS = 5_000

/** Remotes of a clone that are looked at. */
const MOST_REMOTES = 10

/**
 * What a clone's own settings may not do to us. The commands asked for start no program of the clone's
 * by themselves; this keeps it so, and keeps a bare repository among a clone's files from posing as one.
 * Source: git's documentation, "git-config", core.fsmonitor and safe.bareRepository.
 */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'safe.bareRepository=explicit', '--no-pager', '--no-optional-locks'],
]

/** The clone that a folder lies in. */
export interface Clone {
  /** GitHub repository that it came from; `null`: no remote of it is on GitHub. */
  readonly repository: RepositoryName | null
  /** Its top folder, absolute. */
  readonly folder: string
  /** Where main.yml is, absolute; there may be no such file. */
  readonly workflow: string
  /** It holds a CDK app and no main.yml: the infrastructure, and not the app that the pipeline delivers. */
  readonly isCdkApp: boolean
}

/** The clone that `folder` lies in; `null`: none, or git is not there. */
export async function cloneAt(folder: string): Promise<Clone | null> {
  const top = await git(folder, ['rev-parse', '--show-toplevel'])
  if (top === null) return null
  const workflow = join(top, WORKFLOW_PATH)
  return {
    folder: top,
    repository: await repositoryOf(folder),
    workflow,
    isCdkApp: existsSync(join(top, 'cdk.json')) && !existsSync(workflow),
  }
}

/**
 * The first remote on GitHub: origin, then upstream, then any. Each address is read as git would use it, and as
 * it is written: `insteadOf` may lead to a mirror or to a host that only the caller's ssh knows.
 */
async function repositoryOf(folder: string): Promise<RepositoryName | null> {
  const names = (await git(folder, ['remote']))?.split('\n').slice(0, MOST_REMOTES) ?? []
  for (const name of ['origin', 'upstream', ...names]) {
    if (!names.includes(name)) continue
    for (const command of [
      ['remote', 'get-url', '--', name],
      ['config', '--get', `remote.${name}.url`],
    ]) {
      const url = await git(folder, command)
      const repository = url === null ? null : await repositoryOfUrl(url)
      if (repository !== null) return repository
    }
  }
  return null
}

/** The GitHub repository of a git URL whose host may be an alias of the caller's ssh configuration. */
async function repositoryOfUrl(url: string): Promise<RepositoryName | null> {
  const direct = repositoryNameOf(url)
  if (direct !== null) return direct
  const [, host, path] =
    /^(?:ssh:\/\/)?(?:[\w-]+@)?([A-Za-z\d][\w.-]*)(?::|\/)\/?([^/:]+\/[^/]+)$/.exec(url) ?? []
  if (
    host === undefined ||
    path === undefined ||
    url.includes('://') !== url.startsWith('ssh://')
  ) {
    return null
  }
  const settings = await output('ssh', ['-G', '--', host])
  const isGithub = /^hostname (ssh\.)?github\.com$/im.test(settings ?? '')
  return isGithub ? repositoryNameOf(`git@github.com:${path}`) : null
}

async function git(folder: string, args: readonly string[]): Promise<string | null> {
  return await output('git', [...SAFE, '-C', folder, ...args])
}

/** What a program prints; `null`: nothing, it failed, or it is not there. */
async function output(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run(program, args, { timeout: PATIENCE_MS })
    return stdout.trim() || null
  } catch {
    return null
  }
}
