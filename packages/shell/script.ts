import {
  type ArithmeticExpression,
  type ArithmeticFor,
  forEachChild,
  type HereDocBody,
  parse,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash'
import type { Budget } from './budget.js'
import { cannotFollow } from './cannot-follow.js'
import { constructOf, isFollowed, type ShellKind } from './supported.js'

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
  const { commands, errors } = parse(text)
  const source = { text, lines: line ?? new Lines(text) }
  let end = commands.findIndex((statement) => statement.end >= (errors?.[0]?.pos ?? Infinity))
  if (end === -1) end = commands.length
  let broken = errors !== undefined && errors.length > 0
  for (const [index, statement] of commands.slice(0, end + 1).entries()) {
    if (note(statement, kind, source)) continue
    broken = true
    end = index
    break
  }
  if (!broken) return { statements: commands, broken }
  // Bash reads whole lines: what stands on the line of the error does not run.
  const from = commands[end]?.pos ?? errors?.[0]?.pos ?? text.length
  while (end > 0 && !text.slice(commands[end - 1]?.end, from).includes('\n')) end--
  return { statements: commands.slice(0, end), broken }
}

/** Pays for reading a text. Throws `UnknownError` where that takes too long. */
export function payToRead(text: string, budget: Budget): void {
  budget.work(text.length * CHARACTER + text.length * BRACKET * (text.match(/[[{(]/g)?.length ?? 0))
  if (text.length > LONGEST) throw cannotFollow('the script is too long for the grader')
}

/** Reads a text as one word; `null` when it is none. */
export function readWord(text: string, budget: Budget): Word | null {
  budget.work(text.length * CHARACTER)
  const [statement, ...more] = parse(`: ${text}`).commands
  const [word, ...words] = statement?.command.type === 'Command' ? statement.command.args : []
  return more.length === 0 && words.length === 0 && word?.type === 'Word' ? word : null
}

/** Reads a text as what is assigned to a variable. */
export function readValue(text: string, budget: Budget): Word | null {
  budget.work(text.length * CHARACTER)
  const [statement, ...more] = parse(`x=${text}`).commands
  const [assignment] = statement?.command.type === 'Command' ? statement.command.prefix : []
  if (more.length > 0 || assignment?.type !== 'Assignment') return null
  return assignment.value.type === 'Word' ? assignment.value : null
}

/** Reads a text as it is read between double quotes in which double quotes stand for themselves. */
export function readQuoted(text: string, budget: Budget): readonly WordPart[] {
  budget.work(text.length * CHARACTER)
  const [statement] = parse(`: <<\uE0F2\n${text}\n\uE0F2\n`).commands
  const [document] = statement?.command.type === 'Command' ? statement.command.redirects : []
  if (document?.type !== 'HereDoc') throw cannotFollow(`the grader cannot read ${text}`)
  return partsOfDocument(document.body)
}

/** What stands in a here document whose word has no quotes. */
export function partsOfDocument({ parts, text, pos, end }: HereDocBody): readonly WordPart[] {
  return (
    parts ?? [{ type: 'Literal', pos, end, text, value: text.replace(/\\([$`\\])|\\\n/g, '$1') }]
  )
}

/** What is noted of a statement when it is read. */
interface Note {
  readonly line: number
  /** The first construct in it that is not followed. */
  readonly refused: string | null
}

const notes = new WeakMap<Statement, Note>()

/** What was noted of a statement. */
export function noteOf(statement: Statement): Note {
  return notes.get(statement) ?? { line: 0, refused: null }
}

/** The three texts of `for ((…; …; …))`. */
interface Header {
  readonly initialize: string
  readonly test: string
  readonly update: string
}

const headers = new WeakMap<ArithmeticFor, Header>()

/** The three texts of `for ((…; …; …))`, which the parser gives as trees. */
export function headerOf(loop: ArithmeticFor): Header {
  return headers.get(loop) ?? { initialize: '', test: '', update: '' }
}

/** The text that positions are in, and its lines, or the one that all of it stands in. */
interface Source {
  readonly text: string
  readonly lines: Lines | number
}

/** Notes it of a statement and those in it; `false` where a text in it is no shell. */
function note(statement: Statement, kind: ShellKind, source: Source): boolean {
  const { text, lines } = source
  const line = typeof lines === 'number' ? lines : lines.at(statement.pos)
  let refused: string | null = null
  let readable = true
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Statement') {
      if (!note(node, kind, source)) readable = false
      return
    }
    if (node.type === 'CommandExpansion' && node.text.startsWith('`')) {
      // Bash reads what stands between backquotes only when it comes to it; with escapes it is a text of its own.
      const own =
        node.script?.source === undefined ? source : { text: node.script.source, lines: line }
      for (const inner of node.script?.commands ?? []) note(inner, kind, own)
      return
    }
    if (node.type === 'Script' && (node.errors?.length ?? 0) > 0) readable = false
    if (node.type === 'ArithmeticFor') {
      const written = (part: ArithmeticExpression | undefined) =>
        text.slice(part?.pos ?? 0, part?.end ?? 0)
      const { initialize, test, update } = node
      headers.set(node, {
        initialize: written(initialize),
        test: written(test),
        update: written(update),
      })
    }
    const construct = constructOf(node)
    if (construct !== null && !isFollowed(construct, kind)) refused ??= construct
    forEachChild(node, visit)
  }
  visit(statement.command)
  if (statement.background) refused ??= isFollowed('a &', kind) ? null : 'a &'
  notes.set(statement, { line, refused })
  return readable
}

/** Lines of a text by position. */
class Lines {
  readonly #ends: number[] = []
  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.#ends.push(at)
  }

  /** Counted from 1. */
  at(position: number): number {
    let low = 0
    let high = this.#ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ends[middle] ?? 0) < position) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}
