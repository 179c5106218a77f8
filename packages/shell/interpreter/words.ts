import { hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import type {
  ArithmeticExpansionPart,
  CommandExpansionPart,
  ParameterExpansionPart,
  ParameterOperation,
  ProcessSubstitutionPart,
  Word,
  WordPart,
} from 'unbash'
import { readQuoted, readWord } from '../script.js'
import { ArithmeticError } from './arithmetic.js'
import { type Piece, splitFields } from './fields.js'
import { expandPaths } from './globbing.js'
import { type Pattern, quotedPattern } from './pattern.js'
import type { Argument, Shell } from './shell.js'
import { FatalError } from './signals.js'
import { captureOutput, readThrough, substituteProcess } from './substitution.js'
import { caseChanged, replaced, sliced, trimmed } from './text-operations.js'
import {
  assignText,
  calculateIn,
  cannotCalculate,
  checkUnset,
  elementsOf,
  elementText,
  nameText,
} from './values.js'
import { ArrayValue } from './variables.js'

/** Where a tilde stands for the home folder: at the beginning, and in what is assigned behind colons too. */
type Tilde = 'word' | 'argument' | 'assignment' | 'none'

const TILDES: Readonly<Record<Tilde, RegExp | null>> = {
  word: /^~(?=\/|$)/g,
  argument: /(?<=^|^[A-Za-z_]\w*=(?:.*:)?)~(?=[/:]|$)/gs,
  assignment: /(?<=^|:)~(?=[/:]|$)/g,
  none: null,
}

/** Words to arguments: braces, tildes, parameters, substitutions, splitting, wildcards. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<Argument[]> {
  const { budget } = shell.host
  const expanded: Argument[] = []
  for (const word of words) {
    for (const one of expandBraces(shell, word)) {
      const tilde = /^[A-Za-z_]\w*=/.test(one.text) ? 'argument' : 'word'
      for (const { text, pattern, uncertain } of splitFields(
        await expand(shell, one, tilde),
        separators(shell),
      )) {
        const paths = shell.options.has('noglob') ? null : await expandPaths(shell, pattern)
        if (paths === null) expanded.push({ text, uncertain })
        else expanded.push(...paths.map((path) => ({ text: path, uncertain: false })))
      }
    }
    budget.words(expanded.length)
  }
  return expanded
}

/** A word to one text: no splitting, no wildcards. */
export async function expandText(shell: Shell, word: Word, tilde: Tilde = 'word'): Promise<string> {
  return shell.host.budget.value(joined(await expand(shell, word, tilde)))
}

/** A word to a pattern: what is quoted in it stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<Pattern> {
  return patternOf(await expand(shell, word, 'word'))
}

/** Parts as they stand in a here document, to one text. */
export async function expandDocument(shell: Shell, parts: readonly WordPart[]): Promise<string> {
  return shell.host.budget.value(joined(await expandParts(shell, parts, 'none', true)))
}

/** An arithmetic text with its expansions done. */
export async function expandArithmetic(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text.replaceAll('"', '')
  const unquoted = readQuoted(text, shell.host.budget).map((part) =>
    part.type === 'Literal' ? { ...part, value: part.value.replaceAll('"', '') } : part,
  )
  return (await expandDocument(shell, unquoted)).replace(/\n$/, '')
}

/** The pieces of a word before it is split. */
export function expand(shell: Shell, word: Word, tilde: Tilde, quoted = false): Promise<Piece[]> {
  return expandParts(shell, partsOf(word), tilde, quoted)
}

/** IFS, or its default where it isn't set. */
export function separators(shell: Shell): string {
  return shell.variables.text('IFS') ?? ' \t\n'
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('')
}

function patternOf(pieces: readonly Piece[]): Pattern {
  return pieces.map(({ text, kind }) => (kind === 'quoted' ? quotedPattern(text) : text)).join('')
}

function partsOf({ parts, text, value, pos, end }: Word): readonly WordPart[] {
  return parts ?? [{ type: 'Literal', text, value, pos, end }]
}

async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  tilde: Tilde,
  quoted: boolean,
): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const [index, part] of parts.entries()) {
    if (part.type === 'Literal' && !quoted) {
      const ends = { first: index === 0, last: index === parts.length - 1 }
      pieces.push(...literalPieces(shell, part.text, TILDES[tilde], ends))
    } else pieces.push(...(await expandPart(shell, part, quoted)))
  }
  return pieces
}

