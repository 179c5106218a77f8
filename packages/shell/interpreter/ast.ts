import type {
  CommandNode,
  PipelineNode,
  SimpleCommandNode,
  StatementNode,
  WordNode,
} from 'just-bash'

export type { CommandNode, PipelineNode, SimpleCommandNode, StatementNode, WordNode }

/** A command of one kind, e.g. `Command<'If'>`. */
export type Command<T extends CommandNode['type']> = Extract<CommandNode, { type: T }>
export type WordPart = WordNode['parts'][number]
/** A part of a word of one kind, e.g. `Part<'Literal'>`. */
export type Part<T extends WordPart['type']> = Extract<WordPart, { type: T }>
export type Assignment = SimpleCommandNode['assignments'][number]
export type Redirection = SimpleCommandNode['redirections'][number]
export type ParameterOperation = NonNullable<Part<'ParameterExpansion'>['operation']>
/** An operation on a parameter of one kind, e.g. `Operation<'DefaultValue'>`. */
export type Operation<T extends ParameterOperation['type']> = Extract<
  ParameterOperation,
  { type: T }
>
export type Arithmetic = Part<'ArithmeticExpansion'>['expression']
export type ArithmeticNode = Arithmetic['expression']
export type Condition = Command<'ConditionalCommand'>['expression']

/** The text of a word that needs no expansion at all; `null` for any other. */
export function literalText(word: WordNode | null): string | null {
  if (word === null) return null
  let text = ''
  for (const part of word.parts) {
    if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'Escaped') {
      text += part.value
    } else if (part.type === 'Glob' && part.pattern === '[') text += '['
    else if (part.type === 'DoubleQuoted') {
      const inner = literalText({ type: 'Word', parts: part.parts })
      if (inner === null) return null
      text += inner
    } else return null
  }
  return text
}
