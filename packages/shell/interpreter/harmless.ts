import type { CommandNode, CompoundList, Redirection, Word, WordPart } from 'unbash'

const WRITERS = new Set([':', 'true', 'echo', 'printf'])

/** Whether a command does nothing but write to standard output and end with 0, whatever happened before. */
export function isHarmless(
  command: CommandNode | { readonly type: 'Pipeline' | 'AndOr' },
): boolean {
  if (command.type === 'BraceGroup') return allHarmless(command.body)
  if (command.type !== 'Command' || command.name === undefined) return false
  const { name, prefix, suffix } = command
  return (
    name.parts === undefined &&
    WRITERS.has(name.value) &&
    [...prefix, ...suffix].every((part) =>
      part.type === 'Word' ? isPlain(part) : part.type !== 'Assignment' && goesNowhere(part),
    )
  )
}

/** Whether statements do nothing but write to standard output and end with 0. */
export function allHarmless({ commands }: CompoundList): boolean {
  return commands.every(({ command, background }) => !background && isHarmless(command))
}

function goesNowhere(redirection: Redirection): boolean {
  return (
    redirection.type === 'Redirect' &&
    (redirection.operator === '>&' || redirection.target?.text === '/dev/null')
  )
}

/** A word whose expansion runs nothing and assigns nothing. */
function isPlain({ parts }: Word): boolean {
  const plain = (part: WordPart): boolean => {
    if (part.type === 'DoubleQuoted') return part.parts.every(plain)
    if (part.type === 'ParameterExpansion')
      return part.operation === undefined && part.index === undefined
    return ['Literal', 'SingleQuoted', 'AnsiCQuoted', 'SimpleExpansion'].includes(part.type)
  }
  return parts?.every(plain) ?? true
}
