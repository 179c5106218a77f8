import { Cursor } from '@grade4/jq'
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
const OPERATOR = /\|\||&&|[!=<>]=|<|!?~|>(?!>)|[-+*^](?!=)|[/%](?= *(?:NR\b|[1-9]))/y
/** Where a term begins that is joined to the one before. */
const JOINED = /(?=["$(\w])(?!else\b)/y
const LENGTH = /length(?:\(\))?(?![\w(])/y
/** Replaces what is not empty, where nothing is to choose. */
const REPLACE =
  /g?sub\(\/\^?(?:[^/\\\n|[{}()*?^$]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])(?![*?])(?:[^/\\\n|[{}]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])*\/, *"[^"\\&\n]*"\)/y
const SEPARATOR =
  /FS *= *"(?:[\w ,:;=@#%&<>~!/-]|\\t)"|FS *= *OFS *= *"[,:;]"|O[FR]S *= *"(?:[^"\\\n]|\\[nt])*"/y
const FORMAT = /"(?:[^%"\\\n]|\\["\\nt]|%%|%-?\d*[sd]|%0\d+d|%-?(?:[1-9]\d*)?(?:\.\d+)?f)*"/y
const END = /(?=[};\n]|$)/y
const GAP = /[;\s]*/y

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
  const reader = new AwkReader(program)
  reader.readProgram()
  return reader
}

class AwkReader implements AwkTraits {
  reckons = false
  needsLines = false
  readonly #cursor: Cursor

  constructor(program: string) {
    const refusal = () => cannotFollow(`the grader does not follow the awk program ${program}`)
    this.#cursor = new Cursor(program, refusal, /(?:[ \t]|\\\n|#.*)*/y)
  }

  readProgram(): void {
    const cursor = this.#cursor
    for (cursor.take(GAP); !cursor.isAtEnd; cursor.take(GAP)) {
      const isSpecial = cursor.take(/(?:BEGIN|END)\b(?= *\{)/y)
      if (!isSpecial && !cursor.take(/(?=\{)/y)) this.#list()
      if (cursor.take(/\{/y)) this.#block()
      else cursor.expect(END)
    }
  }

  #block(): void {
    const cursor = this.#cursor
    for (cursor.take(GAP); !cursor.take(/\}/y); cursor.take(GAP)) this.#statement()
  }

  #statement(): void {
    const cursor = this.#cursor
    cursor.take(/\s*/y)
    const from = cursor.at
    const word = cursor.token(/\{|(?:if|printf?|next|exit)\b/y)
    if (word === '{') {
      this.#block()
      return
    }
    if (word === 'if') this.#if()
    else if (word === 'printf') this.#printf()
    else if (word === undefined) this.#change()
    else if (word !== 'next' && !cursor.take(END)) this.#list()
    // A `>` behind print sends it to a file.
    const isPrint = word?.startsWith('print') ?? false
    if (isPrint && />/.test(cursor.since(from).replace(/"(?:[^"\\]|\\.)*"/g, ''))) cursor.refuse()
    cursor.expect(END)
  }

  #if(): void {
    this.#cursor.expect(/(?=\()/y)
    this.#term()
    this.#statement()
    if (this.#cursor.take(/[;\s]*else\b/y)) this.#statement()
  }

  #printf(): void {
    const cursor = this.#cursor
    const isWhole = cursor.take(/\(/y)
    const format = cursor.expect(FORMAT).replaceAll('%%', '')
    const letters = [...format.matchAll(/%[-\d.]*([sdf])/g)].map(([, letter]) => letter)
    const kinds = cursor.take(/,/y) ? this.#list() : []
    if (isWhole) cursor.expect(/\)/y)
    // A field may begin with a number, and go on.
    const isOpen = letters.some((letter, nth) => letter !== 's' && kinds[nth] !== 'other')
    if (letters.length !== kinds.length || isOpen) cursor.refuse()
    this.reckons ||= letters.some((letter) => letter !== 's')
  }

  /** An assignment, `++`, `--`, `sub` or `gsub`. */
  #change(): void {
    const cursor = this.#cursor
    if (cursor.take(SEPARATOR) || cursor.take(REPLACE)) return
    const from = cursor.at
    this.#expression()
    const target = cursor.since(from).trim()
    const operator = cursor.token(/[-+*]?=(?!=)/y)
    if (/^N[RF]/.test(target)) cursor.refuse()
    if (operator !== undefined) this.#expression()
    else if (!/(?:\+\+|--)$/.test(target)) cursor.refuse()
    this.reckons ||= operator !== undefined && operator !== '='
  }

  #list(): Kind[] {
    const kinds = [this.#expression()]
    while (this.#cursor.take(/,\s*/y)) kinds.push(this.#expression())
    return kinds
  }

  #expression(): Kind {
    const cursor = this.#cursor
    const first = this.#term()
    let [joins, compares] = [false, false]
    for (let last = first, count = 1; ; count++) {
      const operator = cursor.token(OPERATOR)
      if (operator === '||' || operator === '&&') {
        cursor.take(/\s*/y)
        joins = false
        compares = false
        last = this.#term()
      } else if (operator !== undefined) {
        const before = last
        last = this.#operand(operator)
        if (/[<>]/.test(operator) && (before === 'text' || last === 'text')) cursor.refuse()
        compares ||= /[=<>~]/.test(operator)
      } else if (cursor.take(JOINED)) {
        joins = true
        last = this.#term()
      } else if (joins && compares) cursor.refuse()
      else return count === 1 ? first : 'other'
    }
  }

  /** What stands behind an operator on numbers or texts. */
  #operand(operator: string): Kind {
    this.needsLines ||= /[/%]/.test(operator) && this.#cursor.take(/(?=NR)/y)
    this.reckons ||= /[<>]/.test(operator) || !/[=~]/.test(operator)
    return this.#term()
  }

  #term(): Kind {
    const cursor = this.#cursor
    if (cursor.take(/[!-]/y)) return this.#term() === 'text' ? cursor.refuse() : 'other'
    if (cursor.take(/\(/y)) {
      const kind = this.#expression()
      cursor.expect(/\)/y)
      return kind
    }
    const field = cursor.token(FIELD)
    this.needsLines ||= field?.includes('(') ?? false
    if (field !== undefined) return 'field'
    if (cursor.take(STRING)) return 'text'
    if ([REGEX, NUMBER, LENGTH].some((pattern) => cursor.take(pattern))) return 'other'
    const call = cursor.token(CALL)
    if (call === undefined) this.#variable()
    else this.#arguments(call)
    return 'other'
  }

  #arguments(call: string): void {
    const cursor = this.#cursor
    this.#expression()
    // A part of a text begins at its first character or later.
    if (call === 'substr(') cursor.expect(/, *[1-9]\d* *(?=[,)])/y)
    if (cursor.take(/,/y)) this.#expression()
    cursor.expect(/\)/y)
  }

  #variable(): void {
    const cursor = this.#cursor
    cursor.expect(NAME)
    if (cursor.take(/\[/y)) {
      this.#expression()
      cursor.expect(/\]/y)
    }
    if (cursor.take(/\+\+|--/y)) this.reckons = true
  }
}
