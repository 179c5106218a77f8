import {
  type Form,
  hasHole,
  isUnknown,
  mayBeEmpty,
  mayBeSplit,
  UnknownError,
} from '@grade4/unknown'
import type {
  CommandExpansionPart,
  ParameterExpansionPart,
  ParameterOperation,
  Statement,
  Word,
  WordPart,
} from 'unbash'
import { readQuoted, readWord } from '../script.js'
import { Buffered, readForInput } from './descriptors.js'
import { ExitSignal, FatalError, inSubshell } from './ending.js'
import { expandPaths, type Piece, splitFields } from './fields.js'
import { type Pattern, quotedPattern, replaced, trimmed } from './pattern.js'
import { type Argument, plainArguments, type Shell } from './shell.js'
import {
  ArithmeticError,
  assignText,
  calculateIn,
  checkUnset,
  elementsOf,
  mayBeUnset,
  textOf,
} from './values.js'
import { ArrayValue } from './variables.js'

/** Where a tilde stands for the home folder: at the beginning, and in what is assigned behind colons too. */
const TILDES = {
  word: /^~(?=[/:]|$)/g,
  argument: /(?<=^|^[A-Za-z_]\w*=(?:.*:)?)~(?=[/:]|$)/gs,
  assignment: /(?<=^|:)~(?=[/:]|$)/g,
  none: null,
} as const
type Tilde = keyof typeof TILDES

/** Words to arguments: braces, tildes, parameters, substitutions, splitting, wildcards. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<Argument[]> {
  const expanded: Argument[] = []
  for (const word of words.flatMap((one) => expandBraces(shell, one))) {
    const before = expanded.length
    const tilde = /^[A-Za-z_]\w*=/.test(word.text) ? 'argument' : 'word'
    const pieces = await expand(shell, word, tilde)
    for (const { text, pattern, uncertain } of splitFields(pieces, separators(shell))) {
      const paths = shell.options.has('noglob') ? null : await expandPaths(shell, pattern)
      if (paths === null) expanded.push({ text, uncertain })
      else expanded.push(...plainArguments(paths))
    }
    shell.host.budget.words(expanded.length - before)
  }
  shell.host.budget.words(expanded.length)
  return expanded
}

/** A word to one text: no splitting, no wildcards. */
export async function expandText(shell: Shell, word: Word, tilde: Tilde = 'word'): Promise<string> {
  return shell.host.budget.value(joined(await expand(shell, word, tilde)))
}

/** A word to a pattern: what is quoted in it stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<Pattern> {
  const pieces = await expand(shell, word, 'word')
  return pieces.map(({ text, kind }) => (kind === 'quoted' ? quotedPattern(text) : text)).join('')
}

/** Parts as they stand in a here document, to one text. */
export async function expandDocument(shell: Shell, parts: readonly WordPart[]): Promise<string> {
  return shell.host.budget.value(joined(await expandParts(shell, parts, 'none', true)))
}

/** An arithmetic text with its expansions done. */
export async function expandArithmetic(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text.replaceAll('"', '')
  const parts = readQuoted(text, shell.host.budget).map((part) =>
    part.type === 'Literal' ? { ...part, value: part.value.replaceAll('"', '') } : part,
  )
  return expandDocument(shell, parts)
}

/** The pieces of a word before it is split. `quoted`: it stands inside double quotes. */
export function expand(shell: Shell, word: Word, tilde: Tilde, quoted = false): Promise<Piece[]> {
  const { text, value, pos, end } = word
  return expandParts(
    shell,
    word.parts ?? [{ type: 'Literal', text, value, pos, end }],
    tilde,
    quoted,
  )
}

/** IFS, or its default where it isn't set. */
export function separators(shell: Shell): string {
  return shell.variables.text('IFS') ?? ' \t\n'
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('')
}

async function expandParts(
  shell: Shell,
  parts: readonly WordPart[],
  tilde: Tilde,
  quoted: boolean,
): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const part of parts) {
    if (part.type === 'Literal' && !quoted) {
      const ends = { first: part === parts[0], last: part === parts.at(-1) }
      pieces.push(...withHome(shell, part.text, TILDES[tilde], ends))
    } else pieces.push(...(await expandPart(shell, part, quoted)))
  }
  return pieces
}

