import { hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Status } from '../command.js'
import { start } from './wrappers.js'

interface XargsOptions {
  /** Arguments for each command; `null`: all at once. */
  perCommand: number | null
  perLines: number | null
  replace: string | null
  delimiter: string | null
  skipsEmpty: boolean
  file: string | null
  command: string[]
}

/** `xargs`: commands from the words of its input. Status 123 when one of them failed. */
export const xargs: Command = async (invocation) => {
  const { host, input: stdin, read, err, budget } = invocation
  const options = xargsOptions(invocation.args)
  const { file } = options
  const input = file === null ? stdin.rest() : await read(file)
  if (input === null) return 1
  if (hasHole(input)) throw new UnknownError(host.holes.reasonFor(input))
  const lines = itemsOf(input, options)
  if (lines === null) {
    await err('xargs: unmatched quote\n')
    return 1
  }
  budget.words(lines.length)
  let status: Status = 0
  for (const command of commandsFor(lines, options)) {
    const one = await start({ ...invocation, uncertain: invocation.uncertain }, command)
    if (isUnknown(one)) status = one
    else if (one === 126 || one === 127) return one
    else if (one === 255) return 124
    else if (one !== 0) status = 123
  }
  return status
}

function commandsFor(lines: readonly string[][], options: XargsOptions): string[][] {
  const { command, replace, perCommand, perLines, skipsEmpty } = options
  if (replace !== null) {
    return lines.map((words) => command.map((arg) => arg.replaceAll(replace, () => words.join(''))))
  }
  if (perLines !== null) return chunks(lines, perLines).map((some) => [...command, ...some.flat()])
  const words = lines.flat()
  if (words.length === 0) return skipsEmpty ? [] : [command]
  return chunks(words, perCommand ?? words.length).map((some) => [...command, ...some])
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size)
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size))
}

/** The words of each line; `null` when a quote isn't closed. */
function itemsOf(input: string, options: XargsOptions): string[][] | null {
  const { delimiter, replace } = options
  if (delimiter !== null) {
    const items = input.split(delimiter)
    if (items.at(-1) === '') items.pop()
    return items.map((item) => [item])
  }
  const lines: string[][] = []
  for (const line of input.split('\n')) {
    if (line.trim() === '') continue
    const words = replace === null ? wordsOf(line, /\s/) : wordsOf(line.trimStart(), null)
    if (words === null) return null
    lines.push(words)
  }
  return lines
}

/** What stands between separators, without quotes; `null` when a quote isn't closed. */
function wordsOf(line: string, separator: RegExp | null): string[] | null {
  const words: string[] = []
  let word: string | null = null
  for (let index = 0; index < line.length; index++) {
    const character = line[index] ?? ''
    if (character === "'" || character === '"') {
      const end = line.indexOf(character, index + 1)
      if (end === -1) return null
      word = (word ?? '') + line.slice(index + 1, end)
      index = end
    } else if (character === '\\') word = (word ?? '') + (line[++index] ?? '')
    else if (separator?.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (word !== null) words.push(word)
  return words
}

function xargsOptions(args: readonly string[]): XargsOptions {
  const options: XargsOptions = {
    perCommand: null,
    perLines: null,
    replace: null,
    delimiter: null,
    skipsEmpty: false,
    file: null,
    command: [],
  }
  const left = [...args]
  while (left[0]?.startsWith('-') && left[0] !== '-') {
    const arg = left.shift() ?? ''
    if (arg === '--') break
    const [, short, attached] = /^-([a-zA-Z0])(.*)$/s.exec(arg) ?? []
    const [, long, equal] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? []
    const flag = short ?? LONG[long ?? ''] ?? ''
    const value = () => (attached ? attached : (equal ?? left.shift() ?? ''))
    if (flag === 'n') options.perCommand = count(value())
    else if (flag === 'L') options.perLines = count(value())
    else if (flag === 'I') options.replace = value()
    else if (flag === 'i') options.replace = attached || equal || '{}'
    else if (flag === 'd')
      options.delimiter = value()
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t')
        .replaceAll('\\0', '\0')
    else if (flag === 'a') options.file = value()
    else if (flag === 'P' || flag === 's') value()
    else if (flag === '0') {
      options.delimiter = '\0'
      if (attached) left.unshift(`-${attached}`)
    } else if (flag === 'r') {
      options.skipsEmpty = true
      if (attached) left.unshift(`-${attached}`)
    } else if (flag === 't' || flag === 'x') {
      if (attached) left.unshift(`-${attached}`)
    } else throw cannotFollow(`the script uses xargs ${arg}, which the grader lacks`)
  }
  options.command = left.length === 0 ? ['echo'] : left
  return options
}

const LONG: Readonly<Record<string, string>> = {
  'max-args': 'n',
  'max-lines': 'L',
  replace: 'i',
  null: '0',
  'no-run-if-empty': 'r',
  delimiter: 'd',
  'arg-file': 'a',
  'max-procs': 'P',
  verbose: 't',
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw cannotFollow('the script gives xargs a wrong number')
  return value
}