/** `quoted`: inside double quotes. */
async function expandPart(shell: Shell, part: WordPart, quoted: boolean): Promise<Piece[]> {
  const kind = quoted ? 'quoted' : 'splits'
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ text: part.value, kind: 'quoted' }]
    case 'DoubleQuoted': {
      const inner = await expandParts(shell, part.parts, 'none', true)
      // "" is an argument, but "$@" without parameters is none.
      const empty = inner.length === 0 && !part.parts.some(isList)
      return empty ? [{ text: '', kind: 'quoted' }] : inner
    }
    case 'SimpleExpansion':
      return expandParameter(shell, { parameter: part.text.slice(1) }, quoted)
    case 'ParameterExpansion':
      return expandParameter(shell, part, quoted)
    case 'CommandExpansion':
      return [{ text: await substituteCommand(shell, part), kind }]
    case 'ArithmeticExpansion':
      return [{ text: await arithmeticText(shell, part), kind }]
    case 'ProcessSubstitution':
      return [{ text: await processPath(shell, part), kind: 'quoted' }]
    case 'Glob':
    case 'BraceExpansion':
      return asWritten(shell, part, quoted)
    default:
      throw shell.refuse(part.text)
  }
}

/** Unquoted text as it is written: a backslash quotes the next character, and a tilde may be the home folder. */
function literalPieces(
  shell: Shell,
  written: string,
  tildes: RegExp | null,
  { first, last }: { readonly first: boolean; readonly last: boolean },
): Piece[] {
  if (first && tildes !== null && /^~[^/:]/.test(written))
    throw shell.refuse(`${written}, another home folder`)
  const pieces: Piece[] = []
  let from = 0
  for (const { index } of tildes === null || !written.includes('~')
    ? []
    : written.matchAll(tildes)) {
    if ((index === 0 && !first) || (index === written.length - 1 && !last)) continue
    pieces.push(...unescaped(written.slice(from, index)))
    pieces.push({ text: shell.variables.text('HOME') ?? '/home/runner', kind: 'quoted' })
    from = index + 1
  }
  return [...pieces, ...unescaped(written.slice(from))]
}

function unescaped(written: string): Piece[] {
  return [...written.matchAll(/\\\n|\\(.?)|([^\\]+)/gs)].flatMap(([, quoted, text]): Piece[] => {
    if (quoted !== undefined) return [{ text: quoted === '' ? '\\' : quoted, kind: 'quoted' }]
    // An expression of the workflow put an unknown value there: it may be several words.
    return text === undefined ? [] : [{ text, kind: hasHole(text) ? 'splits' : 'plain' }]
  })
}

/** Wildcards, and braces that are not expanded, as they are written, but for what is expanded in them. */
async function asWritten(shell: Shell, part: WordPart, quoted: boolean): Promise<Piece[]> {
  const pieces: Piece[] = []
  let from = 0
  const literal = (to: number) => {
    const text = part.text.slice(from, to)
    pieces.push(...(quoted ? [{ text, kind: 'quoted' } as const] : unescaped(text)))
  }
  for (const inner of ('parts' in part ? part.parts : undefined) ?? []) {
    if (inner.type === 'Literal') continue
    literal(inner.pos - part.pos)
    pieces.push(...(await expandPart(shell, inner, quoted)))
    from = inner.end - part.pos
  }
  literal(part.text.length)
  return pieces
}