async function expandPart(shell: Shell, part: WordPart, quoted: boolean): Promise<Piece[]> {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return textPieces(part.value, true)
    case 'DoubleQuoted': {
      const inner = await expandParts(shell, part.parts, 'none', true)
      // "" is an argument, but "$@" without parameters is none.
      return inner.length > 0 || part.parts.some(isList) ? inner : textPieces('', true)
    }
    case 'SimpleExpansion':
      return expandParameter(shell, { parameter: part.text.slice(1) }, quoted)
    case 'ParameterExpansion':
      return expandParameter(shell, part, quoted)
    case 'CommandExpansion':
      return textPieces(await substituteCommand(shell, part), quoted)
    case 'ArithmeticExpansion':
      return textPieces(shell.textOf(await calculated(shell, part.text.slice(3, -2))), quoted)
    case 'ProcessSubstitution':
      return textPieces(await substituteProcess(shell, part.script?.commands ?? []), true)
    case 'Glob':
    case 'BraceExpansion':
      return asWritten(shell, part, quoted)
    default:
      throw shell.refuse(part.text)
  }
}

function textPieces(text: string, quoted: boolean): Piece[] {
  return [{ text, kind: quoted ? 'quoted' : 'splits' }]
}

/** Unquoted text as it is written, in which a tilde may be the home folder. */
function withHome(
  shell: Shell,
  written: string,
  tildes: RegExp | null,
  { first, last }: { readonly first: boolean; readonly last: boolean },
): Piece[] {
  if (tildes === null || !written.includes('~')) return unescaped(written)
  if (first && /^~[^/:]/.test(written)) throw shell.refuse(`${written}, another home folder`)
  const pieces: Piece[] = []
  let from = 0
  for (const { index } of written.matchAll(tildes)) {
    if ((index === 0 && !first) || (index === written.length - 1 && !last)) continue
    const home = shell.variables.text('HOME') ?? '/home/runner'
    pieces.push(...unescaped(written.slice(from, index)), ...textPieces(home, true))
    from = index + 1
  }
  return [...pieces, ...unescaped(written.slice(from))]
}

