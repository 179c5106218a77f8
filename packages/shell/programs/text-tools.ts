import { cannotFollow } from '@grade4/unknown'
import type { Arguments } from './arguments.js'

/** What a program that makes text of texts is given. */
export interface ToolCall {
  readonly args: Arguments
  /** What it reads, under the names it was given; standard input is `-`. */
  readonly inputs: readonly { readonly name: string; readonly text: string }[]
  /** Runs the program in just-bash, with these words and this text on standard input. */
  readonly run: (
    words: readonly string[],
    stdin: string,
  ) => Promise<{ stdout: string; exitCode: number }>
  /** Counts units of work; see budget.ts. */
  readonly work: (units: number) => void
}

/** What it prints, and its exit status. */
export interface ToolResult {
  /** `null`: it is laid out in a way that is not followed. */
  readonly out: string | null
  readonly status: number
}

/** A program that looks at nothing but its arguments and its input. Throws `UnknownError` for what is not followed. */
export type Tool = (call: ToolCall) => ToolResult | Promise<ToolResult>

/** The lines of a text, without their ends. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Lines as a text. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

function allLines({ inputs }: ToolCall): string[] {
  return inputs.flatMap(({ text }) => linesOf(text))
}

function printed(lines: readonly string[]): ToolResult {
  return { out: textOf(lines), status: 0 }
}

/** `cut`: fields or bytes of each line. A line without the delimiter is passed on whole. */
export const cut: Tool = (call) => {
  const { args } = call
  const list = args.value('f') ?? args.value('c') ?? args.value('b')
  const delimiter = args.value('d') ?? '\t'
  if (list === undefined || delimiter.length !== 1)
    throw cannotFollow('the script uses cut without a list')
  const lines = allLines(call).flatMap((line) => {
    if (!args.has('f')) return [chosen([...ascii(line)], list).join('')]
    if (!line.includes(delimiter)) return args.has('s') ? [] : [line]
    return [chosen(line.split(delimiter), list).join(delimiter)]
  })
  return printed(lines)
}

/** The parts that a list such as `1,3-5,7-` names, in their own order. */
function chosen(parts: readonly string[], list: string): string[] {
  const ranges = list.split(',').map((range) => {
    const [, from, dash, to] = /^(\d*)(-?)(\d*)$/.exec(range) ?? []
    if (from === undefined || range === '' || range === '-')
      throw cannotFollow(`the script cuts ${list}`)
    return { from: Number(from || 1), to: dash === '' ? Number(from) : Number(to || Infinity) }
  })
  return parts.filter((_, at) => ranges.some(({ from, to }) => at + 1 >= from && at + 1 <= to))
}

function ascii(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character of one byte
  if (/^[\x00-\x7f]*$/.test(text)) return text
  throw cannotFollow('the script counts bytes of a text that is not ASCII')
}

/** `uniq`: each run of equal lines once. */
export const uniq: Tool = (call) => {
  const { args } = call
  const runs: { line: string; count: number }[] = []
  const key = (line: string | undefined) => (args.has('i') ? line?.toLowerCase() : line)
  for (const line of allLines(call)) {
    const last = runs.at(-1)
    if (last !== undefined && key(last.line) === key(line)) last.count += 1
    else runs.push({ line, count: 1 })
  }
  const kept = runs.filter(
    ({ count }) => !(args.has('d') && count === 1) && !(args.has('u') && count > 1),
  )
  return printed(
    kept.map(({ line, count }) => (args.has('c') ? `${String(count).padStart(7)} ${line}` : line)),
  )
}

/** `wc`: one count of one input. */
export const wc: Tool = ({ args, inputs }) => {
  const [input] = inputs
  const [[kind] = ['']] = args.options
  if (input === undefined || inputs.length !== 1 || args.options.length !== 1)
    return { out: null, status: 0 }
  const { name, text } = input
  const counts: Readonly<Record<string, () => number>> = {
    l: () => text.split('\n').length - 1,
    w: () => text.match(/\S+/g)?.length ?? 0,
    c: () => Buffer.byteLength(text),
    m: () => [...text].length,
  }
  return { out: `${counts[kind]?.()}${name === '-' ? '' : ` ${name}`}\n`, status: 0 }
}

/** `basename`: a path without the folders before it and, where that is not all of it, without an ending. */
export const basename: Tool = ({ args }) => {
  const [path = '', suffix = ''] = args.operands
  const name = path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/s, '')
  const isEnding = suffix !== name && name.endsWith(suffix)
  return printed([isEnding ? name.slice(0, name.length - suffix.length) : name])
}

/** `dirname`: the folders before the last part of a path. */
export const dirname: Tool = ({ args }) =>
  printed(
    args.operands.map((path) => {
      const parts = /^(.*?)\/*[^/]+\/*$/s.exec(path)?.[1]
      if (parts === undefined) return path === '' ? '.' : '/'
      return parts === '' ? (path.startsWith('/') ? '/' : '.') : parts
    }),
  )
