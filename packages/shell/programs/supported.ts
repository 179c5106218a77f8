/** An option that is followed. */
interface Option {
  /** Its first name, without dashes. */
  readonly name: string
  /** How many values it takes. */
  readonly values: number
  /** It takes a value where one stands in the same word. */
  readonly isOptional: boolean
  /** What a value may be. */
  readonly value: RegExp
  /** With it only the status is followed, not what is printed. */
  readonly isLaidOutOtherwise: boolean
}

/** What of a program is followed. Everything else is refused, by its name. */
export interface Followed {
  /** `nothing`, `input`, or `files`: those among its operands and without any standard input; see the table. */
  readonly reads: string
  readonly traits: ReadonlySet<string>
  /** Which operands name what it changes; see the table. */
  readonly changes: (typeof CHANGES)[number] | undefined
  /** By each of their names. */
  readonly options: ReadonlyMap<string, Option>
  /** The most operands that are followed. */
  readonly most: number
  /** What an operand may be. */
  readonly operands: RegExp
}

/**
 * The programs that are followed: what they read, their traits, and their options. Traits:
 * - `filter`: ends with 0 whatever is in the texts that it reads; of unknown ones it makes unknown text.
 * - `finds`: ends with 0 where its pattern stands in what is known of its texts.
 * - `passes`: passes text on as it is; parts of it that are not known stay parts.
 * - `writes`: changes files. What of it is not followed ends the script; of others it makes their output unknown.
 * - `writes:all`, `:rest`, `:target`, `:moved`: so named are each of its operands, all but the first, where the others
 *   come to stand, and both ends of a move.
 * - `makes`: what it names need not be there. `assumes`: what it names and is not seen is taken to be there.
 * - `paths`: looks only at how a path is written, or whether it is there.
 * - `lists`: of a folder with files that the grader does not have its output is unknown, and it goes well.
 * - `starts`: its first operand is another program, which the rest belongs to.
 * - `words`: its operands may begin with a dash, and it has no options.
 * - a number: the most operands that are followed.
 *
 * `-d|--delete`: both names of one option. `=` behind them: it takes a value, `==`: two, `=#`: a number, `=+`: one with
 * a plus or without, `?`: a value in the same word. `-NUM`: a number alone, as in `head -3`. `~` before them: what the
 * program then prints is laid out in a way that is not followed; its status is.
 */
