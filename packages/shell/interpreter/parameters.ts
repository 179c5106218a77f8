import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { assignVariable } from './assignments.js'
import type { Operation, ParameterOperation, Part, WordNode } from './ast.js'
import { BREAK, type Piece } from './fields.js'
import type { Context, Shell } from './shell.js'
import { ExitSignal } from './signals.js'
import { caseChanged, quotedForShell, replaced, slice, trimmed } from './text-operations.js'
import { elementsOf, textOf } from './values.js'
import { AssociativeArray, IndexedArray } from './variables.js'
import { expandParts, expandText, separators } from './words.js'

type Expansion = Part<'ParameterExpansion'>

/** `$x`, `${x…}`, `$@`, `${a[i]…}` … to pieces. */
export async function expandParameter(
  shell: Shell,
  part: Expansion,
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  const { operation } = part
  switch (operation?.type) {
    case 'DefaultValue':
    case 'AssignDefault':
    case 'UseAlternative':
    case 'ErrorIfUnset':
      return expandConditional(shell, part, operation, context, quoted)
    case 'Indirection':
      return expandIndirectly(shell, part, operation, context, quoted)
    case 'ArrayKeys':
      return listPieces(shell, keysOf(shell, operation.array), operation.star, quoted)
    case 'VarNamePrefix':
      return listPieces(shell, shell.variables.names(operation.prefix), operation.star, quoted)
    case 'BadSubstitution':
    case 'LengthSliceError':
      await shell.err('bash: bad substitution\n')
      throw new ExitSignal(1)
  }
  const elements = elementsOf(shell, part.parameter)
  if (elements === null) {
    const text = await textOf(shell, part.parameter, context)
    if (text === undefined) await refuseUnset(shell, part.parameter)
    return textPieces(await operated(shell, text ?? '', operation, context), quoted)
  }
  if (operation?.type === 'Length') return textPieces(String(elements.length), quoted)
  const star = /\*\]?$/.test(part.parameter)
  if (operation?.type === 'Substring') {
    const all = /^[@*]$/.test(part.parameter) ? [shell.name, ...elements] : elements
    const sliced = await slice(shell, all, operation, context)
    return listPieces(shell, sliced, star, quoted)
  }
  const changed: string[] = []
  for (const element of elements) changed.push(await operated(shell, element, operation, context))
  return listPieces(shell, changed, star, quoted)
}

function textPieces(text: string, quoted: boolean): Piece[] {
  return [{ text, kind: quoted ? 'quoted' : 'splits' }]
}

function listPieces(shell: Shell, texts: string[], star: boolean, quoted: boolean): Piece[] {
  if (star && quoted) return textPieces(texts.join(separators(shell).slice(0, 1)), true)
  return texts.flatMap((text, index): Piece[] => [
    ...(index === 0 ? [] : ([BREAK] as const)),
    { text, kind: quoted ? 'quoted' : 'splits' },
  ])
}

async function refuseUnset(shell: Shell, parameter: string): Promise<void> {
  if (!shell.options.nounset) return
  await shell.err(`bash: ${parameter}: unbound variable\n`)
  throw new ExitSignal(1)
}

