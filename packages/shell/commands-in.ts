import { forEachChild, parse, type SyntaxNode } from 'unbash'
import { Budget } from './budget.js'
import { SUPPORTED as PROGRAMS } from './programs/supported.js'
import { payToRead } from './script.js'
import { SUPPORTED_BUILTINS } from './supported.js'

/** What stands in a text of shell, whether it runs or not; what is expanded as it is written, comments left out. */
export interface Written {
  /** Each as its words: the name, the arguments without their quotes, where its input comes from and its output goes. */
  readonly commands: readonly (readonly string[])[]
  /** Each assignment, which may be of what becomes a command. */
  readonly assignments: readonly string[]
}

/**
 * The commands and the assignments that a text of shell holds. Of a text that bash can't read, the commands before the place where it stops.
 * Throws `UnknownError` where reading it takes too long.
 */
export function commandsIn(text: string): Written {
  payToRead(text, new Budget())
  const commands: string[][] = []
  const assignments: string[] = []
  const visit = (node: SyntaxNode): void => {
    const words = node.type === 'Command' ? wordsOf(node) : []
    if (words.length > 0) commands.push(words)
    if (node.type === 'Assignment') assignments.push(node.text)
    forEachChild(node, visit)
  }
  for (const statement of parse(text).commands) visit(statement)
  return { commands, assignments }
}

function wordsOf(command: SyntaxNode & { type: 'Command' }): string[] {
  const { name, args, redirects } = command
  const words = args.map((word) => (word.type === 'Word' ? word.value : word.text))
  const files = redirects.map((one) =>
    one.type === 'HereDoc' ? one.body.text : (one.target?.value ?? ''),
  )
  return [...(name === undefined ? [] : [name.value]), ...words, ...files]
}

/** Of the builtins and programs that are followed: those whose arguments may be commands, or hold some. */
const RUNS_OTHERS = new Set(
  '. awk builtin command eval exec find sed source split tar trap'.split(' '),
)

/** Whether a command of that name is a builtin or a program that does no more than its arguments say. */
export function runsNoOther(name: string): boolean {
  const program = PROGRAMS.get(name)
  const isFollowed = SUPPORTED_BUILTINS.has(name) || program?.traits.has('starts') === false
  return isFollowed && !RUNS_OTHERS.has(name)
}