const TABLE = `
  arch       nothing       0
  awk        script+files  filter                  -F|--field-separator= -v|--assign=
  base64     files         filter 1                -d|--decode -w|--wrap=#
  basename   nothing       filter paths 2
  cat        files         passes                  -n|--number -s|--squeeze-blank
  chmod      nothing       writes:rest assumes     -R|--recursive
  column     files         filter                  -t|--table -s|--separator=
  cp         nothing       writes:target           -r|-R|--recursive -p -n|--no-clobber ~-v|--verbose
  cut        files         filter                  -d|--delimiter= -f|--fields= -c|-b|--characters|--bytes=
                                                   -s|--only-delimited
  date       nothing       1                       -u|--utc|--universal -d|--date= -I|--iso-8601? -R|--rfc-email
                                                   --rfc-3339=
  diff       files         2                       -q|--brief ~-u
  dirname    nothing       filter paths
  egrep      script+files  finds                   -q -v -i -o -c -n -e=
  env        nothing       starts                  -i|-|--ignore-environment -u|--unset=
  envsubst   input         1
  expr       nothing       words 20
  fgrep      script+files  finds                   -q -v -i -o -c -n -e=
  find       nothing       words writes lists 20
  grep       script+files  finds                   -E|--extended-regexp -F|--fixed-strings -P|--perl-regexp
                                                   -G|--basic-regexp -e|--regexp= -i|--ignore-case -v|--invert-match
                                                   -w|--word-regexp -x|--line-regexp -c|--count
                                                   -l|--files-with-matches -o|--only-matching -q|--quiet|--silent
                                                   -n|--line-number -m|--max-count=# -h|--no-filename
                                                   -H|--with-filename -s|--no-messages -a|--text --color|--colour?
                                                   -A|--after-context=# -B|--before-context=# -C|--context=#
  head       files         filter 1                -n|--lines|-NUM=# -c|--bytes=#
  jq         script+files  -                       -r|--raw-output -j|--join-output -c|--compact-output
                                                   -e|--exit-status -n|--null-input -s|--slurp -R|--raw-input
                                                   -S|--sort-keys -M|--monochrome-output -f|--from-file --tab
                                                   --indent=# --arg== --argjson== --slurpfile== --rawfile==
  ln         nothing       writes:target           -s|--symbolic
  ls         nothing       lists 1                 -1 -a|--all -A|--almost-all -d|--directory ~-l ~-h ~-t ~-r ~-R
                                                   ~-S
  md5sum     files         filter
  mkdir      nothing       writes                  -p|--parents
  mktemp     nothing       writes 1                -d|--directory -q|--quiet -t -p|--tmpdir= --suffix=
  mv         nothing       writes:moved            -f|--force -n|--no-clobber ~-v|--verbose
  nice       nothing       starts                  -n|--adjustment=
  nohup      nothing       starts
  paste      files         filter                  -s|--serial -d|--delimiters=
  printenv   nothing       -
  readlink   nothing       paths                   -f|--canonicalize
  rev        files         filter
  rm         nothing       writes:all assumes      -r|-R|--recursive -f|--force ~-v|--verbose
  sed        script+files  filter                  -n|--quiet|--silent -E|-r|--regexp-extended -e|--expression=
                                                   -i|--in-place
  seq        nothing       -                       -s|--separator= -w|--equal-width NEGATIVE
  sha1sum    files         filter
  sha256sum  files         filter
  sleep      nothing       -
  sort       files         filter                  -r|--reverse -n|--numeric-sort -u|--unique -V|--version-sort
                                                   -f|--ignore-case -s|--stable -k|--key= -t|--field-separator=
  sudo       nothing       starts                  -E|--preserve-env? -n -u|--user= -H
  tac        files         filter
  tail       files         filter 1                -n|--lines|-NUM=+ -c|--bytes=#
  tar        nothing       writes                  -c -x -t -z -f= -C|--directory= ~-v
  tee        input         passes writes:all makes -a|--append
  timeout    nothing       starts                  -s|--signal= -k|--kill-after= --foreground --preserve-status
  touch      nothing       writes makes            -c|--no-create -a -m
  tr         input         filter                  -d|--delete -s|--squeeze-repeats -c|-C|--complement
  uname      nothing       0                       -s -m ~-a ~-r
  uniq       files         filter 1                -c|--count -d|--repeated -u|--unique -i|--ignore-case
  wc         files         filter                  -l|--lines -w|--words -c|--bytes -m|--chars
  which      nothing       -                       -a
  whoami     nothing       0
  xargs      input         starts                  -n|--max-args=# -I= -d|--delimiter= -0|--null
                                                   -r|--no-run-if-empty -P|--max-procs=#
`

const CHANGES = ['all', 'rest', 'target', 'moved'] as const

/** Operands that are followed, where not all are. */
const OPERANDS: Readonly<Record<string, RegExp>> = {
  date: /^\+/,
  expr: /^(?!(?::|match|substr|index)$)/,
  find: /^(?!-(?!(?:name|iname|type|maxdepth|mindepth|print|print0|delete|not|o|a|empty|mtime)$))/,
  seq: /^-?\d+$/,
  tr: /^(?:[^\\]|\\[\\nrt])*$/,
}

const VALUES: Readonly<Record<string, RegExp>> = { '#': /^\d{1,9}$/, '+': /^\+?\d{1,9}$/ }

function optionsOf(word: string): [string, Option][] {
  const [, mark, names, values = ''] = /^(~?)(-[^\s=?]+|NEGATIVE)([=?#+]*)$/.exec(word) ?? []
  if (names === undefined) return []
  const all = names.split('|')
  const option: Option = {
    name: all[0]?.replace(/^-+/, '') ?? '',
    values: values.split('=').length - 1,
    isOptional: values === '?',
    value: VALUES[values.slice(-1)] ?? /^/,
    isLaidOutOtherwise: mark !== '',
  }
  return all.map((name) => [name, option])
}

/** Each program of the table by its name. */
export const SUPPORTED: ReadonlyMap<string, Followed> = new Map(
  [...TABLE.matchAll(/^ {2}(\S+) +(\S+) *(.*(?:\n {10,}.*)*)/gm)].map(
    ([, name = '', reads = '', rest = '']) => {
      const words = rest.split(/\s+/)
      const changes = CHANGES.find((one) => words.includes(`writes:${one}`))
      const followed: Followed = {
        reads,
        traits: new Set(
          words
            .filter((word) => /^[a-z]+$/.test(word))
            .concat(changes === undefined ? [] : 'writes'),
        ),
        changes,
        options: new Map(words.flatMap(optionsOf)),
        most: Number(words.find((word) => /^\d+$/.test(word)) ?? Number.POSITIVE_INFINITY),
        operands: OPERANDS[name] ?? /^/,
      }
      return [name, followed]
    },
  ),
)
