import { type CommandNode, literalText, type StatementNode, type WordNode } from './ast.js'

const WRITERS = new Set([':', 'true', 'echo', 'printf'])

/** Whether a command does nothing but write to standard output and end with 0, whatever happened before. */
export function isHarmless(command: CommandNode): boolean {
  if (command.type === 'Group')
    return command.redirections.length === 0 && allHarmless(command.body)
  if (command.type !== 'SimpleCommand' || command.assignments.length > 0) return false
  if (command.redirections.some(({ operator, target }) => operator !== '>&' && !isNull(target))) {
    return false
  }
  const name = literalText(command.name)
  return name !== null && WRITERS.has(name) && command.args.every(isPlain)
}

/** Whether statements do nothing but write to standard output and end with 0. */
export function allHarmless(statements: readonly StatementNode[]): boolean {
  return statements.every(
    ({ background, deferredError, pipelines }) =>
      !background &&
      deferredError === undefined &&
      pipelines.every(
        ({ commands, negated }) => !negated && commands.length === 1 && commands.every(isHarmless),
      ),
  )
}

function isNull(target: unknown): boolean {
  return isWord(target) && literalText(target) === '/dev/null'
}

function isWord(target: unknown): target is WordNode {
  return typeof target === 'object' && target !== null && 'type' in target && target.type === 'Word'
}

/** A word whose expansion runs nothing and assigns nothing. */
function isPlain(word: WordNode): boolean {
  return word.parts.every((part) => {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'Escaped':
      case 'TildeExpansion':
        return true
      case 'ParameterExpansion':
        return part.operation === null
      case 'DoubleQuoted':
        return isPlain({ type: 'Word', parts: part.parts })
      default:
        return false
    }
  })
}
