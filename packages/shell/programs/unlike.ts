import { cannotFollow } from '../cannot-follow.js'
import { sortsWholeLines } from './gnu-output.js'
import { assignedPaths, inputOf, leads, pathStops } from './jq-paths.js'

/** Where just-bash does otherwise than the real program, and says nothing. */
interface Difference {
  /** What tells it from the arguments and, unless a file is read, what is read. */
  readonly shows: (args: readonly string[], stdin: string | null) => boolean
  /** `uses …` */
  readonly what: string
}

const some = (pattern: RegExp) => (args: readonly string[]) => args.some((arg) => pattern.test(arg))

/** Lines without the delimiter, which the real `cut` passes on whole; just-bash's takes them for the first field. */
function hasLineWithoutDelimiter(args: readonly string[], stdin: string | null): boolean {
  const fields = args.join(' ').match(/(?:^|\s)-f\s*(\S+)/)?.[1] ?? '1'
  if (/^(1(?!\d)|-)/.test(fields) || args.includes('-s')) return false
  const at = args.findIndex((arg) => arg.startsWith('-d'))
  const delimiter = args[at]?.slice(2) || args[at + 1] || ''
  const lines = stdin?.split('\n')
  return lines?.some((line) => line !== '' && !line.includes(at < 0 ? '\t' : delimiter)) ?? true
}

/** A pattern with a reference to a group of its own or, where it is basic, a plain `{2}` or a star to begin with. */
function substitutesOtherwise(args: readonly string[]): boolean {
  const isExtended = some(/^(-\w*[Er]\w*|--regexp-extended)$/)(args)
  const patterns = args.flatMap((arg) =>
    [...arg.matchAll(/(?:^|[^\w\\])s([^\w\s\\])((?:\\.|(?!\1)[^\\])*)\1/g)].map(
      ([, , pattern = '']) => pattern,
    ),
  )
  return patterns.some(
    (pattern) =>
      /\\[1-9]/.test(pattern) || (!isExtended && /^\^?\*|(?<!\\)\{\d+,?\d*\}/.test(pattern)),
  )
}

/** Of lines that differ by case alone, GNU's `sort -f` puts capital letters first. */
function foldsAlike(args: readonly string[], stdin: string | null): boolean {
  if (!some(/^(-\w*f|--ignore-case$)/)(args)) return false
  const lines = new Set(stdin?.split('\n'))
  return stdin === null || new Set([...lines].map((line) => line.toLowerCase())).size < lines.size
}

/** Keys of lines whose order hangs on the language; see gnu-output.ts. */
function ordersOtherwise(args: readonly string[], stdin: string | null): boolean {
  if (sortsWholeLines(args) || some(/^-\w*[fhnMRV]/)(args)) return false
  const lines = stdin?.split('\n') ?? []
  const others = lines.toSorted((one, other) => one.localeCompare(other))
  return lines.toSorted().some((line, at) => line !== others[at])
}

