import { cannotFollow } from '../cannot-follow.js'
import { recogniseRegex } from './regex-grammar.js'

const ADDRESS = /[1-9]\d*|\$|\/(?<regex>(?:\\.|[^\\/\n])+)\//y
const SUBSTITUTE =
  /s(?<mark>[^\w\s\\])(?<regex>(?:\\.|(?!\k<mark>)[^\\\n])+)\k<mark>(?<text>(?:\\.|(?!\k<mark>)[^\\\n])*)\k<mark>(?<flags>[gpiI]*|[1-9]p?)(?=[;}\n]|\s*$)/y
const COMMAND =
  /[pdq=](?=[;}\n]|\s*$)|[ai](?:\\\n| ?(?! ))[^\n\\]+(?=\n|$)|N(?=;)|:[a-z]+(?=[;\n])|\$!b[a-z]+(?=[;\n])|[{}]/y

/**
 * Recognises the scripts of GNU `sed` that are followed: `[ADDRESS[,ADDRESS]]COMMAND`, ended by `;` or a line's end.
 * - An address is a number, `$` or `/REGEX/`.
 * - A command is `s/REGEX/TEXT/` with `g`, `p`, `i` or a number; `p`, `d`, `q`, `=`, `N`; `a` and `i` with a line of
 *   text; `{ … }`; `:LABEL` and `$!bLABEL`.
 *
 * Throws `UnknownError` for others.
 */
export function recogniseSed(script: string, isExtended: boolean): void {
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(script)
    at = found === null ? at : pattern.lastIndex
    return found
  }
  const refuse = (): never => {
    throw cannotFollow(`the grader does not follow the sed script ${script}`)
  }
  /** sed takes `\n` and `\t` for the characters; what else is put in other words just-bash reads otherwise. */
  const recognise = (regex: string, syntax: 'basic' | 'extended') => {
    if (/\\[<>|]|\\\{|\\\\/.test(regex)) refuse()
    return recogniseRegex(regex.replaceAll('\\n', '\n').replaceAll('\\t', '\t'), syntax)
  }
  const address = (): boolean => {
    const found = take(ADDRESS)
    const regex = found?.groups?.regex
    // just-bash reads an address as a basic expression whatever `-E` says.
    if (
      regex !== undefined &&
      recogniseRegex(regex, 'basic') &&
      isExtended &&
      /[+?(){}|\\]/.test(regex)
    )
      refuse()
    return found !== null
  }
  for (take(/[\s;]+/y); at < script.length; take(/[\s;]+/y)) {
    if (script.startsWith('$!b', at)) {
      if (take(COMMAND) === null) refuse()
      continue
    }
    if (address() && take(/,/y) !== null && !address()) refuse()
    const substitution = take(SUBSTITUTE)?.groups
    if (substitution === undefined) {
      if (take(COMMAND) === null) refuse()
      continue
    }
    const { regex = '', text = '', flags = '', mark = '' } = substitution
    const { needsCharacter, prefersLongest } = recognise(regex, isExtended ? 'extended' : 'basic')
    const groups =
      regex.replace(/\[[^\]]*\]/g, '').split(isExtended ? /(?<!\\)\(/ : '\\(').length - 1
    const references = [...text.matchAll(/\\(\d)/g)].map(([, digit]) => Number(digit))
    if (references.some((number) => number > groups) || /\\[^\d&nt/.,:|#@!-]/.test(text)) refuse()
    if (
      !prefersLongest ||
      (/\d/.test(flags) && !needsCharacter) ||
      (/[.*+?(){}|^$[\]]/.test(mark) && regex.includes(`\\${mark}`))
    )
      refuse()
  }
}
