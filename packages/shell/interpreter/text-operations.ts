import { hasHole } from '@grade4/unknown'
import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import { evaluate } from './arithmetic.js'
import { type Arithmetic, literalText, type Operation, type WordNode } from './ast.js'
import { parseWord } from './parse-text.js'
import { matchEnds, matchesPattern, type Pattern } from './pattern.js'
import type { Context, Shell } from './shell.js'
import { expandPattern, expandText } from './words.js'

/** `${x:offset:length}` on characters or elements. */
export async function slice(
  shell: Shell,
  all: readonly string[],
  operation: Operation<'Substring'>,
  context: Context,
): Promise<string[]> {
  const offset = await wholeNumber(shell, operation.offset, context)
  const start = offset < 0 ? all.length + offset : offset
  if (operation.length === null) return start < 0 ? [] : all.slice(start)
  const length = await wholeNumber(shell, operation.length, context)
  if (start < 0) return []
  const end = length < 0 ? all.length + length : start + length
  // As where arithmetic fails, bash gives up the line and goes on with the next one.
  if (end < start) throw cannotFollow('the script cuts a text shorter than nothing')
  return all.slice(start, end)
}

async function wholeNumber(
  shell: Shell,
  expression: Arithmetic,
  context: Context,
): Promise<number> {
  const value = await evaluate(shell, expression, context)
  if (typeof value !== 'bigint')
    throw cannotFollow('nobody knows where a text is cut in the script')
  return Number(value)
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export async function trimmed(
  shell: Shell,
  text: string,
  operation: Operation<'PatternRemoval'>,
  context: Context,
): Promise<string> {
  const pattern = await expandPattern(shell, operation.pattern, context)
  if (hasHole(pattern)) return shell.host.holes.holeLike(pattern)
  const characters = [...text]
  if (operation.side === 'prefix') {
    const ends = matchEnds(pattern, characters, 0, shell.host.budget)
    const end = operation.greedy ? ends.at(-1) : ends[0]
    return characters.slice(end ?? 0).join('')
  }
  const starts = characters.map((_, index) => index).concat(characters.length)
  for (const start of operation.greedy ? starts : starts.reverse()) {
    const rest = shell.host.budget.value(characters.slice(start).join(''))
    if (matchesPattern(pattern, rest, shell.host.budget)) {
      return characters.slice(0, start).join('')
    }
  }
  return text
}

/** `${x/p/r}`, `${x//p/r}`, `${x/#p/r}`, `${x/%p/r}`. */
export async function replaced(
  shell: Shell,
  text: string,
  operation: Operation<'PatternReplacement'>,
  context: Context,
): Promise<string> {
  const { anchor, sign } = anchorOf(operation)
  const pattern = sign + (await expandPattern(shell, operation.pattern, context))
  const replacement = await replacementOf(shell, operation.replacement, context)
  if (hasHole(pattern)) return shell.host.holes.holeLike(pattern)
  if (pattern === '') {
    if (anchor === 'start') return shell.host.budget.value(replacement('') + text)
    return anchor === 'end' ? shell.host.budget.value(text + replacement('')) : text
  }
  const characters = [...text]
  const room = shell.host.budget.limits.characters
  let result = ''
  let position = 0
  let done = false
  while (position <= characters.length && result.length <= room) {
    const end = done ? undefined : matchAt(shell.host.budget, pattern, characters, position, anchor)
    if (end === undefined || end === position) {
      result += characters[position] ?? ''
      position++
    } else {
      result += replacement(characters.slice(position, end).join(''))
      position = end
      done = !operation.all
    }
    if (anchor === 'start') done = true
  }
  return shell.host.budget.value(result)
}

/** just-bash 3.4.2 takes the sign of `${x//#/r}` for an anchor; after two slashes there is none. */
function anchorOf({ all, anchor }: Operation<'PatternReplacement'>) {
  if (!all || anchor === null) return { anchor, sign: '' }
  return { anchor: null, sign: anchor === 'start' ? '#' : '%' }
}

/** The end of the longest match at a position that the anchor allows. */
function matchAt(
  budget: Budget,
  pattern: Pattern,
  characters: readonly string[],
  position: number,
  anchor: 'start' | 'end' | null,
): number | undefined {
  const ends = matchEnds(pattern, characters, position, budget)
  if (anchor === 'end') return ends.find((end) => end === characters.length)
  return ends.at(-1)
}

/** What takes the place of a match: of an unquoted `&` the match itself, as bash 5.2 has it. */
async function replacementOf(
  shell: Shell,
  word: WordNode | null,
  context: Context,
): Promise<(match: string) => string> {
  const pieces: ((match: string) => string)[] = []
  for (const part of word?.parts ?? []) {
    const text = await expandText(shell, { type: 'Word', parts: [part] }, context)
    const literal = ['DoubleQuoted', 'SingleQuoted', 'Escaped'].includes(part.type)
    pieces.push(literal ? () => text : (match) => text.replaceAll('&', () => match))
  }
  return (match) => pieces.map((piece) => piece(match)).join('')
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`, with or without a pattern. */
export async function caseChanged(
  shell: Shell,
  text: string,
  operation: Operation<'CaseModification'>,
  context: Context,
): Promise<string> {
  const word = operation.pattern && patternWord(operation.pattern, shell.host.budget)
  const pattern = word && (await expandPattern(shell, word, context))
  if (pattern !== null && hasHole(pattern)) return shell.host.holes.holeLike(pattern)
  const change = (character: string) =>
    operation.direction === 'upper' ? character.toUpperCase() : character.toLowerCase()
  return [...text]
    .map((character, index) => {
      if (index > 0 && !operation.all) return character
      const changes = !pattern || matchesPattern(pattern, character, shell.host.budget)
      return changes ? change(character) : character
    })
    .join('')
}

/** just-bash 3.4.2 leaves the pattern of a change of case unread. */
function patternWord(word: WordNode, budget: Budget): WordNode {
  const text = literalText(word)
  return text === null ? word : parseWord(text, budget)
}

/** A text as the shell would read it back. */
export function quotedForShell(text: string): string {
  if (/\p{Cc}/u.test(text)) throw cannotFollow('the script quotes control characters')
  return `'${text.replaceAll("'", "'\\''")}'`
}
