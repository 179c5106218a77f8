import type { ScriptNode } from 'just-bash'
import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'

/** Stands before a word while it is parsed; a private-use character, as those of `Holes` are. */
const GUARD = '\uE0F2'

/** Where the words of an array or of a `for` begin, and what ends them. */
const LIST = /(?<![\w$])[A-Za-z_]\w*\+?=\(|\bfor\s+[A-Za-z_]\w*\s+in\b/g

/** What the parser takes for an assignment, or for a brace around commands; in a list it is a word like others. */
const TAKEN_OTHERWISE = /[A-Za-z_]\w*(?:\[[^\]\s]*\])?\+?=|[{}](?=[\s)])/y

/** Between a variable at the end of a text in quotes and the text that follows at once, `"$s""x"`. */
const BETWEEN_TEXTS = /\$[A-Za-z_]\w*""(?=\w)/g

/** Before what is taken for an assignment where there is none, `<<< x=1` and `case x=1 in`. */
const BEFORE_TEXT = /(?:<<<[ \t]*|\bcase[ \t]+)(?=[A-Za-z_]\w*\+?=)/g

/** Before a pattern of `case` that looks like an assignment, `x=*)`. */
const BEFORE_PATTERN = /(?:\bin\b|;;&?|;&|\|)\s*(?=[A-Za-z_]\w*=[^\s)|;&(]*\s*[)|])/g

/** Before braces at the beginning of a word that has quotes behind them, `{a,b}"c d"`. */
const BEFORE_BRACES = /(?<=^|[\s(;|&])(?=\{[^\s{}]*\}[^\s;|&)]*["'\\])/gm

/**
 * just-bash 3.4.2 leaves words such as `imageTag=latest` out of an array, and reads no `for` over them: to it they
 * are assignments. It takes `"$s""x"` for `$sx`, and ends a word that begins with braces at a blank in quotes.
 * Guarded by a character that is in no name they are read as what they are.
 */
export function guardWords(text: string, budget: Budget): string {
  const places = new Set<number>()
  for (const pattern of [BETWEEN_TEXTS, BEFORE_TEXT, BEFORE_PATTERN, BEFORE_BRACES]) {
    for (const { 0: before, index } of text.matchAll(pattern)) places.add(index + before.length)
  }
  for (const { 0: start, index } of text.matchAll(LIST)) {
    const from = index + start.length
    const words = listAt(text, from, start.endsWith('(') ? ')' : ';\n')
    budget.work(words.end - from)
    for (const place of words.places) places.add(place)
  }
  if (places.size === 0) return text
  let guarded = ''
  let from = 0
  for (const place of [...places].sort((one, other) => one - other)) {
    guarded += `${text.slice(from, place)}${GUARD}`
    from = place
  }
  return guarded + text.slice(from)
}

/**
 * Takes the guards out of a parsed script, in place.
 * Throws `UnknownError` where one stands before a command: what looked like a list was text, and an assignment no word.
 */
export function removeGuards(script: ScriptNode): ScriptNode {
  const open: object[] = [script]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('type' in node && node.type === 'SimpleCommand' && 'name' in node) {
      if (JSON.stringify(node.name).startsWith(GUARDED_WORD)) {
        throw cannotFollow('the grader cannot tell words from assignments in the script')
      }
    }
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string' && value.includes(GUARD)) {
        Object.assign(node, { [key]: withoutGuards(value) })
      } else if (typeof value === 'object' && value !== null) open.push(value)
    }
  }
  return script
}

const GUARDED_WORD = `{"type":"Word","parts":[{"type":"Literal","value":"${GUARD}`

/** A text of the parser's as it would be without guards. */
export function withoutGuards(text: string): string {
  return text.replaceAll(GUARD, '')
}

/** Where words begin that the parser would take otherwise, and where the list ends; no place when it never does. */
function listAt(
  text: string,
  from: number,
  ends: string,
): { places: readonly number[]; end: number } {
  const places: number[] = []
  /** What ends each construct that is open. */
  const open: string[] = []
  let begins = true
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at)
    const inside = open.at(-1)
    const began = begins
    begins = inside === undefined && /\s/.test(character)
    if (inside === "'") {
      if (character === "'") open.pop()
    } else if (character === '\\') at++
    else if (inside !== undefined && character === inside.at(-1)) open.pop()
    else if (inside === "$'") continue
    else if (character === '$' && /[({]/.test(text.charAt(at + 1))) {
      open.push(text.charAt(++at) === '(' ? ')' : '}')
    } else if (character === '$' && text.charAt(at + 1) === "'" && inside !== '"') {
      open.push("$'")
      at++
    } else if (character === '"' || character === '`') open.push(character)
    else if (inside === '"') continue
    else if (character === "'") open.push("'")
    else if (character === '(') open.push(')')
    else if (inside !== undefined) continue
    else if (ends.includes(character)) return { places, end: at }
    else if (began && character === '#') at = endOfLine(text, at) - 1
    else if (began && isTakenOtherwise(text, at)) places.push(at)
  }
  return { places: ends.includes('\n') ? places : [], end: text.length }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function isTakenOtherwise(text: string, at: number): boolean {
  TAKEN_OTHERWISE.lastIndex = at
  return TAKEN_OTHERWISE.test(text)
}
