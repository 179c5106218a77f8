import { forEachChild, parse, type SyntaxNode } from 'unbash'
import { Budget } from './budget.js'
import { payToRead } from './script.js'

/**
 * The commands that a text of shell holds, whether they run or not, each as its words: the name, the arguments
 * without their quotes, where its input comes from and its output goes. What is expanded stands in them as it is
 * written; comments are in none. Of a text that bash can't read, the commands before the place where it stops.
 * Throws `UnknownError` where reading it takes too long.
 */
export function commandsIn(text: string): string[][] {
  payToRead(text, new Budget())
  const found: string[][] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') found.push(wordsOf(node))
    forEachChild(node, visit)
  }
  for (const statement of parse(text).commands) visit(statement)
  return found
}

function wordsOf(command: SyntaxNode & { type: 'Command' }): string[] {
  const { name, args, redirects } = command
  const words = args.map((word) => (word.type === 'Word' ? word.value : word.text))
  const files = redirects.map((one) =>
    one.type === 'HereDoc' ? one.body.text : (one.target?.value ?? ''),
  )
  return [...(name === undefined ? [] : [name.value]), ...words, ...files]
}
