import { cannotFollow } from '../cannot-follow.js'
import { extendedRegex, withWordEdges } from './basic-regex.js'

/** Options with a value of their own, which is no pattern. */
const WITH_VALUE = /^(-\w*[ABCDdmf]|--(?:after-context|before-context|context|max-count|file))$/

/** `grep` as just-bash reads it without mistakes: patterns apart from options, and extended. */
export function grepArguments(name: string, args: readonly string[]): string[] {
  const end = args.indexOf('--')
  const options = end < 0 ? args : args.slice(0, end)
  const apart = [
    ...options.flatMap((arg, at) => (options[at - 1] === '-e' ? [arg] : withoutSilent(arg))),
    ...args.slice(options.length),
  ].flatMap(patternApart)
  const kind = apart.filter((arg) => /^(-\w*[EFPG]\w*|--\w+-regexp)$/.test(arg)).join('')
  const fromFile = apart.some((arg) => /^(-\w*f|--file)/.test(arg))
  if (name === 'fgrep' || /[FP]|fixed|perl/.test(kind) || fromFile) return apart
  const isExtended = name === 'egrep' || /E|extended/.test(kind)
  const at = patternAt(apart)
  const pattern = apart[at]
  if (pattern === undefined) return apart
  const extended = withWordEdges(isExtended ? pattern : extendedRegex(pattern))
  return [...(isExtended ? [] : ['-E']), ...apart.with(at, extended)]
}

/** Options that change nothing of what a script reads: no colours, no complaints, files as text. */
function withoutSilent(arg: string): string[] {
  if (/^--(no-messages|text|colou?r(=auto|=never)?)$/.test(arg)) return []
  if (!/^-[a-zA-Z]*[as]/.test(arg) || WITH_LETTERS.test(arg)) return [arg]
  const left = arg.replace(/[as]/g, '')
  return left === '-' ? [] : [left]
}

/** Letters whose value may follow in the same word. */
const WITH_LETTERS = /^-[a-zA-Z]*[ABCDdefm]/

/** `-ie` as `-i -e`, `--regexp=a` as `-e a`. */
function patternApart(arg: string): string[] {
  const [, flags] = /^-(\w+)e$/.exec(arg) ?? []
  if (flags !== undefined) return [`-${flags}`, '-e']
  return arg.startsWith('--regexp=') ? ['-e', arg.slice('--regexp='.length)] : [arg]
}

/** Where the pattern stands among the arguments. */
function patternAt(args: readonly string[]): number {
  const given = args.indexOf('-e')
  if (given >= 0) return given + 1
  return args.findIndex(
    (arg, at) =>
      (!arg.startsWith('-') || args[at - 1] === '--') && !WITH_VALUE.test(args[at - 1] ?? ''),
  )
}

/** Whether `-o` is among the options of grep. */
export function isOnlyMatching(args: readonly string[]): boolean {
  return args.some((arg) => /^(-\w*o\w*|--only-matching)$/.test(arg))
}

/** Stand around each match in what `sed` makes. */
const FROM = '\x01'
const TO = '\x02'

/**
 * just-bash's `grep -o` breaks where the pattern matches nothing at a line's end, as `[^/]*$` does. Of a file it then
 * says that it is not there.
 */
export function brokeAtEmptyMatch(name: string, args: readonly string[], stderr: string): boolean {
  return (
    /^[ef]?grep$/.test(name) &&
    isOnlyMatching(args) &&
    /start index out of bounds|No such file/.test(stderr)
  )
}

/**
 * The arguments of a `sed` that marks what `grep -o` of these arguments finds.
 * Throws `UnknownError` for what sed cannot do.
 */
export function markingArguments(args: readonly string[]): string[] {
  const at = patternAt(args)
  const others = args.filter((arg, index) => index !== at && arg !== '-e' && arg !== '--')
  const options = others.filter((arg) => arg.startsWith('-') && arg !== '-')
  const files = others.filter((arg) => !options.includes(arg))
  const isPerls = /\(\?|\\[A-CE-RT-VX-Z]|[*+?}][?+]/.test(args[at] ?? '')
  if (
    !options.every((option) => /^(-[oEPhis]+|--only-matching)$/.test(option)) ||
    files.length > 1 ||
    isPerls
  ) {
    throw cannotFollow('grep -o in the script is used in a way that the grader lacks')
  }
  const flags = options.some((option) => option.includes('i')) ? 'gI' : 'g'
  return ['-E', `s\x03${args[at] ?? ''}\x03${FROM}&${TO}\x03${flags}`, ...files]
}

/** What `grep -o` prints, of what `sed` made: each match on a line, but for empty ones. */
export function markedMatches(text: string): string {
  const [, ...pieces] = text.split(FROM)
  const matches = pieces.map((piece) => piece.slice(0, piece.indexOf(TO)))
  return matches
    .filter((match) => match !== '')
    .map((match) => `${match}\n`)
    .join('')
}
