import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { arithmeticText } from './arithmetic.js'
import type { Part, WordNode, WordPart } from './ast.js'
import { expandBraces } from './braces.js'
import { BREAK, type Field, type Piece, splitFields } from './fields.js'
import { expandPaths } from './globbing.js'
import { expandParameter } from './parameters.js'
import { type Pattern, quotedPattern } from './pattern.js'
import type { Context, Shell } from './shell.js'
import { captureOutput, substituteProcess } from './substitution.js'

/** One argument of a command. */
export interface Argument {
  readonly text: string
  /** It holds an unknown value without quotes: it may really be several arguments, or none. */
  readonly uncertain: boolean
}

/** Words to arguments: braces, tildes, parameters, substitutions, splitting, wildcards. */
export async function expandWords(
  shell: Shell,
  words: readonly WordNode[],
  context: Context,
): Promise<Argument[]> {
  const expanded: Argument[] = []
  for (const word of words) {
    for (const one of expandBraces(word, shell.host.budget)) {
      const pieces = await expandParts(shell, one.parts, context, false)
      for (const field of splitFields(pieces, separators(shell))) {
        expanded.push(...(await argumentsOf(shell, field)))
      }
    }
    shell.host.budget.words(expanded.length)
  }
  return expanded
}

async function argumentsOf(shell: Shell, field: Field): Promise<Argument[]> {
  const paths = shell.options.noglob ? null : await expandPaths(shell, field.pattern)
  if (paths === null) return [{ text: field.text, uncertain: field.uncertain }]
  return paths.map((text) => ({ text, uncertain: false }))
}

/** A word to one text, as in assignments: no splitting, no wildcards. */
export async function expandText(shell: Shell, word: WordNode, context: Context): Promise<string> {
  const pieces = await expandParts(shell, word.parts, context, false)
  return shell.host.budget.value(joined(pieces))
}

/** A word to a pattern: what is quoted in it stands for itself. */
export async function expandPattern(
  shell: Shell,
  word: WordNode,
  context: Context,
): Promise<Pattern> {
  const pieces = await expandParts(shell, word.parts, context, false)
  return pieces
    .map((piece) => {
      if (piece === BREAK) return ' '
      return piece.kind === 'quoted' ? quotedPattern(piece.text) : piece.text
    })
    .join('')
}

/** The parts of a word, expanded but not yet split. `quoted`: inside double quotes. */
export async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const part of parts) pieces.push(...(await expandPart(shell, part, context, quoted)))
  return pieces
}

async function expandPart(
  shell: Shell,
  part: WordPart,
  context: Context,
  quoted: boolean,
): Promise<Piece[]> {
  switch (part.type) {
    case 'Literal':
      if (!quoted && /^~\+(\/|$)/.test(part.value)) {
        throw cannotFollow('the script writes ~+ for its folder, which the grader lacks')
      }
      // An expression of the workflow put an unknown value there: it may be several words.
      if (quoted) return [{ text: part.value, kind: 'quoted' }]
      return [{ text: part.value, kind: hasHole(part.value) ? 'splits' : 'pattern' }]
    case 'SingleQuoted':
      // Inside double quotes, as in "${x:-'y'}", single quotes are ordinary characters.
      return [{ text: quoted ? `'${part.value}'` : part.value, kind: 'quoted' }]
    case 'Escaped':
      return [{ text: part.value, kind: 'quoted' }]
    case 'Glob':
      return [{ text: part.pattern, kind: quoted ? 'quoted' : 'pattern' }]
    case 'TildeExpansion':
      return [{ text: home(shell, part), kind: 'quoted' }]
    case 'DoubleQuoted': {
      const inner = await expandParts(shell, part.parts, context, true)
      // "" is an argument, but "$@" without parameters is none.
      const empty = inner.length === 0 && !part.parts.some(isList)
      return empty ? [{ text: '', kind: 'quoted' }] : inner
    }
    case 'ParameterExpansion':
      return expandParameter(shell, part, context, quoted)
    case 'CommandSubstitution': {
      const text = await captureOutput(shell, part.body.statements, context)
      return [{ text, kind: quoted ? 'quoted' : 'splits' }]
    }
    case 'ArithmeticExpansion': {
      const text = await arithmeticText(shell, part.expression, context)
      return [{ text, kind: quoted ? 'quoted' : 'splits' }]
    }
    case 'ProcessSubstitution':
      return [{ text: await substituteProcess(shell, part, context), kind: 'quoted' }]
    case 'BraceExpansion':
      // Where braces don't expand (assignments, quotes) they stand as they were written.
      return [{ text: await bracesAsWritten(shell, part, context), kind: 'quoted' }]
  }
}

/** `$@`, `${a[@]}`, `${!a[@]}`, `${!prefix@}`. */
function isList(part: WordPart): boolean {
  if (part.type !== 'ParameterExpansion') return false
  const { operation, parameter } = part
  if (operation?.type === 'ArrayKeys' || operation?.type === 'VarNamePrefix') return !operation.star
  return /(^|\[)@\]?$/.test(parameter)
}

async function bracesAsWritten(
  shell: Shell,
  braces: Part<'BraceExpansion'>,
  context: Context,
): Promise<string> {
  const items: string[] = []
  for (const item of braces.items) {
    if (item.type === 'Word') items.push(await expandText(shell, item.word, context))
    else {
      const step = item.step === undefined ? '' : `..${item.step}`
      items.push(`${item.startStr ?? item.start}..${item.endStr ?? item.end}${step}`)
    }
  }
  return `{${items.join(',')}}`
}

function home(shell: Shell, part: Part<'TildeExpansion'>): string {
  if (part.user === '-') return shell.variables.text('OLDPWD') ?? '~-'
  if (part.user === 'root') return '/root'
  if (part.user === 'runner') return '/home/runner'
  if (part.user !== null) throw cannotFollow(`nobody knows the home folder of ${part.user}`)
  return shell.variables.text('HOME') ?? '/home/runner'
}

/** IFS, or its default where it isn't set. */
export function separators(shell: Shell): string {
  return shell.variables.text('IFS') ?? ' \t\n'
}

/** Pieces as one text; elements of `"$@"` are joined by blanks. */
export function joined(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece === BREAK ? ' ' : piece.text)).join('')
}
