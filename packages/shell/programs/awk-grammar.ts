import { cannotFollow } from '@grade4/unknown'

/** The tokens of awk that are followed, by a letter each, and behind which others one may stand. */
const TOKENS: readonly (readonly [letter: string, pattern: RegExp, behind?: RegExp])[] = [
  [' ', /[ \t]+|\\\n/y],
  // The beginning of a program or of its part; a statement ends in a semicolon or at a line's end.
  ['B', /(?:BEGIN|END)\b(?= *\{)/y],
  [';', /[;\n]/y],
  ['P', /print\b/y],
  ['p', /printf\b/y],
  ['I', /if\b/y],
  ['E', /else\b/y],
  ['n', /next\b/y],
  ['X', /exit\b/y],
  // What separates fields and lines.
  ['S', /FS *= *"(?:[\w ,:;=@#%&<>~!/-]|\\t)"|FS *= *OFS *= *"[,:;]"/y],
  ['S', /O[FR]S *= *"(?:[^"\\\n]|\\[nt])*"/y],
  // Replaces what is not empty, where nothing is to choose.
  [
    'S',
    /g?sub\(\/\^?(?:[^/\\\n|[{}()*?^$]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])(?![*?])(?:[^/\\\n|[{}]|\\[./"+-]|\[\^?(?:\[:[a-z]+:\]|[^\]\\[/|])+\])*\/, *"[^"\\&\n]*"\)/y,
  ],
  ['Q', /"(?:[^%"\\\n]|\\["\\nt]|%%|%-?\d*[sd]|%0\d+d|%-?(?:[1-9]\d*)?(?:\.\d+)?f)*"/y, /p\(?$/],
  ['T', /"(?:[^"\\\n]|\\["\\/nt])*"/y],
  ['F', /\$(?:\d\d?\b|NF\b|[a-z]\w*\b|\( *NF *- *\d *\))/y],
  // Of no more digits than are printed.
  ['N', /(?:\d{1,9}|(?=[\d.]{3,7}(?![\d.]))\d+\.\d+)(?![\w.])/y],
  ['c', /(?:length|toupper|tolower)\((?! *\))/y],
  ['C', /index\(/y],
  // A part of a text begins at its first character or later.
  ['s', /substr\((?=[^,]*, *[1-9]\d* *[,)])/y],
  ['N', /length(?:\(\))?(?![\w(])/y],
  // Without counts in braces, which not every awk knows.
  [
    'R',
    /\/(?:[^/\\\n[{}]|\\[.*+?()[\]|^$/"-]|\[\^?\]?(?:\[:[a-z]+:\]|[^\]\\[/])*\])+\//y,
    /(?:^|[;{}(,&m!B])$/,
  ],
  ['&', /(?:&&|\|\|)\s*/y],
  ['m', /[!=<>]=|[<>](?!>)|!?~/y],
  ['i', /\+\+|--/y],
  ['a', /[-+*]?=/y],
  ['-', /-/y],
  ['!', /!/y],
  // A divisor is a number, or that of the lines.
  ['o', /[+*^]|[/%](?= *(?:NR\b|[1-9]))/y],
  [',', /,/y],
  ['', /[(){}[\]]/y],
  // Variables of the program have a small letter; of awk's own, these are followed.
  [
    'V',
    /(?!(?:for|while|do|in|delete|getline|func\w*|return|s?printf|g?sub|split|match|int)\b)(?:N[RF]|[A-Z]*[a-z_]\w*|ENVIRON)\b(?!\()/y,
  ],
]

// The grammar, over those letters.
const NAME = String.raw`V(?:\[[FTNV]\])?`
const ATOM = `(?:[FTN]|${NAME})`
const callOf = (argument: string) =>
  String.raw`(?:c${argument}|C${argument},${ATOM}|s${argument},N(?:,${argument}(?:[-o]${ATOM})*)?)\)`
const CALL = callOf(`(?:${ATOM}|${callOf(ATOM)})`)
const VALUE = String.raw`(?:[FTN]|${NAME}i?|${CALL}|\(${ATOM}(?:[-o]${ATOM})*\))`
const SUM = `${VALUE}(?:[-o]-?${VALUE})*`
const WORDS = `-?(?:${SUM})+`
const LIST = `${WORDS}(?:,${WORDS})*`
const TEST = `!?(?:R|-?${SUM}(?:m(?:R|-?${SUM}))?)`
const CONDITION = `${TEST}(?:&${TEST})*`
const CHANGE = `S|(?:F|${NAME})a${WORDS}|${NAME}i`
const PRINT = String.raw`P(?:${LIST})?|pQ(?:,${LIST})?|p\(Q(?:,${LIST})?\)`
const STATEMENT = `(?:${PRINT}|n|X(?:${VALUE})?|${CHANGE})`
const BRACED = String.raw`\{;*${STATEMENT}(?:;+${STATEMENT})*;*\}`
const CASE = String.raw`I\(${CONDITION}\)(?:(?:${STATEMENT};+|${BRACED};*)E)?`
const COMMAND = `(?:${CASE})*(?:${STATEMENT}|${BRACED})`
const BLOCK = String.raw`\{;*(?:${COMMAND}(?:;+${COMMAND})*;*)?\}`
const PATTERN = `${CONDITION}(?:,${CONDITION})?`
const PROGRAM = new RegExp(`^;*(?:(?:B|${PATTERN})?${BLOCK};*|${PATTERN}(?:;+|$))*$`)

/** The grammar takes quadratic time. */
const LONGEST = 2000

/** What a program hangs on besides its words. */
export interface AwkTraits {
  /** It makes numbers, or compares them. */
  readonly reckons: boolean
  /** It counts from a line's end, or divides by the number of lines: not of empty ones. */
  readonly needsLines: boolean
}

/**
 * Recognises the programs of awk that are followed: those on which just-bash's awk does as mawk and gawk do.
 * - `PATTERN {…}`, `PATTERN`, `{…}`, `FROM, TO {…}`, `BEGIN {…}`, `END {…}`;
 * - `print`, `printf "FORMAT"`, `if`, `else`, `next`, `exit`, assignments, `++`, `--`, `sub` and `gsub` of all that was
 *   read;
 * - expressions of `$…`, variables, elements, numbers, texts, `/REGEX/`, `length`, `substr`, `index`, `toupper` and
 *   `tolower`; what is joined is not compared.
 *
 * Throws `UnknownError` for others.
 */
export function recogniseAwk(program: string): AwkTraits {
  if (program.length > LONGEST) throw notFollowed(program)
  const tokens = tokensOf(program)
  const letters = tokens.map(({ letter }) => letter).join('')
  const written = (wanted: string, pattern: RegExp) =>
    tokens.some(({ letter, text }) => letter === wanted && pattern.test(text))
  const orders = written('m', /[<>]/)
  const isOpen =
    // A text is no number, and NR and NF are awk's own.
    /[-!]\(*T/.test(letters) ||
    (orders && /T\)*m|m\(*T/.test(letters)) ||
    /(?<!\$)\bN[RF] *(?:\[|\+\+|--|[-+*]?=(?!=))/.test(program) ||
    formats(tokens).some(({ letters, kinds }) => !fits(letters, kinds))
  if (!PROGRAM.test(letters) || isOpen) throw notFollowed(program)
  return {
    reckons: orders || /[-oi]/.test(letters) || written('a', /^.=/) || written('Q', /%[-.\d]*[df]/),
    needsLines: /\$\( *NF|[/%] *NR/.test(program),
  }
}

interface Token {
  readonly letter: string
  readonly text: string
}

function tokensOf(program: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0, letters = ''; at < program.length; ) {
    const token = TOKENS.flatMap(([letter, pattern, behind]): Token[] => {
      pattern.lastIndex = at
      const [text] =
        behind === undefined || behind.test(letters) ? (pattern.exec(program) ?? []) : []
      return text === undefined ? [] : [{ letter: letter || text, text }]
    })[0]
    if (token === undefined) throw notFollowed(program)
    at += token.text.length
    if (token.letter === ' ') continue
    tokens.push(token)
    letters += token.letter
  }
  return tokens
}

/** The conversions of each `printf`, and the letters of its arguments. */
function formats(tokens: readonly Token[]) {
  return tokens.flatMap(({ letter, text }, at) => {
    if (letter !== 'Q') return []
    const conversions = [...text.replaceAll('%%', '').matchAll(/%[-\d.]*([sdf])/g)]
    const rest = tokens.slice(at + 1).map((token) => token.letter)
    const isWhole = tokens[at - 1]?.letter === '('
    const [, ...kinds] = argumentsIn(rest, isWhole)
    return [{ letters: conversions.map(([, one = '']) => one), kinds }]
  })
}

/** The letters of a list up to where it ends, for each of what stands between its commas. */
function argumentsIn(letters: readonly string[], isInBrackets: boolean): string[] {
  const parts = ['']
  let depth = isInBrackets ? 1 : 0
  for (const letter of letters) {
    depth += Number(/[cCs([]/.test(letter)) - Number(/[)\]]/.test(letter))
    if (/[;}]/.test(letter) || (isInBrackets && depth === 0)) break
    if (letter === ',' && depth === (isInBrackets ? 1 : 0)) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}

/** Whether each conversion has its argument; a field or a text that is made a number may begin with one, and go on. */
function fits(conversions: readonly string[], kinds: readonly string[]): boolean {
  const isNumber = (kind: string | undefined) => !/^(?:F|T|\(F\)|\(T\))$/.test(kind ?? '')
  return (
    conversions.length === kinds.length &&
    conversions.every((letter, nth) => letter === 's' || isNumber(kinds[nth]))
  )
}

function notFollowed(program: string) {
  return cannotFollow(`the grader does not follow the awk program ${program}`)
}
