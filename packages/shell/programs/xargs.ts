import { hasHole, isUnknown, UnknownError } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Status } from '../command.js'
import type { Arguments } from './arguments.js'
import { followedArguments } from './arguments.js'
import { start } from './wrappers.js'

/** `xargs`: commands from the words of its input. Status 123 when one of them failed. */
export const xargs: Command = async (invocation) => {
  const { host, input: stdin, read, err, budget } = invocation
  const args = followedArguments('xargs', invocation.args)
  const file = args.value('a')
  const input = file === undefined ? stdin.rest() : await read(file)
  if (input === null) return 1
  if (hasHole(input)) throw new UnknownError(host.holes.reasonFor(input))
  const lines = itemsOf(input, args)
  if (lines === null) {
    await err('xargs: unmatched quote\n')
    return 1
  }
  budget.words(lines.length)
  let status: Status = 0
  for (const command of commandsFor(lines, args)) {
    const one = await start(invocation, command)
    if (isUnknown(one)) status = one
    else if (one === 126 || one === 127) return one
    else if (one === 255) return 124
    else if (one !== 0) status = 123
  }
  return status
}

/** What stands for an item in a command: with `-i`, `{}` unless it says so. */
function replaced(args: Arguments): string | undefined {
  return args.value('I') ?? (args.has('i') ? args.value('i') || '{}' : undefined)
}

function commandsFor(lines: readonly string[][], args: Arguments): string[][] {
  const command = args.operands.length === 0 ? ['echo'] : [...args.operands]
  const mark = replaced(args)
  if (mark !== undefined) {
    return lines.map((words) => command.map((arg) => arg.replaceAll(mark, () => words.join(''))))
  }
  const perLines = args.count('L')
  const items = perLines === undefined ? lines.flat().map((word) => [word]) : lines
  if (items.length === 0) return args.has('r') ? [] : [command]
  const size = perLines ?? args.count('n') ?? items.length
  if (size === 0) throw cannotFollow('the script gives xargs a wrong number')
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => [
    ...command,
    ...items.slice(at * size, (at + 1) * size).flat(),
  ])
}

/** The words of each line; `null` when a quote isn't closed. */
function itemsOf(input: string, args: Arguments): string[][] | null {
  const escapes: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\0': '\0' }
  const given = args.has('0') ? '\0' : args.value('d')
  if (given !== undefined) {
    const items = input.split(escapes[given] ?? given)
    if (items.at(-1) === '') items.pop()
    return items.map((item) => [item])
  }
  const isWhole = replaced(args) !== undefined
  const lines: string[][] = []
  for (const line of input.split('\n').filter((one) => one.trim() !== '')) {
    const words = wordsOf(isWhole ? line.trimStart() : line, isWhole)
    if (words === null) return null
    lines.push(words)
  }
  return lines
}

/** The words of a line without their quotes, or all of it as one; `null` when a quote isn't closed. */
function wordsOf(line: string, isWhole: boolean): string[] | null {
  const words: string[] = []
  let isOpen = false
  for (const [token] of line.matchAll(/"[^"]*"|'[^']*'|\\[\s\S]?|\s+|[^\s"'\\]+|["']/g)) {
    if (token === '"' || token === "'") return null
    if (/^\s/.test(token) && !isWhole) isOpen = false
    else {
      const text = /^["']/.test(token) ? token.slice(1, -1) : token.replace(/^\\/, '')
      words.push((isOpen ? (words.pop() ?? '') : '') + text)
      isOpen = true
    }
  }
  return words
}
