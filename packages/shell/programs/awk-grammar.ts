import { cannotFollow } from '../cannot-follow.js'

const STRING = /"(?:[^"\\\n]|\\["\\/nt])*"/y
/** An expression without counts in braces, which not every awk knows. */
const REGEX = /\/(?:[^/\\\n[{}]|\\[.*+?()[\]|^$/"-]|\[\^?\]?(?:\[:[a-z]+:\]|[^\]\\[/])*\])+\//y
const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y
const FIELD = /\$(?:\d\d?\b|NF\b|[a-z]\w*\b|\( *NF *- *\d *\))/y
/** Variables of the program have a small letter; of awk's own, these are followed. */
const NAME =
  /(?!(?:if|else|for|while|do|in|print|printf|next|exit|delete|getline|func\w*|return|s?printf|g?sub|split|match|int)\b)(?:N[RF]|[A-Z]*[a-z_]\w*|ENVIRON)\b(?!\()/y
const CALL = /(?:length|index|toupper|tolower|substr)\(/y
const LENGTH = /length(?:\(\))?(?![\w(])/y
/** Replaces what is not empty, where nothing is to choose. */
const REPLACE =
  /g?sub\(\/\^?(?:[^/\\\n|[{}()*?^$]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])(?![*?])(?:[^/\\\n|[{}]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])*\/, *"[^"\\&\n]*"\)/y
const SEPARATOR =
  /FS *= *"(?:[\w ,:;=@#%&<>~!/-]|\\t)"|FS *= *OFS *= *"[,:;]"|O[FR]S *= *"(?:[^"\\\n]|\\[nt])*"/y
const FORMAT = /"(?:[^%"\\\n]|\\["\\nt]|%%|%-?\d*[sd]|%0\d+d|%-?(?:[1-9]\d*)?(?:\.\d+)?f)*"/y
const END = /(?=[};\n]|$)/y

/** What a term is, as far as it matters to what stands beside it. */
type Kind = 'text' | 'field' | 'other'

/** What a program hangs on besides its words. */
export interface AwkTraits {
  /** It makes numbers, or compares them. */
  readonly reckons: boolean
  /** It counts from a line's end, or divides by the number of lines: not of empty ones. */
  readonly needsLines: boolean
}

/**
 * Recognises the programs of awk that are followed: those on which just-bash's awk does as mawk and gawk do.
 * - `PATTERN {…}`, `PATTERN`, `{…}`, `FROM, TO {…}`, `BEGIN {…}`, `END {…}`; a pattern is an expression;
 * - `print`, `printf "FORMAT"`, `if`, `else`, `next`, `exit`, assignments, `++`, `--`, `sub` and `gsub` of all that was
 *   read;
 * - expressions of `$…`, variables, elements, numbers, texts, `/REGEX/`, `length`, `substr`, `index`, `toupper` and
 *   `tolower`. A concatenation beside a comparison stands in parentheses; a divisor is a number or `NR`.
 *
 * Throws `UnknownError` for others.
 */
export function recogniseAwk(program: string): AwkTraits {
  let at = 0
  let reckons = false
  let needsLines = false
  const take = (pattern: RegExp): string | undefined => {
    const blank = /(?:[ \t]|\\\n|#.*)*/y
    blank.lastIndex = at
    blank.exec(program)
    pattern.lastIndex = blank.lastIndex
    const [text] = pattern.exec(program) ?? []
    if (text !== undefined) at = pattern.lastIndex
    return text
  }
  const refuse = (): never => {
    throw cannotFollow(`the grader does not follow the awk program ${program}`)
  }
  const expect = (pattern: RegExp): string => take(pattern) ?? refuse()
  const list = (): Kind[] => {
    const kinds = [expression()]
    while (take(/,\s*/y) !== undefined) kinds.push(expression())
    return kinds
  }
  const term = (): Kind => {
    if (take(/[!-]/y) !== undefined) return term() === 'text' ? refuse() : 'other'
    if (take(/\(/y) !== undefined) {
      const kind = expression()
      expect(/\)/y)
      return kind
    }
    const field = take(FIELD)
    needsLines ||= field?.includes('(') ?? false
    if (field !== undefined) return 'field'
    if (take(STRING) !== undefined) return 'text'
    if ((take(REGEX) ?? take(NUMBER) ?? take(LENGTH)) !== undefined) return 'other'
    const call = take(CALL)
    if (call !== undefined) {
      expression()
      // A part of a text begins at its first character or later.
      if (call === 'substr(') expect(/, *[1-9]\d* *(?=[,)])/y)
      if (take(/,/y) !== undefined) expression()
      expect(/\)/y)
      return 'other'
    }
    expect(NAME)
    if (take(/\[/y) !== undefined) {
      expression()
      expect(/\]/y)
    }
    if (take(/\+\+|--/y) !== undefined) reckons = true
    return 'other'
  }
  const expression = (): Kind => {
    let kind = term()
    let joins = false
    let compares = false
    for (let last = kind; ; ) {
      const operator = take(/\|\||&&|[!=<>]=|<|!?~|>(?!>)|[-+*^](?!=)|[/%](?= *(?:NR\b|[1-9]))/y)
      if (operator === '||' || operator === '&&') {
        take(/\s*/y)
        joins = false
        compares = false
        last = term()
      } else if (operator !== undefined) {
        const before = last
        const divides = /[/%]/.test(operator)
        needsLines ||= divides && take(/(?=NR)/y) !== undefined
        last = term()
        const orders = /[<>]/.test(operator)
        if (orders && (before === 'text' || last === 'text')) refuse()
        compares ||= /[=<>~]/.test(operator)
        reckons ||= orders || !/[=~]/.test(operator)
      } else if (take(/(?=["$(\w])(?!else\b)/y) !== undefined) {
        joins = true
        last = term()
      } else return joins && compares ? refuse() : kind
      kind = 'other'
    }
  }
  const printf = (): void => {
    const isWhole = take(/\(/y) !== undefined
    const conversions = [
      ...expect(FORMAT)
        .replaceAll('%%', '')
        .matchAll(/%[-\d.]*([sdf])/g),
    ]
    const kinds = take(/,/y) === undefined ? [] : list()
    if (isWhole) expect(/\)/y)
    // A field may begin with a number, and go on.
    const isOpen = conversions.some(([, letter], nth) => letter !== 's' && kinds[nth] !== 'other')
    if (conversions.length !== kinds.length || isOpen) refuse()
    reckons ||= conversions.some(([, letter]) => letter !== 's')
  }
  const statement = (): void => {
    take(/\s*/y)
    const from = at
    const word = take(/\{|(?:if|printf?|next|exit)\b/y)
    if (word === '{') {
      block()
      return
    }
    if (word === 'if') {
      expect(/(?=\()/y)
      term()
      statement()
      if (take(/[;\s]*else\b/y) !== undefined) statement()
    } else if (word === 'printf') printf()
    else if (word !== undefined) {
      if (word !== 'next' && take(END) === undefined) list()
    } else if ((take(SEPARATOR) ?? take(REPLACE)) === undefined) {
      expression()
      const operator = take(/[-+*]?=(?!=)/y)
      reckons ||= operator !== undefined && operator !== '='
      if (/^N[RF]/.test(program.slice(from, at).trim())) refuse()
      if (operator !== undefined) expression()
      else if (!/(?:\+\+|--)\s*$/.test(program.slice(from, at))) refuse()
    }
    // A `>` behind print sends it to a file.
    const isPrint = word?.startsWith('print') ?? false
    if (isPrint && />/.test(program.slice(from, at).replace(/"(?:[^"\\]|\\.)*"/g, ''))) refuse()
    expect(END)
  }
  const block = (): void => {
    for (take(/[;\s]*/y); take(/\}/y) === undefined; take(/[;\s]*/y)) statement()
  }
  for (take(/[;\s]*/y); at < program.length; take(/[;\s]*/y)) {
    const isSpecial = take(/(?:BEGIN|END)\b(?= *\{)/y) !== undefined
    if (!isSpecial && take(/(?=\{)/y) === undefined) list()
    if (take(/\{/y) !== undefined) block()
    else expect(END)
  }
  return { reckons, needsLines }
}
