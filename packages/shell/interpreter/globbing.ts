import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { hasWildcards, matchesPattern, type Pattern, unquotedPattern } from './pattern.js'
import type { Shell } from './shell.js'

/**
 * The paths that an argument's wildcards match, sorted; `null` where the argument stays as it is.
 * Throws `UnknownError` in a folder whose files the grader doesn't have.
 */
export async function expandPaths(shell: Shell, pattern: Pattern): Promise<string[] | null> {
  if (!hasWildcards(pattern) || hasHole(pattern)) return null
  if (shell.shopt.has('globstar') && pattern.includes('**')) {
    throw cannotFollow('the script uses ** to find files, which the grader lacks')
  }
  const segments = pattern.split('/')
  const absolute = segments[0] === ''
  let paths = [absolute ? '/' : '']
  for (const segment of absolute ? segments.slice(1) : segments) {
    const next: string[] = []
    for (const path of paths) next.push(...(await matchesIn(shell, path, segment)))
    shell.host.budget.words(next.length)
    paths = next
  }
  if (paths.length > 0) return paths.sort()
  if (shell.shopt.has('failglob')) throw cannotFollow('the script sets failglob')
  return shell.shopt.has('nullglob') ? [] : null
}

async function matchesIn(shell: Shell, directory: string, segment: Pattern): Promise<string[]> {
  const { files: fs } = shell.host
  const join = (name: string) =>
    directory === '' || directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`
  if (!hasWildcards(segment)) {
    const path = join(unquotedPattern(segment))
    const there = await fs.exists(shell.path(path))
    // Behind a slash at the end only a folder matches.
    const matches = there && (segment !== '' || (await fs.stat(shell.path(path))).isDirectory)
    return matches ? [path] : []
  }
  const where = shell.path(directory === '' ? '.' : directory)
  if (fs.isUnlisted(where)) {
    throw cannotFollow(
      'the script looks for files by a pattern, and the grader does not have the files',
    )
  }
  if (!(await fs.exists(where)) || !(await fs.stat(where)).isDirectory) return []
  const hidden = segment.startsWith('.') || shell.shopt.has('dotglob')
  const ignoreCase = shell.shopt.has('nocaseglob')
  return (await fs.readdir(where))
    .filter((name) => hidden || !name.startsWith('.'))
    .filter((name) => matchesPattern(segment, name, shell.host.budget, ignoreCase))
    .map(join)
}
