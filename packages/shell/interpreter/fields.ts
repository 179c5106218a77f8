import { cannotFollow, hasHole, mayBeSplit } from '@grade4/unknown'
import {
  hasWildcards,
  matchesPattern,
  type Pattern,
  quotedPattern,
  unquotedPattern,
} from './pattern.js'
import type { Shell } from './shell.js'

/** A stretch of an expanded word. */
export interface Piece {
  readonly text: string
  /**
   * `quoted`: as it is. `plain`: wildcards count. `splits`: wildcards count, and it splits into fields.
   * `break`: between two elements of `$@`; `text` is what joins them where nothing splits.
   */
  readonly kind: 'quoted' | 'plain' | 'splits' | 'break'
}

/** One argument before its wildcards are looked up. */
interface Field {
  readonly text: string
  readonly pattern: Pattern
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

/**
 * The fields of an expanded word.
 * White space of IFS separates fields in runs, its other characters one by one.
 */
export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const fields: Field[] = []
  let field: Field | null = null
  const add = (text: string, pattern: Pattern, uncertain = false) => {
    const { text: before = '', pattern: old = '', uncertain: was = false } = field ?? {}
    field = { text: before + text, pattern: old + pattern, uncertain: was || uncertain }
  }
  const end = () => {
    if (field !== null) fields.push(field)
    field = null
  }
  for (const { text, kind } of pieces) {
    if (kind === 'break') end()
    else if (kind === 'quoted') add(text, quotedPattern(text))
    else if (kind === 'plain') add(text, text)
    // After white space that ended a field, a separator belongs to the same delimiter.
    else {
      let isEnded = false
      for (const [, word, separator = ''] of text.matchAll(separatedBy(ifs))) {
        const isBlank = ' \t\n'.includes(separator)
        if (word !== undefined) add(word, word, mayBeSplit(word))
        else if (!isBlank && !isEnded && field === null) add('', '')
        isEnded = word === undefined && isBlank && (isEnded || field !== null)
        if (word === undefined) end()
      }
    }
  }
  end()
  return fields
}

/** Finds runs of other characters, and separators one by one. */
function separatedBy(ifs: string): RegExp {
  if (ifs === '') return /(.+)/gs
  const set = ifs.replace(/[\\\]^-]/g, '\\$&')
  return new RegExp(`([^${set}]+)|([${set}])`, 'g')
}

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
    // Behind a slash at the end only a folder matches.
    const at = shell.path(path)
    return (await (segment === '' ? files.isFolder(at) : files.exists(at))) ? [path] : []
  }
  const where = shell.path(directory === '' ? '.' : directory)
  if (files.isUnlisted(where)) {
    // Unquoted, an element of a list in a query (`services[0].status`): no file has such a name.
    if (directory === '' && hasOnlyBrackets(segment)) return []
    throw cannotFollow(
      'the script looks for files by a pattern, and the grader does not have the files',
    )
  }
  if (!(await files.isFolder(where))) return []
  const hidden = segment.startsWith('.')
  const names = await files.readdir(where)
  if (names.some(hasHole) && segment !== '*') throw shell.undecided(...names)
  return names
    .filter((name) => (hidden || !name.startsWith('.')) && matchesPattern(segment, name, budget))
    .map(join)
}