/** The first argument that is no option is the filter; the value of `--arg` is none that begins like a path. */
function stopsInPath(args: readonly string[], stdin: string | null): boolean {
  if (stdin === null) return false
  const filter = args.find((arg) => /^\s*(\[\s*)?(map\s*\(\s*)?(select\s*\(\s*)?\./.test(arg)) ?? ''
  const input = inputOf(stdin)
  const read = some(/^(-\w*s\w*|--slurp)$/)(args) ? [input] : input
  return input !== undefined && pathStops(filter, read)
}

/** An assignment to a path whose way is not in the input: jq makes it, just-bash loses it. */
function assignsInNothing(args: readonly string[], stdin: string | null): boolean {
  const input = stdin === null ? undefined : inputOf(stdin)
  return (
    input !== undefined &&
    args.some((arg) => assignedPaths(arg).some((path) => !leads(path, input)))
  )
}

/** A jq program with its texts empty. */
const withoutTexts = (program: string) => program.replace(/"(?:[^"\\]|\\.)*"/g, '""')

/** A pattern that begins and ends with a letter, a digit or an underscore. */
const isOfWords = (pattern: string) => /^\w(.*\w)?$/.test(pattern)

const GREP: readonly Difference[] = [
  {
    shows: (args) => args.filter((arg) => /^(-\w*e|--regexp)/.test(arg)).length > 1,
    what: 'more than one pattern',
  },
  { shows: some(/\(\?/), what: 'groups with (?' },
  {
    shows: (args) => some(/^(-\w*w\w*|--word-regexp)$/)(args) && !args.some(isOfWords),
    what: '-w for what is no word',
  },
  {
    shows: (args) => some(/^-\w*[rR]/)(args) && !some(/^-\w*q/)(args),
    what: '-r, whose output is laid out in another way',
  },
]

const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  awk: [
    { shows: some(/\bgetline\b/), what: 'getline' },
    { shows: some(/(?<![\w"])length(?!\s*\(|\w|")/), what: 'length without parentheses' },
    {
      shows: some(/%0\d*(\.\d+)?[aefgAEFG]/),
      what: 'numbers with a fraction and zeros before them',
    },
    {
      shows: some(/\bFS\s*=\s*"[.*+?^$(){}[\]]"/),
      what: 'a separator that is special in expressions',
    },
    { shows: some(/\bRS\s*=(?!=)/), what: 'a separator of records' },
    { shows: some(/(^|[;{}\n])\s*delete\s+\w/), what: 'delete' },
    { shows: some(/^(-v)?(OFS|ORS|FS|RS|NF|NR)=(?!=)/), what: '-v with a variable of awk itself' },
  ],
  cut: [{ shows: hasLineWithoutDelimiter, what: 'lines without its delimiter' }],
  dirname: [{ shows: some(/^\/+$/), what: 'the root' }],
  expr: [{ shows: some(/^(:|match|substr|index)$/), what: 'patterns' }],
  egrep: GREP,
  fgrep: GREP,
  grep: GREP,
  jq: [
    { shows: stopsInPath, what: 'a path that leads into nothing, where jq stops' },
    {
      shows: (args) => some(/\bdel\s*\([^()]*([,:|?]|\[\]|\.\.)/)(args.map(withoutTexts)),
      what: 'del of several things or a range',
    },
    { shows: assignsInNothing, what: 'an assignment below what is not there' },
    { shows: some(/"[^"]*\\\([^"]*"\s*:/), what: 'a key that is made of others' },
    {
      shows: (args) => some(/\)[\w.[\]"]*\s*(\|=|[-+*/]=|=(?!=))/)(args.map(withoutTexts)),
      what: 'an assignment to a path in parentheses',
    },
    { shows: some(/@csv|@\w+\s*"/), what: 'a format of text' },
    { shows: some(/\/\/=/), what: 'an assignment of what is missing' },
    {
      shows: (args) =>
        some(/(?<![.$\w])(walk|tostream|fromstream|label|isvalid|ascii|indices)\b/)(
          args.map(withoutTexts),
        ),
      what: 'a function that just-bash has in another way',
    },
    { shows: some(/^(-\w*a\w*|--ascii-output)$/), what: 'output in ASCII' },
    { shows: some(/\\u[0-9a-fA-F]/), what: 'a character by its number' },
    { shows: some(/\b(match|scan|capture|splits)\([^()]*;/), what: 'a pattern with flags' },
  ],
  ls: [
    {
      shows: (args) => args.filter((arg) => !arg.startsWith('-')).length > 1,
      what: 'several names',
    },
  ],
  sed: [
    { shows: some(/\\[ULulE]/), what: 'a change of case' },
    {
      shows: some(/(^|[;}\n])\s*(\d+|\$|\/[^/]*\/)?[aic]\\[^\n]/),
      what: 'a, i or c with a backslash',
    },
    { shows: some(/^(-i.|--in-place=)/), what: '-i with a suffix' },
    { shows: some(/\\\\/), what: 'a backslash that stands for itself' },
    { shows: some(/\\[<>]/), what: "a word's edge" },
    {
      shows: some(
        /(?:^|[^\w\\])s([^\w\s\\])(?:\\.|(?!\1)[^\\])*\1(?:\\.|(?!\1)[^\\])*\1\w*(?:\d\w*g|g\w*\d)/,
      ),
      what: 'a number beside the flag g',
    },
    { shows: substitutesOtherwise, what: 'an expression that just-bash reads in another way' },
  ],
  seq: [{ shows: some(/^(-f|--format)/), what: '-f' }],
  sort: [
    { shows: ordersOtherwise, what: 'an order of letters that hangs on the language' },
    { shows: foldsAlike, what: '-f for texts that differ by case alone' },
  ],
  tail: [
    { shows: (args) => /(-c|--bytes)[= ]?\+/.test(args.join(' ')), what: '-c from the beginning' },
  ],
  tr: [{ shows: some(/\\0/), what: '\\0' }],
}

/** Throws `UnknownError` where just-bash is known to do otherwise than the real program. */
export function refuseUnlike(name: string, args: readonly string[], stdin: string | null): void {
  const difference = DIFFERENCES[name]?.find(({ shows }) => shows(args, stdin))
  if (difference === undefined) return
  throw cannotFollow(`${name} in the script uses ${difference.what}, which the grader lacks`)
}

/** How just-bash's programs say that they do not know an option or a word. */
const NOT_KNOWN =
  /expected .* got|(unrecognized|invalid|unknown|unsupported) (option|argument|function|command|predicate|regular expression|number of)|command expected|unexpected token|not in gzip format|index out of bounds|not (supported|implemented)/i

/**
 * Throws `UnknownError` when a program fails since just-bash's lacks something: what it makes of it says nothing
 * about the real one. A text that is no JSON is wrong to the real jq, too.
 */
export function refuseLacking(name: string, stderr: string): void {
  if (!NOT_KNOWN.test(stderr) || /JSON/.test(stderr)) return
  throw cannotFollow(`${name} in the script is used in a way that the grader lacks`)
}
