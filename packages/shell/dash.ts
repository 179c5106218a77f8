import type { Budget } from './budget.js'
import { parseShell, Unreadable } from './interpreter/parser.js'

/** Constructs of bash that dash lacks, by the node or word that shows them. */
const BASHISMS: readonly (readonly [RegExp, string])[] = [
  [/"type":"ConditionalCommand"/, '[[ … ]]'],
  [/"type":"ArithmeticCommand"/, '(( … ))'],
  [/"type":"CStyleFor"/, 'for (( … ))'],
  [/"type":"ProcessSubstitution"/, '<( … )'],
  [/"type":"BraceExpansion"/, '{a,b}'],
  [/"operator":"(<<<|&>|&>>)"/, 'a redirection of bash'],
  [/"array":\[/, 'an array'],
  [/"append":true/, '+='],
  [
    /"type":"(Substring|PatternReplacement|CaseModification|Transform|Indirection)"/,
    'an expansion of bash',
  ],
  [/"parameter":"[A-Za-z_]\w*\[/, 'an array'],
  [
    /"value":"(source|declare|typeset|shopt|mapfile|readarray|function|pipefail|let|==)"/,
    'a command of bash',
  ],
]

/** What in a script dash does not understand as bash does; `null` when there is nothing. */
export function dashProblem(script: string, budget: Budget): string | null {
  let text: string
  try {
    text = JSON.stringify(parseShell(script, budget).statements)
  } catch (error) {
    // What can't be read is told where it is run.
    if (error instanceof Unreadable) return null
    throw error
  }
  return BASHISMS.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