/** `${x:-w}`, `${x:=w}`, `${x:+w}`, `${x:?w}` and their forms without the colon. */
async function expandConditional(
  shell: Shell,
  part: Expansion,
  operation: Operation<'DefaultValue' | 'AssignDefault' | 'UseAlternative' | 'ErrorIfUnset'>,
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  if (operation.word !== null && holdsBraces(operation.word)) {
    throw cannotFollow('the script has braces in the word of a parameter, which the grader lacks')
  }
  const elements = elementsOf(shell, part.parameter)
  const text = elements === null ? await textOf(shell, part.parameter, context) : elements.join(' ')
  const set = elements === null ? text !== undefined : elements.length > 0
  const present = set && (!operation.checkEmpty || text !== '')
  if (set && operation.checkEmpty && hasHole(text ?? '') && mayBeEmpty(text ?? '')) {
    // Empty or not: nobody knows which of the two it is.
    if (operation.type === 'ErrorIfUnset') {
      throw new UnknownError(shell.host.holes.reasonFor(text ?? ''))
    }
    return textPieces(shell.host.holes.holeLike(text ?? ''), quoted)
  }
  const asItIs = () => expandParameter(shell, { ...part, operation: null }, context, quoted)
  switch (operation.type) {
    case 'DefaultValue':
      return present ? asItIs() : wordPieces(shell, operation.word, context, quoted)
    case 'UseAlternative':
      if (present) return wordPieces(shell, operation.word, context, quoted)
      return set ? textPieces('', quoted) : []
    case 'AssignDefault': {
      if (present) return asItIs()
      const value = await expandText(shell, operation.word, context)
      await assignVariable(shell, part.parameter, value, context)
      return textPieces(value, quoted)
    }
    case 'ErrorIfUnset': {
      if (present) return asItIs()
      const message = operation.word && (await expandText(shell, operation.word, context))
      const usual = operation.checkEmpty ? 'parameter null or not set' : 'parameter not set'
      await shell.err(`bash: ${part.parameter}: ${message || usual}\n`)
      throw new ExitSignal(1)
    }
  }
}

/** A marked text is surely not empty when it has ordinary characters too. */
function mayBeEmpty(text: string): boolean {
  return text.replace(/\uE0F0\d*\uE0F1/g, '') === ''
}

/** What the parser takes for the word where it holds a brace is another than bash does. */
function holdsBraces(word: WordNode): boolean {
  return word.parts.some(
    (part) =>
      part.type === 'BraceExpansion' || (part.type === 'Literal' && part.value.includes('{')),
  )
}

/** The word after `:-`: without quotes around the whole, its own unquoted text splits too. */
async function wordPieces(
  shell: Shell,
  word: WordNode,
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  if (quoted) return expandParts(shell, word.parts, context, true)
  const pieces: Piece[] = []
  for (const part of word.parts) {
    const expanded = await expandParts(shell, [part], context, false)
    const literal = part.type === 'Literal'
    pieces.push(
      ...expanded.map(
        (piece): Piece =>
          literal && piece !== BREAK ? { text: piece.text, kind: 'splits' } : piece,
      ),
    )
  }
  return pieces
}

async function expandIndirectly(
  shell: Shell,
  part: Expansion,
  operation: Operation<'Indirection'>,
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  const name = await textOf(shell, part.parameter, context)
  if (name === undefined || name === '') {
    await shell.err(`bash: ${part.parameter}: invalid indirect expansion\n`)
    throw new ExitSignal(1)
  }
  if (hasHole(name)) throw new UnknownError(shell.host.holes.reasonFor(name))
  const inner: Expansion = {
    type: 'ParameterExpansion',
    parameter: name,
    operation: operation.innerOp ?? null,
  }
  return expandParameter(shell, inner, context, quoted)
}

function keysOf(shell: Shell, name: string): string[] {
  const value = shell.variables.get(name)
  if (value === undefined) return []
  if (value instanceof IndexedArray) return value.sorted().map(([index]) => String(index))
  return value instanceof AssociativeArray ? [...value.elements.keys()] : ['0']
}

/** One text with an operation such as `#`, `%`, `/`, `:`, `^` done on it. */
async function operated(
  shell: Shell,
  text: string,
  operation: ParameterOperation | null,
  context: Context,
): Promise<string> {
  if (operation === null) return text
  if (hasHole(text)) return shell.host.holes.holeLike(text)
  switch (operation.type) {
    case 'Length':
      return String([...text].length)
    case 'Substring':
      return (await slice(shell, [...text], operation, context)).join('')
    case 'PatternRemoval':
      return trimmed(shell, text, operation, context)
    case 'PatternReplacement':
      return replaced(shell, text, operation, context)
    case 'CaseModification':
      return caseChanged(shell, text, operation, context)
    case 'Transform':
      if (operation.operator === 'Q') return quotedForShell(text)
      if (operation.operator === 'U') return text.toUpperCase()
      if (operation.operator === 'L') return text.toLowerCase()
      if (operation.operator === 'u') return text.slice(0, 1).toUpperCase() + text.slice(1)
      break
  }
  throw cannotFollow('the script transforms a parameter in a way that the grader lacks')
}
