import type { CompoundList, PipelineNode, Redirection, Word, WordPart } from 'unbash'

const WRITERS = /^(:|true|echo|printf)$/

/** Puts what it gets on standard output, or in a file that is named by these options. */
const SENDER = 'curl'
const TO_A_FILE = /^(?:-[a-zA-Z]*[oOD]|--(?:output|remote-name|dump-header|cookie-jar)|-c$)/

/**
 * Whether a command does nothing but write to standard output, or send a message, and end with 0, whatever happened
 * before. A message is taken to be sent.
 */
export function isHarmless(command: PipelineNode): boolean {
  if (command.type === 'BraceGroup') return allHarmless(command.body)
  if (command.type !== 'Command' || command.name === undefined) return false
  const { name, args, redirects, prefix } = command
  const isSender = name.value === SENDER && !args.some(({ text }) => TO_A_FILE.test(text))
  const isPlainCall =
    name.parts === undefined && prefix.length === 0 && (isSender || WRITERS.test(name.value))
  return (
    isPlainCall &&
    args.every((arg) => arg.type === 'Word' && isPlain(arg)) &&
    redirects.every(goesNowhere)
  )
}

/** Whether statements do nothing but write to standard output and end with 0. */
export function allHarmless({ commands }: CompoundList): boolean {
  return commands.every(
    ({ command, background }) => !background && command.type !== 'AndOr' && isHarmless(command),
  )
}

function goesNowhere({ type, operator, ...redirection }: Redirection): boolean {
  const target = 'target' in redirection ? redirection.target?.text : undefined
  return type === 'Redirect' && (operator === '>&' || target === '/dev/null')
}

/** A word whose expansion runs nothing and assigns nothing. */
function isPlain({ parts = [] }: Word): boolean {
  const isPlainPart = (part: WordPart): boolean => {
    if (part.type === 'DoubleQuoted') return part.parts.every(isPlainPart)
    if (part.type === 'ParameterExpansion')
      return part.operation === undefined && part.index === undefined
    return /^(Literal|SingleQuoted|AnsiCQuoted|SimpleExpansion)$/.test(part.type)
  }
  return parts.every(isPlainPart)
}