/** The words that a word's braces stand for, read anew as bash does; the word itself where it has none. */
function expandBraces(shell: Shell, word: Word): readonly Word[] {
  const { budget } = shell.host
  const braces = word.parts?.find((part) => part.type === 'BraceExpansion')
  if (braces?.type !== 'BraceExpansion') return [word]
  const before = word.text.slice(0, braces.pos - word.pos)
  const after = word.text.slice(braces.end - word.pos)
  const inner = braces.text.slice(1, -1)
  const ends = [-1]
  let depth = 0
  for (let at = 0; at < inner.length; at++) {
    const opaque = braces.parts?.find(
      (part) => part.type !== 'Literal' && part.pos - braces.pos - 1 === at,
    )
    if (opaque !== undefined) at = opaque.end - braces.pos - 2
    else if (inner[at] === '\\') at++
    else if (inner[at] === '{') depth++
    else if (inner[at] === '}') depth--
    else if (inner[at] === ',' && depth === 0) ends.push(at)
  }
  const alternatives =
    ends.length > 1
      ? ends.map((end, index) => inner.slice(end + 1, ends[index + 1] ?? inner.length))
      : sequence(shell, inner)
  const words: Word[] = []
  for (const alternative of alternatives) {
    const one = readWord(`${before}${alternative}${after}`, budget)
    if (one !== null) words.push(...expandBraces(shell, one))
    budget.words(words.length)
  }
  return words
}

/** `1..9`, `01..10`, `a..e`, with `..2` behind it for the step. */
function sequence(shell: Shell, inner: string): readonly string[] {
  const [, first = '', last = '', step = '1'] =
    /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inner) ?? []
  const letters = /[A-Za-z]/.test(first) && /[A-Za-z]/.test(last)
  const from = letters ? first.charCodeAt(0) : Number(first)
  const to = letters ? last.charCodeAt(0) : Number(last)
  if (first === '' || Number.isNaN(from + to)) throw shell.refuse(`{${inner}}`)
  const stride = Math.max(1, Math.abs(Number(step)))
  const count = Math.floor(Math.abs(to - from) / stride) + 1
  shell.host.budget.words(count)
  const width = [first, last].some((text) => /^-?0\d/.test(text))
    ? Math.max(first.length, last.length)
    : 0
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to < from ? -1 : 1) * index * stride
    if (letters) return value === 92 ? '\\\\' : value === 96 ? '\\`' : String.fromCharCode(value)
    return value < 0
      ? `-${String(-value).padStart(width - 1, '0')}`
      : String(value).padStart(width, '0')
  })
}

async function substituteCommand(
  shell: Shell,
  { script, text }: CommandExpansionPart,
): Promise<string> {
  if (script === undefined || (script.errors?.length ?? 0) > 0)
    throw shell.refuse(`${text}, which is no shell`)
  const [only, ...more] = script.commands
  // `$(< file)` reads a file without a command.
  if (only?.command.type === 'Command' && more.length === 0 && !only.background) {
    const { name, prefix, suffix } = only.command
    const [redirect, ...others] = [...prefix, ...suffix]
    if (
      name === undefined &&
      others.length === 0 &&
      redirect?.type === 'Redirect' &&
      redirect.operator === '<'
    ) {
      if (redirect.target !== undefined)
        return readThrough(shell, await expandText(shell, redirect.target))
    }
  }
  return captureOutput(shell, script.commands)
}

async function processPath(shell: Shell, part: ProcessSubstitutionPart): Promise<string> {
  return substituteProcess(shell, part.operator, part.script?.commands ?? [])
}

async function arithmeticText(shell: Shell, { text }: ArithmeticExpansionPart): Promise<string> {
  const expression = await expandArithmetic(shell, text.slice(3, -2))
  try {
    const value = calculateIn(shell, expression)
    return isUnknown(value) ? shell.host.holes.hole(value) : String(value)
  } catch (error) {
    throw error instanceof ArithmeticError ? cannotCalculate(error) : error
  }
}

/** A parameter as the parser gives it, or as `${!x}` names it. */
interface Parameter {
  readonly parameter: string
  readonly prefix?: ParameterExpansionPart['prefix']
  readonly index?: ParameterExpansionPart['index'] | string
  readonly operation?: ParameterOperation | undefined
}

/** `$@`, `${a[@]}`, `${!a[@]}`, `${!prefix@}`. */
function isList(part: WordPart): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@'
  if (part.type !== 'ParameterExpansion') return false
  const { parameter, index, operation } = part
  return (
    parameter === '@' ||
    index?.text === '@' ||
    (operation?.type === 'Names' && operation.operator === '@')
  )
}

/** What a parameter stands for: one text, which may not be set, or a list. */
type Found =
  | { readonly text: string | undefined }
  | { readonly list: readonly string[]; readonly star: boolean }

