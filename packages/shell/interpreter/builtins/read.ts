import { hasHole, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../../cannot-follow.js'
import { assignVariable } from '../assignments.js'
import type { Shell } from '../shell.js'
import { IndexedArray } from '../variables.js'
import { separators } from '../words.js'
import type { Builtin } from './index.js'

interface ReadOptions {
  raw: boolean
  array: string | null
  delimiter: string
  descriptor: number
  characters: number | null
  names: string[]
}

function readOptions(texts: readonly string[]): ReadOptions {
  const options: ReadOptions = {
    raw: false,
    array: null,
    delimiter: '\n',
    descriptor: 0,
    characters: null,
    names: [],
  }
  const left = [...texts]
  for (let text = left.shift(); text !== undefined; text = left.shift()) {
    if (!text.startsWith('-') || text === '-') options.names.push(text)
    else if (text !== '--') {
      for (let index = 1; index < text.length; index++) {
        const flag = text[index] ?? ''
        if (flag === 'r') options.raw = true
        else if (!/[es]/.test(flag)) {
          const value = text.slice(index + 1) || (left.shift() ?? '')
          withValue(options, flag, value)
          break
        }
      }
    }
  }
  return options
}

function withValue(options: ReadOptions, flag: string, value: string): void {
  if (flag === 'a') options.array = value
  else if (flag === 'd') options.delimiter = value === '' ? '\0' : value.slice(0, 1)
  else if (flag === 'u') options.descriptor = Number(value)
  else if (flag === 'n' || flag === 'N') options.characters = Number(value)
  else if (!/[tpi]/.test(flag))
    throw cannotFollow(`the script uses read -${flag}, which the grader lacks`)
}

/** One line of input, split into variables. The number of lines of an unknown text is unknown. */
export const read: Builtin = async (shell, args, context) => {
  const options = readOptions(args.map(({ text }) => text))
  if (options.characters !== null)
    throw cannotFollow('the script uses read -n, which the grader lacks')
  const { text, ended } = line(shell, options)
  if (hasHole(text)) throw new UnknownError(shell.host.holes.reasonFor(text))
  const ifs = separators(shell)
  if (options.array !== null) {
    const elements = words(text, ifs, Number.POSITIVE_INFINITY).map(unprotected)
    shell.variables.set(options.array, IndexedArray.of(elements))
  } else if (options.names.length === 0) shell.variables.set('REPLY', unprotected(text))
  else {
    const values = words(text, ifs, options.names.length)
    for (const [index, name] of options.names.entries()) {
      await assignVariable(shell, name, unprotected(values[index] ?? ''), context)
    }
  }
  return ended ? 1 : 0
}

/** Up to the delimiter; without `-r` a backslash joins lines and quotes a character. */
function line(shell: Shell, options: ReadOptions): { text: string; ended: boolean } {
  const input = shell.input(options.descriptor)
  let { text, ended } = input.until(options.delimiter)
  if (options.raw) return { text, ended }
  while (!ended && /(?<!\\)(?:\\\\)*\\$/.test(text)) {
    const next = input.until(options.delimiter)
    text = text.slice(0, -1) + next.text
    ended = next.ended
  }
  return { text: text.replace(/\\(.)/gs, (_, quoted: string) => protectedCharacter(quoted)), ended }
}

/** Quoted separators separate nothing; they stand here until the text is split. Private use, U+E200 and on. */
const PROTECTED = 0xe200

function protectedCharacter(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x80 ? String.fromCharCode(PROTECTED + code) : character
}

function unprotected(text: string): string {
  return text.replace(/[\uE200-\uE27F]/g, (one) =>
    String.fromCharCode(one.charCodeAt(0) - PROTECTED),
  )
}

/** At most `count` words, the last of them with all that is left. */
function words(text: string, ifs: string, count: number): string[] {
  if (ifs === '') return [text]
  const blank = [...ifs].filter((one) => ' \t\n'.includes(one)).join('')
  const isBlank = (one: string | undefined) => one !== undefined && blank.includes(one)
  let start = 0
  let end = text.length
  while (start < end && isBlank(text[start])) start++
  while (end > start && isBlank(text[end - 1])) end--
  const result: string[] = []
  while (start < end && result.length < count - 1) {
    let stop = start
    while (stop < end && !ifs.includes(text[stop] ?? '')) stop++
    result.push(text.slice(start, stop))
    start = stop
    while (start < end && isBlank(text[start])) start++
    if (start < end && ifs.includes(text[start] ?? '') && !isBlank(text[start])) {
      start++
      while (start < end && isBlank(text[start])) start++
    }
  }
  if (start < end) {
    const rest = text.slice(start, end)
    result.push(onlyField(rest, ifs, isBlank) ?? rest)
  }
  return result
}

/** The field of a rest that is one field and its separator; `null` where more comes after that. */
function onlyField(rest: string, ifs: string, isBlank: (one: string) => boolean): string | null {
  const characters = [...rest]
  const stop = characters.findIndex((one) => ifs.includes(one))
  if (stop === -1) return rest
  const after = characters.slice(stop).filter((one) => !isBlank(one))
  return after.length <= 1 && after.every((one) => ifs.includes(one))
    ? characters.slice(0, stop).join('')
    : null
}

/** `mapfile -t lines`. */
export const mapfile: Builtin = async (shell, args) => {
  const texts = args.map(({ text }) => text)
  let trim = false
  let delimiter = '\n'
  let name = 'MAPFILE'
  for (let text = texts.shift(); text !== undefined; text = texts.shift()) {
    const [option, trims, delimits, attached] = /^-(t*)(?:(d)(.*))?$/s.exec(text) ?? []
    if (option === undefined && text.startsWith('-')) {
      throw cannotFollow(`the script uses mapfile ${text}, which the grader lacks`)
    }
    if (option === undefined) name = text
    if (trims) trim = true
    if (delimits) delimiter = (attached || (texts.shift() ?? '')).slice(0, 1) || '\0'
  }
  const input = shell.input().rest()
  if (hasHole(input)) throw new UnknownError(shell.host.holes.reasonFor(input))
  const lines = input.split(delimiter)
  const unended = lines.pop()
  const kept = trim ? lines : lines.map((one) => one + delimiter)
  if (unended !== undefined && unended !== '') kept.push(unended)
  shell.host.budget.words(kept.length)
  shell.variables.set(name, IndexedArray.of(kept))
  return 0
}
