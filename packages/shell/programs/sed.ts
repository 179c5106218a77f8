import { Cursor } from '@grade4/jq'
import { cannotFollow, hasHole } from '@grade4/unknown'
import type { Command } from '../command.js'
import { Arguments } from './arguments.js'
import { recogniseRegex } from './regex-grammar.js'
import type { Tool } from './text-tools.js'
import { readAll, textProgram, toolCall, withoutPaths } from './utilities.js'

/** `sed`, over all that it reads as one text. */
const tool: Tool = async ({ args, inputs, run, work }) => {
  const scripts = args.has('e') ? args.all('e') : args.operands.slice(0, 1)
  const script = scripts.join('\n')
  recogniseSed(script, args.has('E'))
  const words = [
    ...['n', 'E'].filter((name) => args.has(name)).map((name) => `-${name}`),
    '-e',
    script,
  ]
  const text = inputs.map((input) => input.text).join('')
  work(text.length * 60 * script.split(/[;\n]/).length)
  const { stdout, exitCode } = await run(words, text)
  return { out: stdout, status: exitCode }
}

const toOutput = textProgram(tool)

/** `sed`; with `-i` each file is changed by itself. */
export const sed: Command = async (invocation) => {
  if (!invocation.args.some((arg) => /^(-\w*i|--in-place)/.test(arg))) return toOutput(invocation)
  const args = new Arguments(invocation)
  const { host, path } = invocation
  for (const file of args.files) {
    const inputs = await readAll(invocation, [file])
    if (inputs === null) return 2
    const texts = inputs.map(({ text }) => text)
    const unknown = [...withoutPaths(args, invocation.args), ...texts].filter(hasHole)
    const isKnown = unknown.length === 0
    const { out } = isKnown ? await tool(toolCall(invocation, args, inputs)) : { out: null }
    await host.files.writeFile(path(file), out ?? host.holes.holeLike(...unknown))
  }
  return 0
}

const ADDRESS = /[1-9]\d*|\$|\/(?<regex>(?:\\.|[^\\/\n])+)\//y
const SUBSTITUTE =
  /s(?<mark>[^\w\s\\])(?<regex>(?:\\.|(?!\k<mark>)[^\\\n])+)\k<mark>(?<text>(?:\\.|(?!\k<mark>)[^\\\n])*)\k<mark>(?<flags>[gpiI]*|[1-9]p?)(?=[;}\n]|\s*$)/y
const COMMAND =
  /[pdq=](?=[;}\n]|\s*$)|[ai](?:\\\n| ?(?! ))[^\n\\]+(?=\n|$)|N(?=;)|:[a-z]+(?=[;\n])|[{}]/y
const BRANCH = /\$!b[a-z]+(?=[;\n])/y
const GAP = /[\s;]+/y

/**
 * Recognises the scripts of GNU `sed` that are followed: `[ADDRESS[,ADDRESS]]COMMAND`, ended by `;` or a line's end.
 * - An address is a number, `$` or `/REGEX/`.
 * - A command is `s/REGEX/TEXT/` with `g`, `p`, `i` or a number; `p`, `d`, `q`, `=`, `N`; `a` and `i` with a line of
 *   text; `{ … }`; `:LABEL` and `$!bLABEL`.
 *
 * Throws `UnknownError` for others.
 */
function recogniseSed(script: string, isExtended: boolean): void {
  const cursor = new Cursor(script, () =>
    cannotFollow(`the grader does not follow the sed script ${script}`),
  )
  for (cursor.take(GAP); !cursor.isAtEnd; cursor.take(GAP)) {
    if (cursor.take(BRANCH)) continue
    const isAddressed = takeAddress(cursor, isExtended)
    if (isAddressed && cursor.take(/,/y) && !takeAddress(cursor, isExtended)) cursor.refuse()
    const substitution = cursor.match(SUBSTITUTE)?.groups
    if (substitution === undefined) cursor.expect(COMMAND)
    else if (!isFollowed(substitution, isExtended)) cursor.refuse()
  }
}

function takeAddress(cursor: Cursor, isExtended: boolean): boolean {
  const found = cursor.match(ADDRESS)
  const regex = found?.groups?.regex
  if (regex !== undefined) recogniseRegex(regex, 'basic')
  // just-bash reads an address as a basic expression whatever `-E` says.
  if (regex !== undefined && isExtended && /[+?(){}|\\]/.test(regex)) cursor.refuse()
  return found !== null
}

/** Whether just-bash substitutes as the real sed does. Throws `UnknownError` for an expression that is not followed. */
function isFollowed(
  { regex = '', text = '', flags = '', mark = '' }: Readonly<Record<string, string>>,
  isExtended: boolean,
): boolean {
  // sed takes `\n` and `\t` for the characters; what else is put in other words just-bash reads otherwise.
  if (/\\[<>|]|\\\{|\\\\/.test(regex)) return false
  const plain = regex.replaceAll('\\n', '\n').replaceAll('\\t', '\t')
  const traits = recogniseRegex(plain, isExtended ? 'extended' : 'basic')
  const groups = regex.replace(/\[[^\]]*\]/g, '').split(isExtended ? /(?<!\\)\(/ : '\\(').length - 1
  const references = [...text.matchAll(/\\(\d)/g)].map(([, digit]) => Number(digit))
  const isPlainText =
    references.every((number) => number <= groups) && !/\\[^\d&nt/.,:|#@!-]/.test(text)
  const isCounted = /\d/.test(flags) && !traits.needsCharacter
  const isEscapedMark = /[.*+?(){}|^$[\]]/.test(mark) && regex.includes(`\\${mark}`)
  return isPlainText && traits.prefersLongest && !isCounted && !isEscapedMark
}