async function find(shell: Shell, { parameter, index }: Parameter): Promise<Found> {
  if (parameter === '@' || parameter === '*')
    return { list: elementsOf(shell, parameter), star: parameter === '*' }
  if (index === undefined) return { text: nameText(shell, parameter) }
  const subscript = await subscriptText(shell, index)
  if (subscript === '@' || subscript === '*')
    return { list: elementsOf(shell, parameter), star: subscript === '*' }
  return { text: elementText(shell, parameter, subscript) }
}

function subscriptText(shell: Shell, index: Word | string): Promise<string> {
  return typeof index === 'string'
    ? expandArithmetic(shell, index)
    : expandText(shell, index, 'none')
}

/** `$x`, `${x…}`, `$@`, `${a[i]…}` … to pieces. */
async function expandParameter(shell: Shell, from: Parameter, quoted: boolean): Promise<Piece[]> {
  const { operation, prefix, parameter } = from
  if (operation?.type === 'Names') {
    return listPieces(shell, shell.variables.names(parameter), operation.operator === '*', quoted)
  }
  if (prefix === '!') return expandIndirectly(shell, from, quoted)
  const found = await find(shell, from)
  if (operation?.type === 'Default') return expandConditional(shell, from, operation, found, quoted)
  if (prefix === '#' && 'list' in found) return textPieces(String(found.list.length), quoted)
  if ('text' in found) {
    if (found.text === undefined) checkUnset(shell, parameter)
    return textPieces(await changed(shell, found.text ?? '', from), quoted)
  }
  if (operation?.type === 'Slice') {
    const all = /^[@*]$/.test(parameter) ? [shell.name, ...found.list] : found.list
    return listPieces(shell, await slice(shell, all, operation), found.star, quoted)
  }
  const texts: string[] = []
  for (const text of found.list) texts.push(await changed(shell, text, from))
  return listPieces(shell, texts, found.star, quoted)
}

function textPieces(text: string, quoted: boolean): Piece[] {
  return [{ text, kind: quoted ? 'quoted' : 'splits' }]
}

function listPieces(
  shell: Shell,
  texts: readonly string[],
  star: boolean,
  quoted: boolean,
): Piece[] {
  const joiner = star ? separators(shell).slice(0, 1) : ' '
  if (star && quoted) return textPieces(texts.join(joiner), true)
  return texts.flatMap((text, index) => [
    ...(index === 0 ? [] : [{ text: joiner, kind: 'break' } as const]),
    ...textPieces(text, quoted),
  ])
}

/** `${!x}`: the parameter that x names. `${!a[@]}`: the keys of an array. */
async function expandIndirectly(shell: Shell, from: Parameter, quoted: boolean): Promise<Piece[]> {
  const { parameter, index, operation } = from
  const subscript = typeof index === 'object' ? index.text : index
  if (subscript === '@' || subscript === '*') {
    if (operation !== undefined) throw shell.refuse('an operation on ${!a[@]}')
    const value = shell.variables.get(parameter)
    const keys =
      value instanceof ArrayValue
        ? value.entries().map(([key]) => key)
        : value === undefined
          ? []
          : ['0']
    return listPieces(shell, keys, subscript === '*', quoted)
  }
  const found = await find(shell, { parameter, index })
  const target = 'text' in found ? found.text : undefined
  if (target === undefined || target === '')
    throw new FatalError(`${parameter}: invalid indirect expansion`)
  if (hasHole(target)) throw shell.undecided(target)
  const [, name, element] = /^(\w+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target) ?? []
  if (name === undefined) throw new FatalError(`${target}: invalid variable name`)
  return expandParameter(shell, { parameter: name, index: element, operation }, quoted)
}

