import { hasHole } from '@grade4/unknown'

/**
 * Names and values that a script wrote to `$GITHUB_OUTPUT` or `$GITHUB_ENV`.
 * `unread`: a part that is not known, and may set any others; `null` where there is none.
 */
export type FileCommands =
  | {
      readonly state: 'read'
      readonly values: ReadonlyMap<string, string>
      readonly unread: string | null
    }
  | { readonly state: 'failed'; readonly because: string }

/**
 * Reads such a file: `NAME=VALUE` lines, and `NAME<<DELIMITER` blocks.
 * Source: actions/runner, `FileCommandManager`, `EnvFileKeyValuePairs`.
 */
export function readFileCommands(content: string): FileCommands {
  const values = new Map<string, string>()
  let unread: string | null = null
  const lines = content.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    if (hasHole(line.split(/=|<</, 1)[0] ?? '')) {
      unread ??= line
      continue
    }
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) return failed(`Invalid format '${line}'. Name must not be empty`)
      values.set(line.slice(0, equals), line.slice(equals + 1))
      continue
    }
    // It may end a block that began in the part before it.
    if (heredoc < 0 && unread !== null) continue
    const name = line.slice(0, Math.max(heredoc, 0))
    const delimiter = line.slice(heredoc + 2)
    if (heredoc < 0) return failed(`Invalid format '${line}'`)
    if (name === '' || delimiter === '') {
      return failed(
        `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`,
      )
    }
    const end = lines.indexOf(delimiter, at + 1)
    if (end < 0) return failed(`Invalid value. Matching delimiter not found '${delimiter}'`)
    values.set(name, lines.slice(at + 1, end).join('\n'))
    at = end
  }
  return { state: 'read', values, unread }
}

function failed(because: string): FileCommands {
  return { state: 'failed', because }
}
