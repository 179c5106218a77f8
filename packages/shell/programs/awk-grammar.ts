import { cannotFollow } from '../cannot-follow.js'

const STRING = /"(?:[^"\\\n]|\\["\\/nt])*"/y
/** An expression without counts in braces, which not every awk knows. */
const REGEX = /\/(?:[^/\\\n[{}]|\\[.*+?()[\]|^$/"-]|\[\^?\]?(?:\[:[a-z]+:\]|[^\]\\[/])*\])+\//y
const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y
/** Variables of the program have a small letter; of awk's own, these are followed. */
const NAME = /(?:N[RF]|O?FS|ORS|ENVIRON|[A-Z]*[a-z_]\w*)\b(?!\()/y
const WORD =
  /(?:func|function|if|else|while|for|do|break|continue|next|exit|print|printf|return|delete|in|getline|length)\b/y
const CALL = /(?:length|substr|index|toupper|tolower)\(/y
const REPLACE =
  /g?sub\((?<regex>\/(?:[^/\\\n|[{}]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])+\/), *"[^"\\&\n]*"\)/y
const SPLIT = /split\((?:\$\w+|[a-z]\w*), *[a-z]\w*, *"[\w :;,=@#%&<>~!'/-]+"\)/y
const FORMAT = /"(?:[^%"\\]|\\["\\nt]|%%|%-?\d*[sd]|%0\d+d|%-?(?:[1-9]\d*)?(?:\.\d+)?f)*"/y
const COMPARE = /[!=<>]=|<|!?~|>(?!>)/y
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
 * - `print`, `printf "FORMAT"`, `if`, `for (NAME in ARRAY)`, `for (…; …; …)`, `while`, `next`, `exit`, `break`,
 *   `continue`, `NAME = …`, `+= -= *=`, `++ --`, and `sub`, `gsub`, `split` with a literal;
 * - expressions of `$…`, variables, elements, numbers, texts, `/REGEX/`, and the functions above. A concatenation
 *   beside a comparison stands in parentheses; a divisor is a number or `NR`.
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
    if (take(/\+\+|--|[!-]/y) !== undefined) {
      if (term() === 'text') refuse()
      return 'other'
    }
    if (take(/\(/y) !== undefined) {
      const kind = expression()
      expect(/\)/y)
      return kind
    }
    if (take(/\$/y) !== undefined) {
      needsLines ||= program.charAt(at) === '('
      term()
      return 'field'
    }
    if (take(STRING) !== undefined) return 'text'
    if ((take(REGEX) ?? take(NUMBER)) !== undefined) return 'other'
    const call = take(CALL)
    if (call !== undefined) {
      const isSubstring = call === 'substr('
      if (take(/\)/y) !== undefined) return call === 'length(' ? 'other' : refuse()
      expression()
      // A part of a text begins at its first character or later.
      if (isSubstring && take(/, *[1-9]\d* *(?=[,)])/y) === undefined) refuse()
      if (take(/,/y) !== undefined) expression()
      expect(/\)/y)
      return 'other'
    }
    const replaced = take(REPLACE)
    // An expression that matches no character is another matter.
    if (replaced !== undefined && new RegExp(/\/(.*)\//.exec(replaced)?.[1] ?? '').test(''))
      refuse()
    if (replaced !== undefined) return 'other'
    const start = at
    if (take(WORD) !== undefined) refuse()
    at = start
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
      if (take(/\|\||&&/y) !== undefined) {
        take(/\s*/y)
        joins = false
        compares = false
        last = term()
      } else if (take(COMPARE) !== undefined) {
        const isOrder = /[<>]/.test(program.slice(at - 2, at))
        const right = term()
        if (isOrder && (last === 'text' || right === 'text')) refuse()
        reckons ||= isOrder
        compares = true
      } else if (take(/[-+*^](?!=)/y) !== undefined) {
        reckons = true
        last = term()
      } else if (take(/[/%] *(?=NR\b|[1-9])/y) !== undefined) {
        reckons = true
        needsLines ||= program.charAt(at) === 'N'
        term()
      } else if (take(/(?=["$(\w])(?!(?:in|else)\b)/y) !== undefined) {
        joins = true
        last = term()
      } else break
      kind = 'other'
    }
    return joins && compares ? refuse() : kind
  }
  const assignment = (): void => {
    const target = take(/(?:FS|OFS|ORS)(?= *=(?!=))/y)
    if (target !== undefined) {
      expect(/=/y)
      // What separates fields is one character that stands for itself, or blanks.
      if (take(/(?=OFS *=)/y) !== undefined) assignment()
      else expect(target === 'FS' ? /"(?:[\w ,:;=@#%&<>~!/-]|\\t)"/y : STRING)
      return
    }
    expression()
    const operator = take(/[-+*]?=(?!=)/y)
    reckons ||= operator !== undefined && operator !== '='
    if (operator !== undefined) assignment()
  }
  const statement = (): void => {
    take(/\s*/y)
    if (take(/\{/y) !== undefined) {
      block()
      return
    }
    const word = take(/(?:if|while|for|printf?|next|exit|break|continue)\b/y)
    if (word === 'for') loop()
    else if (word === 'if' || word === 'while') {
      expect(/\(/y)
      expression()
      expect(/\)/y)
      statement()
      if (word === 'if' && take(/[;\s]*else\b/y) !== undefined) statement()
    } else if (word === undefined) {
      if (take(SPLIT) === undefined) assignment()
    } else {
      const from = at
      if (word === 'printf') printed()
      else if ((word === 'print' || word === 'exit') && take(END) === undefined) list()
      // A `>` sends it to a file.
      if (/>/.test(program.slice(from, at).replace(/"(?:[^"\\]|\\.)*"/g, ''))) refuse()
    }
    expect(END)
  }
  const printed = (): void => {
    const isWhole = take(/\(/y) !== undefined
    const conversions = [
      ...expect(FORMAT)
        .replaceAll('%%', '')
        .matchAll(/%[-\d.]*([sdf])/g),
    ]
    const kinds = take(/,/y) === undefined ? [] : list()
    if (isWhole) expect(/\)/y)
    if (conversions.length !== kinds.length) refuse()
    // A field may begin with a number, and go on.
    if (conversions.some(([, letter], nth) => letter !== 's' && kinds[nth] !== 'other')) refuse()
    reckons ||= conversions.some(([, letter]) => letter !== 's')
  }
  const loop = (): void => {
    if (take(/\( *[a-z]\w* +in +[a-z]\w* *\)/y) === undefined) {
      expect(/\(/y)
      if (take(/;/y) === undefined) {
        assignment()
        expect(/;/y)
      }
      if (take(/;/y) === undefined) {
        expression()
        expect(/;/y)
      }
      if (take(/(?=\))/y) === undefined) assignment()
      expect(/\)/y)
    }
    statement()
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
  // To look at an element makes it, and a loop over all of them would meet it.
  const counted = new Set([...program.matchAll(/\(\s*(\w+)\s+in\s/g)].map(([, name]) => name))
  const looked = program.matchAll(/\w\[([^\]]*)\](?!\s*(?:[-+*]?=(?!=)|\+\+|--))/g)
  if (counted.size > 0 && [...looked].some(([, key]) => !counted.has(key))) refuse()
  return { reckons, needsLines }
}