/** `${x:-w}`, `${x:=w}`, `${x:+w}`, `${x:?w}` and their forms without the colon. */
async function expandConditional(
  shell: Shell,
  from: Parameter,
  { operator, operand }: Extract<ParameterOperation, { type: 'Default' }>,
  found: Found,
  quoted: boolean,
): Promise<Piece[]> {
  const { parameter, index } = from
  const text =
    'text' in found ? found.text : found.list.length === 0 ? undefined : found.list.join(' ')
  const empty = operator.startsWith(':') && text === ''
  const action = operator.at(-1)
  if (operator.startsWith(':') && text !== undefined && mayBeEmpty(text)) {
    if (action === '?') throw shell.undecided(text)
    return textPieces(shell.host.holes.holeLike(text), quoted)
  }
  const present = text !== undefined && !empty
  if (action === '+') {
    if (present) return wordPieces(shell, operand, quoted)
    return text === undefined ? [] : textPieces('', quoted)
  }
  if (present) return expandParameter(shell, { parameter, index }, quoted)
  if (action === '-') return wordPieces(shell, operand, quoted)
  const value = await expandText(shell, operand, quoted ? 'none' : 'word')
  if (action === '?') {
    const usual = operator === ':?' ? 'parameter null or not set' : 'parameter not set'
    throw new FatalError(`${parameter}: ${value === '' ? usual : value}`)
  }
  assignText(
    shell,
    parameter,
    index === undefined ? undefined : await subscriptText(shell, index),
    value,
  )
  return textPieces(value, quoted)
}

/** A text with a hole is surely not empty when it has ordinary characters too. */
export function mayBeEmpty(text: string): boolean {
  return hasHole(text) && text.replace(/\uE0F0\d*\uE0F1/g, '') === ''
}

/** The word behind `:-`: without quotes around the whole, its own unquoted text splits too. */
async function wordPieces(shell: Shell, word: Word, quoted: boolean): Promise<Piece[]> {
  const pieces = await expand(shell, word, quoted ? 'none' : 'word', quoted)
  return pieces.map((piece) => (piece.kind === 'plain' ? { ...piece, kind: 'splits' } : piece))
}

/** One text with its length taken, or an operation such as `#`, `%`, `/`, `:`, `^` done on it. */
async function changed(
  shell: Shell,
  text: string,
  { prefix, operation }: Parameter,
): Promise<string> {
  const { budget, holes } = shell.host
  if (operation === undefined && prefix === undefined) return text
  if (hasHole(text)) return holes.holeLike(text)
  if (prefix === '#') return String([...text].length)
  switch (operation?.type) {
    case 'Slice':
      return (await slice(shell, [...text], operation)).join('')
    case 'Remove': {
      const pattern = await expandPattern(shell, operation.operand)
      return hasHole(pattern)
        ? holes.holeLike(pattern)
        : trimmed(text, operation.operator, pattern, budget)
    }
    case 'Replace': {
      const pattern = await expandPattern(shell, operation.pattern)
      const pieces = await expand(shell, operation.replacement, 'word')
      if (hasHole(pattern)) return holes.holeLike(pattern)
      return budget.value(
        replaced(text, operation.operator, pattern, (match) => withMatch(pieces, match), budget),
      )
    }
    case 'CaseModification': {
      const pattern =
        operation.operand === undefined ? '' : await expandPattern(shell, operation.operand)
      return hasHole(pattern)
        ? holes.holeLike(pattern)
        : caseChanged(text, operation.operator, pattern, budget)
    }
    default:
      throw shell.refuse('an operation on a parameter')
  }
}

/** A replacement, in which an unquoted `&` is the match itself, as bash 5.2 has it. */
function withMatch(pieces: readonly Piece[], match: string): string {
  return pieces
    .map(({ text, kind }) =>
      kind === 'quoted'
        ? text
        : text.replace(/\\([\\&])|&/g, (_, quoted?: string) => quoted ?? match),
    )
    .join('')
}

async function slice(
  shell: Shell,
  all: readonly string[],
  { offset, length }: Extract<ParameterOperation, { type: 'Slice' }>,
): Promise<readonly string[]> {
  const count = length === undefined ? null : await wholeNumber(shell, length)
  const part = sliced(all, await wholeNumber(shell, offset), count)
  if (part === null) throw shell.refuse('a text cut shorter than nothing')
  return part
}

async function wholeNumber(shell: Shell, word: Word): Promise<number> {
  const value = calculateIn(shell, await expandArithmetic(shell, word.text))
  if (isUnknown(value)) throw new UnknownError(value)
  return Number(value)
}
