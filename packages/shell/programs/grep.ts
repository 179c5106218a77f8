import { cannotFollow, Holes } from '@grade4/unknown'
import type { Arguments } from './arguments.js'
import { recogniseRegex } from './regex-grammar.js'
import { linesOf, type Tool, textOf } from './text-tools.js'

/** One character, any number of times, and nothing else: what `-o` prints of it are the places with at least one. */
const STARRED = /^(\^?)(\[[^\]]+\]|\\?.)\*(\$?)$/

/**
 * `grep` with one pattern: with `-w` a word, with `-o` one that matches no empty text and has no choice between a text
 * and its beginning. `syntax`: by the program's name.
 */
export const grep =
  (syntax: 'basic' | 'extended' | 'fixed'): Tool =>
  async ({ args, inputs, run, work }) => {
    const given = args.has('e') ? args.all('e') : args.operands.slice(0, 1)
    const [pattern = ''] = given
    const isStarred = args.has('o') && STARRED.test(pattern)
    const expression = expressionOf(
      isStarred ? pattern.replace(STARRED, '$1$2$2*$3') : pattern,
      syntax,
      args,
    )
    if (given.length !== 1 || expression === null) {
      throw cannotFollow(`the grader does not follow grep ${given.join(' ')} in the script`)
    }
    const options = args.options.filter(([name]) => !/^([EFPGsaehHl]|colou?r)$/.test(name))
    const words = [
      ...options.flatMap(([name, ...values]) => [`-${name}`, ...values]),
      ...expression,
    ]
    const behind = args.has('P') ? BEHIND.exec(pattern)?.groups?.text : undefined
    const isNamed = args.has('H') || (inputs.length > 1 && !args.has('h'))
    let out = ''
    let status = 1
    for (const { name, text } of inputs) {
      work(text.length * 20)
      const { stdout, exitCode } = await run(words, text)
      if (exitCode === 0) status = 0
      // Where the character is nowhere, the star has matched all the same.
      else if (exitCode > 1 || (isStarred && text !== ''))
        throw cannotFollow('the grader does not follow grep here')
      // A text that is looked back at may lie in the match before; then each of them is not followed by a match here.
      if (behind !== undefined && text.split(behind).length - 1 !== linesOf(stdout).length)
        throw cannotFollow('the grader does not follow grep here')
      const file = name === '-' ? '(standard input)' : name
      if (args.has('l')) out += exitCode === 0 ? `${file}\n` : ''
      else out += isNamed ? textOf(linesOf(stdout).map((line) => `${file}:${line}`)) : stdout
    }
    return { out: args.has('q') ? '' : out, status }
  }

/** Whether a pattern that is plain text surely stands in one of texts, of which parts are not known. */
export function surelyMatches(args: Arguments, texts: readonly string[]): boolean {
  const pattern = args.value('e') ?? args.operands[0] ?? ''
  const isPlain =
    /^[\w /:@,-]+$/.test(pattern) && !args.has('v') && !args.has('w') && !args.has('x')
  return isPlain && texts.some((text) => Holes.show(text, '\n').includes(pattern))
}

/** The pattern as just-bash reads it without mistakes; `null` for one that is not followed. */
function expressionOf(
  pattern: string,
  syntax: 'basic' | 'extended' | 'fixed',
  args: Arguments,
): string[] | null {
  if (pattern.includes('\n') || (args.has('w') && !/^\w(?:[\w.*-]*\w)?$/.test(pattern))) return null
  if (args.has('F') || syntax === 'fixed') return ['-F', '-e', pattern]
  if (args.has('P')) return perlExpressionOf(pattern, args)
  const isExtended = args.has('E') || syntax === 'extended'
  const traits = recogniseRegex(pattern, isExtended ? 'extended' : 'basic')
  if (args.has('o') && !(traits.needsCharacter && traits.prefersLongest)) return null
  return ['-E', '-e', traits.extended]
}

/** What stands before a match without belonging to it: `(?<=TEXT)` or `REGEX\\K`. */
const BEHIND = /^(?:\(\?<=(?<text>[\w "'=:@,;<>/-]+)\)|(?<regex>.*)\\K)/

/** The same of one of Perl's: what is followed of them means the same in extended ones, but for `\d` and `BEHIND`. */
function perlExpressionOf(pattern: string, args: Arguments): string[] | null {
  const behind = BEHIND.exec(pattern)
  const traits = [
    behind?.groups?.text ?? behind?.groups?.regex ?? '',
    pattern.slice(behind?.[0].length ?? 0),
  ].map((part) => recogniseRegex(withoutDigits(part), 'extended'))
  const [before, match] = traits
  if (args.has('o') && !(match?.needsCharacter && traits.every((one) => one.prefersLongest)))
    return null
  if (behind === null) return ['-E', '-e', match?.extended ?? '']
  return args.has('o') ? ['-P', '-e', `${before?.extended}\\K${match?.extended}`] : null
}

/** An expression with `\d`, and `\w` and `\s` in brackets, in POSIX's words. */
function withoutDigits(regex: string): string {
  const inBrackets = (body: string) =>
    body
      .replaceAll('\\d', '0-9')
      .replaceAll('\\w', '[:alnum:]_')
      .replaceAll('\\s', '[:space:]')
      .replaceAll('\\.', '.')
  return regex.replace(/\[\^?(?:[^\]\\]|\\.)+\]/g, inBrackets).replace(/(?<!\\)\\d/g, '[0-9]')
}
