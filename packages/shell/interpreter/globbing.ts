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
  const [first = '', ...rest] = pattern.split('/')
  const absolute = first === '' && rest.length > 0
  let paths = [absolute ? '/' : '']
  for (const segment of absolute ? rest : [first, ...rest]) {
    const next: string[] = []
    for (const path of paths) next.push(...(await matchesIn(shell, path, segment)))
    shell.host.budget.words(next.length)
    paths = next
  }
  if (paths.length > 0) return paths.sort()
  return shell.shopt.has('nullglob') ? [] : null
}

/** Whether all that is a wildcard in a pattern stands for one of a few characters. */
function hasOnlyBrackets(pattern: Pattern): boolean {
  return !/[*?(]/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''))
}

async function matchesIn(shell: Shell, directory: string, segment: Pattern): Promise<string[]> {
  const { files, budget } = shell.host
  const join = (name: string) =>
    directory === '' || directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`
  if (!hasWildcards(segment)) {
    const path = join(unquotedPattern(segment))
    const there = await files.exists(shell.path(path))
    // Behind a slash at the end only a folder matches.
    const matches = there && (segment !== '' || (await files.stat(shell.path(path))).isDirectory)
    return matches ? [path] : []
  }
  const where = shell.path(directory === '' ? '.' : directory)
  if (files.isUnlisted(where)) {
    // Unquoted, an element of a list in a query (`services[0].status`): no file has such a name.
    if (directory === '' && hasOnlyBrackets(segment)) return []
    throw cannotFollow(
      'the script looks for files by a pattern, and the grader does not have the files',
    )
  }
  if (!(await files.exists(where)) || !(await files.stat(where)).isDirectory) return []
  const hidden = segment.startsWith('.')
  const names = await files.readdir(where)
  if (names.some(hasHole) && segment !== '*') throw shell.undecided(...names)
  return names
    .filter((name) => (hidden || !name.startsWith('.')) && matchesPattern(segment, name, budget))
    .map(join)
}
