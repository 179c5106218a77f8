import { cannotFollow } from '@grade4/unknown'
import {
  type ArithmeticExpression,
  type ArithmeticFor,
  type Assignment,
  forEachChild,
  type HereDocBody,
  parse,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash'
import type { Budget } from './budget.js'
import { refusedIn, type ShellKind } from './supported.js'

/** A text of shell as it was read. */
export interface Script {
  /** What bash runs: all of it, or what stands on the lines before the one that it can't read. */
  readonly statements: readonly Statement[]
  /** Bash can't read the text to its end. */
  readonly broken: boolean
}

/** Work of reading, in units of the budget: of each character, and of each open bracket's way to the end. */
const CHARACTER = 10
const BRACKET = 0.05

const LONGEST = 200_000

/**
 * Reads a text of shell, and notes in which line each statement stands and whether it is followed.
 * `line`: of a text that stands in a script as a whole, as that of `eval` does.
 */
export function readScript(text: string, kind: ShellKind, budget: Budget, line?: number): Script {
  payToRead(text, budget)
  const { commands, errors = [] } = parse(text)
  const [error] = errors
  const source = new Source(text, kind, line)
  let end = commands.findIndex(
    (one) => !source.note(one) || (error !== undefined && one.end >= error.pos),
  )
  const broken = end !== -1 || error !== undefined
  if (end === -1) end = commands.length
  // Bash reads whole lines: what stands on the line of the error does not run.
  const from = commands[end]?.pos ?? error?.pos
  while (broken && end > 0 && !text.slice(commands[end - 1]?.end, from).includes('\n')) end--
  return { statements: commands.slice(0, end), broken }
}

/** Pays for reading a text. Throws `UnknownError` where that takes too long. */
export function payToRead(text: string, budget: Budget): void {
  budget.work(text.length * (CHARACTER + BRACKET * (text.match(/[[{(]/g)?.length ?? 0)))
  if (text.length > LONGEST) throw cannotFollow('the script is too long for the grader')
}

/** What is noted of a statement when it is read. */
interface Note {
  readonly line: number
  /** The first construct in it that is not followed, as it is written. */
  readonly refused: string | null
}

const notes = new WeakMap<Statement, Note>()

/** What was noted of a statement. */
export function noteOf(statement: Statement): Note {
  return notes.get(statement) ?? { line: 0, refused: null }
}

const headers = new WeakMap<ArithmeticFor, readonly string[]>()

/** The three texts of `for ((…; …; …))`, which the parser gives as trees. */
export function headerOf(loop: ArithmeticFor): readonly string[] {
  return headers.get(loop) ?? []
}

/** The text that the positions of nodes are in. */
class Source {
  readonly #text: string
  readonly #kind: ShellKind
  /** Where the statement before began, and its line; all are on that line where the text has none of its own. */
  readonly #at: { position: number; line: number; isFixed: boolean }

  constructor(text: string, kind: ShellKind, line?: number) {
    this.#text = text
    this.#kind = kind
    this.#at = { position: 0, line: line ?? 1, isFixed: line !== undefined }
  }

  /** Notes it of a statement and those in it; `false` where a text in it is no shell. */
  note(statement: Statement): boolean {
    const at = this.#at
    if (!at.isFixed) {
      at.line += this.#text.slice(at.position, statement.pos).split('\n').length - 1
      at.position = Math.max(at.position, statement.pos)
    }
    const { line } = at
    let refused = refusedIn(statement, this.#kind)
    let isReadable = true
    const visit = (node: SyntaxNode): void => {
      refused ??= refusedIn(node, this.#kind)
      if (node.type === 'Statement') isReadable = this.note(node) && isReadable
      else if (node.type === 'CommandExpansion' && node.text.startsWith('`')) {
        // Bash reads what stands between backquotes only when it comes to it; with escapes it is a text of its own.
        const { source, commands = [] } = node.script ?? {}
        const own = source === undefined ? this : new Source(source, this.#kind, line)
        for (const inner of commands) own.note(inner)
      } else {
        if (node.type === 'Script' && node.errors !== undefined)
          isReadable &&= node.errors.length === 0
        if (node.type === 'ArithmeticFor') {
          const written = (part?: ArithmeticExpression) =>
            this.#text.slice(part?.pos ?? 0, part?.end ?? 0)
          headers.set(node, [node.initialize, node.test, node.update].map(written))
        }
        forEachChild(node, visit)
      }
    }
    visit(statement.command)
    notes.set(statement, { line, refused })
    return isReadable
  }
}

/** Reads a short text as one command. */
function readCommand(text: string, budget: Budget) {
  budget.work(text.length * CHARACTER)
  const [statement, ...more] = parse(text).commands
  return statement?.command.type === 'Command' && more.length === 0 ? statement.command : null
}

/** Reads a text as one word; `null` when it is none. */
export function readWord(text: string, budget: Budget): Word | null {
  const [word, ...more] = readCommand(`: ${text}`, budget)?.suffix ?? []
  return word?.type === 'Word' && more.length === 0 ? word : null
}

/** Reads a text as what is assigned to a variable; `null` when it is none. */
export function readValue(text: string, budget: Budget): Word | null {
  const [assignment]: readonly (Assignment | Redirection)[] =
    readCommand(`x=${text}`, budget)?.prefix ?? []
  return assignment?.type === 'Assignment' && assignment.value.type === 'Word'
    ? assignment.value
    : null
}

/** Reads a text as it is read between double quotes in which double quotes stand for themselves. */
export function readQuoted(text: string, budget: Budget): readonly WordPart[] {
  const [document] = readCommand(`: <<\uE0F2\n${text}\n\uE0F2\n`, budget)?.suffix ?? []
  if (document?.type !== 'HereDoc') throw cannotFollow(`the grader cannot read ${text}`)
  return partsOfDocument(document.body)
}

/** What stands in a here document whose word has no quotes. */
export function partsOfDocument({ parts, text, pos, end }: HereDocBody): readonly WordPart[] {
  return (
    parts ?? [{ type: 'Literal', pos, end, text, value: text.replace(/\\([$`\\])|\\\n/g, '$1') }]
  )
}