/** Unquoted text: a backslash quotes the next character, or joins lines. */
function unescaped(written: string): Piece[] {
  return [...written.matchAll(/\\\n|\\(.?)|([^\\]+)/gs)].flatMap(([, quoted, text]): Piece[] => {
    if (quoted !== undefined) return textPieces(quoted === '' ? '\\' : quoted, true)
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
    pieces.push(...(quoted ? textPieces(text, true) : unescaped(text)))
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

async function substituteCommand(
  shell: Shell,
  { script, text }: CommandExpansionPart,
): Promise<string> {
  if (script === undefined || script.errors?.length)
    throw shell.refuse(`${text}, which is no shell`)
  const [only, ...more] = script.commands
  // `$(< file)` reads a file without a command.
  if (only?.command.type === 'Command' && only.command.name === undefined && more.length === 0) {
    const [redirect, ...others] = only.command.prefix
    const reads = redirect?.type === 'Redirect' && redirect.operator === '<' && others.length === 0
    if (reads && redirect.target)
      return readThrough(shell, await expandText(shell, redirect.target))
  }
  return captureOutput(shell, script.commands)
}

/** What `$((…))` gives. Bash gives up the line at a failure and goes on with the next one, whatever `-e` says. */
async function calculated(shell: Shell, text: string) {
  try {
    return calculateIn(shell, await expandArithmetic(shell, text))
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    throw shell.refuse(`a calculation that fails (${error.message})`)
  }
}

/** A parameter as the parser gives it, or as `${!x}` names it. */
interface Parameter {
  readonly parameter: string
  readonly prefix?: ParameterExpansionPart['prefix']
  readonly index?: Word | string | undefined
  readonly operation?: ParameterOperation | undefined
}

/** What a parameter stands for: one text, or the texts of a list. */
interface Found {
  readonly texts: readonly string[]
  readonly isSet: boolean
  readonly list: '@' | '*' | null
}

/** `$@`, `${a[@]}`, `${!a[@]}`. */
function isList(part: WordPart): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@'
  return part.type === 'ParameterExpansion' && (part.parameter === '@' || part.index?.text === '@')
}

async function find(shell: Shell, { parameter, index }: Parameter): Promise<Found> {
  const subscript = index === undefined ? undefined : await subscriptText(shell, index)
  for (const list of ['@', '*'] as const) {
    if (parameter !== list && subscript !== list) continue
    const texts = elementsOf(shell, parameter)
    return { texts, isSet: texts.length > 0, list }
  }
  const text = textOf(shell, parameter, subscript)
  return { texts: [text ?? ''], isSet: text !== undefined, list: null }
}

function subscriptText(shell: Shell, index: Word | string): Promise<string> {
  return typeof index === 'string'
    ? expandArithmetic(shell, index)
    : expandText(shell, index, 'none')
}

/** `$x`, `${x…}`, `$@`, `${a[i]…}` … to pieces. */
async function expandParameter(shell: Shell, from: Parameter, quoted: boolean): Promise<Piece[]> {
  const { operation, prefix, parameter } = from
  if (prefix === '!') return expandIndirectly(shell, from, quoted)
  const found = await find(shell, from)
  const { texts, isSet, list } = found
  if (operation?.type === 'Default') return expandConditional(shell, from, operation, found, quoted)
  if (!isSet && list === null) checkUnset(shell, parameter)
  if (prefix === '#' && list !== null) return textPieces(String(texts.length), quoted)
  if (operation?.type === 'Slice' && list !== null) {
    const all = parameter === list ? [shell.name, ...texts] : texts
    return listPieces(shell, await slice(shell, all, operation), list, quoted)
  }
  const changed: string[] = []
  for (const text of texts) changed.push(await change(shell, text, from))
  return list === null
    ? textPieces(changed.join(''), quoted)
    : listPieces(shell, changed, list, quoted)
}

function listPieces(
  shell: Shell,
  texts: readonly string[],
  list: '@' | '*',
  quoted: boolean,
): Piece[] {
  const joiner = list === '*' ? separators(shell).slice(0, 1) : ' '
  if (list === '*' && quoted) return textPieces(texts.join(joiner), true)
  const between: Piece = { text: joiner, kind: 'break' }
  return texts.flatMap((text, index) => [
    ...(index === 0 ? [] : [between]),
    ...textPieces(text, quoted),
  ])
}

/** `${!x}`: the parameter that x names. `${!a[@]}`: the keys of an array. */
async function expandIndirectly(shell: Shell, from: Parameter, quoted: boolean): Promise<Piece[]> {
  const { parameter, index, operation } = from
  const list = typeof index === 'object' ? index.text : index
  if ((list === '@' || list === '*') && operation === undefined) {
    const value = shell.variables.get(parameter)
    const array =
      value instanceof ArrayValue ? value : ArrayValue.of(value === undefined ? [] : [value])
    return listPieces(
      shell,
      array.entries().map(([key]) => key),
      list,
      quoted,
    )
  }
  const target = (await find(shell, { parameter, index })).texts.join(' ')
  if (hasHole(target)) throw shell.undecided(target)
  const [, name, element] = /^(\w+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target) ?? []
  if (name === undefined) throw new FatalError(`${target}: invalid variable name`)
  return expandParameter(shell, { parameter: name, index: element, operation }, quoted)
}

/** `${x:-w}`, `${x:=w}`, `${x:+w}`, `${x:?w}` and their forms without the colon. */
async function expandConditional(
  shell: Shell,
  { parameter, index }: Parameter,
  { operator, operand }: Extract<ParameterOperation, { type: 'Default' }>,
  { texts, isSet }: Found,
  quoted: boolean,
): Promise<Piece[]> {
  const text = texts.join(' ')
  const colon = operator.startsWith(':')
  if ((colon && isSet && mayBeEmpty(text)) || mayBeUnset(text)) {
    if (operator.endsWith('?')) throw shell.undecided(text)
    return textPieces(shell.host.holes.holeLike(text), quoted)
  }
  const isPresent = isSet && !(colon && text === '')
  if (operator.endsWith('+') && !isPresent) return isSet ? textPieces('', quoted) : []
  if (operator.endsWith('+') || (operator.endsWith('-') && !isPresent)) {
    const pieces = await expand(shell, operand, quoted ? 'none' : 'word', quoted)
    // Without quotes around the whole, the word's own unquoted text splits too.
    return pieces.map((piece) => (piece.kind === 'plain' ? { ...piece, kind: 'splits' } : piece))
  }
  if (isPresent) return expandParameter(shell, { parameter, index }, quoted)
  const value = await expandText(shell, operand, quoted ? 'none' : 'word')
  if (operator.endsWith('?')) {
    throw new FatalError(`${parameter}: ${value === '' ? 'parameter null or not set' : value}`)
  }
  assignText(
    shell,
    parameter,
    index === undefined ? undefined : await subscriptText(shell, index),
    value,
  )
  return textPieces(value, quoted)
}

/** One text with its length taken, or an operation such as `#`, `%`, `/`, `:`, `^` done on it. */
async function change(
  shell: Shell,
  text: string,
  { prefix, operation }: Parameter,
): Promise<string> {
  const { budget, holes } = shell.host
  if (operation === undefined && prefix === undefined) return text
  if (hasHole(text))
    return holes.hole(holes.reasonFor(text), await formOfCut(shell, text, operation))
  if (prefix === '#') return String([...text].length)
  if (operation?.type === 'Slice') return (await slice(shell, [...text], operation)).join('')
  const word =
    operation?.type === 'Replace'
      ? operation.pattern
      : operation && 'operand' in operation && operation.operand
  const pattern = word ? await expandPattern(shell, word) : ''
  const pieces =
    operation?.type === 'Replace' ? await expand(shell, operation.replacement, 'word') : []
  if (hasHole(pattern)) return holes.holeLike(pattern)
  switch (operation?.type) {
    case 'Remove':
      return trimmed(text, operation.operator, pattern, budget)
    case 'Replace':
      return budget.value(
        replaced(text, operation.operator, pattern, (match) => withMatch(pieces, match), budget),
      )
    case 'CaseModification':
      return caseChanged(text, operation.operator)
    case 'Transform':
      return caseChanged(text, TRANSFORMS[operation.operand.text] ?? '^^')
    default:
      throw shell.refuse('an operation on a parameter')
  }
}

/** What is known of a part that is cut from a word which is not known. */
async function formOfCut(
  shell: Shell,
  text: string,
  operation: ParameterOperation | undefined,
): Promise<Form | undefined> {
  if (operation?.type !== 'Slice' || mayBeSplit(text)) return undefined
  const { offset, length } = operation
  const isStart = (await wholeNumber(shell, offset)) === 0
  return isStart && (length === undefined || (await wholeNumber(shell, length)) > 0)
    ? 'word'
    : 'part'
}

/** A replacement, in which an unquoted `&` is the match itself, as bash 5.2 has it. */
function withMatch(pieces: readonly Piece[], match: string): string {
  const filled = (text: string) =>
    text.replace(/\\([\\&])|&/g, (_, quoted?: string) => quoted ?? match)
  return pieces.map(({ text, kind }) => (kind === 'quoted' ? text : filled(text))).join('')
}

/** `${x:offset:length}`, on characters or elements. */
async function slice(
  shell: Shell,
  all: readonly string[],
  { offset, length }: Extract<ParameterOperation, { type: 'Slice' }>,
): Promise<readonly string[]> {
  const given = await wholeNumber(shell, offset)
  const start = given < 0 ? all.length + given : given
  if (start < 0 || start > all.length) return []
  const count = length === undefined ? all.length : await wholeNumber(shell, length)
  const end = count < 0 ? all.length + count : start + count
  if (end < start) throw shell.refuse('a text cut shorter than nothing')
  return all.slice(start, end)
}

/** `${x@U}` and its like, as they are written otherwise. */
const TRANSFORMS: Readonly<Record<string, '^^' | '^' | ',,'>> = { U: '^^', u: '^', L: ',,' }

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`. */
function caseChanged(text: string, operator: '^' | '^^' | ',' | ',,'): string {
  const change = (one: string) => (operator.startsWith('^') ? one.toUpperCase() : one.toLowerCase())
  return [...text]
    .map((one, at) => (at === 0 || operator.length === 2 ? change(one) : one))
    .join('')
}

async function wholeNumber(shell: Shell, word: Word): Promise<number> {
  const value = await calculated(shell, word.text)
  if (isUnknown(value)) throw new UnknownError(value)
  return Number(value)
}

/** The words that a word's braces stand for, read anew as bash does; the word itself where it has none. */
function expandBraces(shell: Shell, word: Word): readonly Word[] {
  const { budget } = shell.host
  const braces = word.parts?.find((part) => part.type === 'BraceExpansion')
  if (braces === undefined) return [word]
  const inner = braces.text.slice(1, -1)
  const before = word.text.slice(0, braces.pos - word.pos)
  const behind = word.text.slice(braces.end - word.pos)
  const words: Word[] = []
  for (const alternative of sequence(shell, inner) ?? listed(shell, inner)) {
    const one = readWord(`${before}${alternative}${behind}`, budget)
    if (one !== null) words.push(...expandBraces(shell, one))
  }
  budget.words(words.length)
  return words
}

/** `a,b`: texts without braces, quotes and expansions in them. */
function listed(shell: Shell, inner: string): readonly string[] {
  if (/[{}'"\\$`]/.test(inner)) throw shell.refuse(`{${inner}}`)
  return inner.split(',')
}

