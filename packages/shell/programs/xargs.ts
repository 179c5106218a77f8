import { cannotFollow, hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import type { Command, Status } from '../command.js'
import { Arguments } from './arguments.js'
import { start } from './wrappers.js'

/** `xargs`: commands from the words of its input. Status 123 when one of them failed. */
export const xargs: Command = async (invocation) => {
  const { host, input, budget } = invocation
  const args = new Arguments(invocation)
  const text = input.rest()
  if (hasHole(text)) throw new UnknownError(host.holes.reasonFor(text))
  const items = itemsOf(text, args)
  budget.words(items.length)
  let status: Status = 0
  for (const command of commandsFor(items, args)) {
    const one = await start(invocation, command)
    if (isUnknown(one)) status = one
    else if (one === 126 || one === 127) return one
    else if (one === 255) return 124
    else if (one !== 0) status = 123
  }
  return status
}

function commandsFor(items: readonly string[], args: Arguments): string[][] {
  const command = args.operands.length === 0 ? ['echo'] : [...args.operands]
  const mark = args.value('I')
  if (mark !== undefined)
    return items.map((item) => command.map((arg) => arg.replaceAll(mark, () => item)))
  if (items.length === 0) return args.has('r') ? [] : [command]
  const size = args.count('n') ?? items.length
  if (size === 0) throw cannotFollow('the script gives xargs a wrong number')
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => [
    ...command,
    ...items.slice(at * size, (at + 1) * size),
  ])
}

const DELIMITERS: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\0': '\0' }

/** What the input is split into: words, with `-I` lines. */
function itemsOf(input: string, args: Arguments): string[] {
  const given = args.has('0') ? '\0' : args.value('d')
  if (given !== undefined) {
    const items = input.split(DELIMITERS[given] ?? given)
    if (items.at(-1) === '') items.pop()
    return items
  }
  const isWhole = args.has('I')
  const lines = input.split('\n').filter((line) => line.trim() !== '')
  return lines.flatMap((line) => wordsOf(isWhole ? line.trimStart() : line, isWhole))
}

/** The words of a line without their quotes, or all of it as one. */
function wordsOf(line: string, isWhole: boolean): string[] {
  const words: string[] = []
  let isOpen = false
  for (const [token] of line.matchAll(/"[^"]*"|'[^']*'|\\[\s\S]?|\s+|[^\s"'\\]+|["']/g)) {
    // The real one runs what stands before it, and fails.
    if (/^["']$/.test(token)) throw cannotFollow('xargs in the script reads a quote without an end')
    if (/^\s/.test(token) && !isWhole) isOpen = false
    else {
      const text = /^["']/.test(token) ? token.slice(1, -1) : token.replace(/^\\/, '')
      words.push((isOpen ? (words.pop() ?? '') : '') + text)
      isOpen = true
    }
  }
  return words
}