/** `1..9`, or `1..9..2` with a step; `null` for what is none. */
function sequence(shell: Shell, inner: string): readonly string[] | null {
  if (!inner.includes('..')) return null
  const ends = /^(-?\d+)\.\.(-?\d+)(?:\.\.(\d+))?$/.exec(inner)
  if (ends === null || /(^|\.)-?0\d/.test(inner)) throw shell.refuse(`{${inner}}`)
  const [from = 0, to = 0, step = 1] = ends.slice(1).map((text) => Number(text ?? 1))
  const stride = Math.max(1, step)
  const count = Math.floor(Math.abs(to - from) / stride) + 1
  shell.host.budget.words(count)
  const direction = to < from ? -1 : 1
  return Array.from({ length: count }, (_, at) => String(from + direction * at * stride))
}

/**
 * What `$(…)` gives: the output without the newlines at its end.
 * `-e` is not in force inside, unless inherit_errexit is set. Source: bash(1), COMMAND EXECUTION ENVIRONMENT.
 */
async function captureOutput(shell: Shell, statements: readonly Statement[]): Promise<string> {
  const { budget } = shell.host
  const buffer = new Buffered(budget)
  const subshell = shell.fork([[1, buffer]])
  if (!shell.shopt.has('inherit_errexit') && shell.kind === 'bash') {
    subshell.options.delete('errexit')
    subshell.errorsIgnored = false
  }
  shell.substitutionStatus = await run(subshell, statements)
  shell.status = shell.substitutionStatus
  return budget.value(buffer.text.replaceAll('\0', '').replace(/\n+$/, ''))
}

/** What `$(< path)` gives. */
async function readThrough(shell: Shell, path: string): Promise<string> {
  const content = await readForInput(shell, path)
  // Unlike that of a command, this failure ends a shell with -e wherever it happens.
  if (content === null && shell.options.has('errexit')) throw new ExitSignal(1)
  shell.substitutionStatus = content === null ? 1 : 0
  return (content ?? '').replace(/\n+$/, '')
}

/** The path that `<(…)` stands for, with what its command writes. */
async function substituteProcess(shell: Shell, statements: readonly Statement[]): Promise<string> {
  const { budget, files } = shell.host
  const path = `/dev/fd/${63 + shell.host.nextFile++}`
  const buffer = new Buffered(budget)
  await run(shell.fork([[1, buffer]]), statements)
  files.mkdirSync('/dev/fd', { recursive: true })
  files.writeFileSync(path, buffer.text)
  return path
}

function run(subshell: Shell, statements: readonly Statement[]) {
  return inSubshell(subshell, () => subshell.host.run.statements(subshell, statements))
}
