import type { OptionTable } from './options.js'

/** What of a program is followed. Everything else is refused, by its name. */
export interface Followed extends OptionTable {
  /** What it reads: nothing, standard input, or the files among its operands and without any standard input. */
  readonly reads: 'nothing' | 'input' | 'files' | 'files after a script'
  /** Operands that are followed; without it any. */
  readonly operands?: RegExp
  /** The most operands that are followed. */
  readonly most?: number
  /** It ends with 0 whatever is in the texts that it reads: of unknown ones it makes unknown text, and goes well. */
  readonly endsWell?: true
  /** It passes text on as it is: parts that are not known stay parts. */
  readonly passes?: true
  /** It changes files. What of it is not followed ends the script; elsewhere only its output and status are unknown. */
  readonly writes?: true
  /** It lists files: of a folder with files that the grader does not have, its output is unknown, and it goes well. */
  readonly lists?: true
  /** Its status where a file is not there; 1 without it. */
  readonly missing?: number
}

/**
 * Options are written as `-d|--delimiter`: both names of one option. `=` behind them: it takes a value, `==`: two;
 * `=#`: a number, `=+`: one with a plus or without; `?`: a value that stands in the same word. `-NUM`: a number alone, as
 * in `head -3`. `~` before them: what the program prints is then laid out in a way that is not followed, and only its
 * status is. Short options may stand in one word.
 */
export const SUPPORTED = {
  // Text.
  awk: {
    options: '-F|--field-separator= -v|--assign=',
    reads: 'files after a script',
    endsWell: true,
    missing: 2,
  },
  base64: { options: '-d|--decode -w|--wrap=', reads: 'files', most: 1, endsWell: true },
  basename: { options: '-s|--suffix= -a|--multiple', reads: 'nothing', endsWell: true },
  cat: { options: '-n|--number -s|--squeeze-blank', reads: 'files', passes: true },
  column: { options: '-t|--table -s|--separator=', reads: 'files', endsWell: true },
  comm: { options: '-1 -2 -3', reads: 'files', most: 2 },
  cut: {
    options:
      '-d|--delimiter= -f|--fields= -c|--characters= -b|--bytes= -s|--only-delimited --output-delimiter=',
    reads: 'files',
    endsWell: true,
  },
  diff: { options: '-q|--brief ~-u ~-r', reads: 'files', most: 2 },
  dirname: { options: '', reads: 'nothing', endsWell: true },
  egrep: { options: '-q -v -i -o -c -n -e=', reads: 'files after a script', missing: 2 },
  expand: { options: '-t|--tabs=', reads: 'files', endsWell: true },
  expr: { options: null, reads: 'nothing', operands: /^(?!(:|match|substr|index)$)/ },
  fgrep: { options: '-q -v -i -o -c -n -e=', reads: 'files after a script', missing: 2 },
  fold: { options: '-w|--width= -s|--spaces', reads: 'files', endsWell: true },
  grep: {
    options:
      '-E|--extended-regexp -F|--fixed-strings -P|--perl-regexp -G|--basic-regexp -e|--regexp= -i|--ignore-case ' +
      '-v|--invert-match -w|--word-regexp -x|--line-regexp -c|--count -l|--files-with-matches -o|--only-matching ' +
      '-q|--quiet|--silent -n|--line-number -m|--max-count= -h|--no-filename -H|--with-filename ' +
      '-s|--no-messages -a|--text --color|--colour? -A|--after-context=# -B|--before-context=# -C|--context=#',
    reads: 'files after a script',
    missing: 2,
  },
  head: { options: '-n|--lines|-NUM=# -c|--bytes=#', reads: 'files', most: 1, endsWell: true },
  join: { options: '-1= -2= -t=', reads: 'files', most: 2 },
  jq: {
    options:
      '-r|--raw-output -j|--join-output -c|--compact-output -e|--exit-status -n|--null-input -s|--slurp ' +
      '-R|--raw-input -S|--sort-keys -M|--monochrome-output -f|--from-file --tab --indent= ' +
      '--arg== --argjson== --slurpfile== --rawfile==',
    reads: 'files after a script',
    missing: 2,
  },
  md5sum: { options: '', reads: 'files', endsWell: true },
  nl: { options: '-b|--body-numbering=', reads: 'files', endsWell: true },
  paste: { options: '-s|--serial -d|--delimiters=', reads: 'files', endsWell: true },
  rev: { options: '', reads: 'files', endsWell: true },
  sed: {
    options: '-n|--quiet|--silent -E|-r|--regexp-extended -e|--expression= -i|--in-place',
    reads: 'files after a script',
    endsWell: true,
    missing: 2,
  },
  seq: {
    options: '-s|--separator= -w|--equal-width NEGATIVE',
    reads: 'nothing',
    operands: /^-?\d+$/,
  },
  sha1sum: { options: '', reads: 'files', endsWell: true },
  sha256sum: { options: '', reads: 'files', endsWell: true },
  sort: {
    options:
      '-r|--reverse -n|--numeric-sort -u|--unique -V|--version-sort -f|--ignore-case -s|--stable ' +
      '-k|--key= -t|--field-separator=',
    reads: 'files',
    endsWell: true,
    missing: 2,
  },
  tac: { options: '', reads: 'files', endsWell: true },
  tail: { options: '-n|--lines|-NUM=+ -c|--bytes=#', reads: 'files', most: 1, endsWell: true },
  tr: {
    options: '-d|--delete -s|--squeeze-repeats -c|-C|--complement',
    reads: 'input',
    operands: /^(?:[^\\]|\\[\\nrt])*$/,
    endsWell: true,
  },
  uniq: {
    options: '-c|--count -d|--repeated -u|--unique -i|--ignore-case',
    reads: 'files',
    most: 1,
    endsWell: true,
  },
  wc: { options: '-l|--lines -w|--words -c|--bytes -m|--chars', reads: 'files', endsWell: true },

  // Files.
  chmod: { options: '-R|--recursive -f|--silent|--quiet', reads: 'nothing', writes: true },
  cp: {
    options: '-r|-R|--recursive -p -n|--no-clobber ~-v|--verbose',
    reads: 'nothing',
    writes: true,
  },
  du: { options: '~-s ~-h ~-c', reads: 'nothing', lists: true },
  find: {
    options: null,
    reads: 'nothing',
    operands:
      /^(?!-(?!(name|iname|type|maxdepth|mindepth|print|print0|delete|not|o|a|empty|mtime)$))/,
    writes: true,
    lists: true,
  },
  gunzip: { options: '-c|--stdout -k|--keep -f|--force', reads: 'files', writes: true },
  gzip: {
    options: '-c|--stdout -k|--keep -f|--force -d|--decompress',
    reads: 'files',
    writes: true,
  },
  ln: { options: '-s|--symbolic -f|--force', reads: 'nothing', writes: true },
  ls: {
    options: '-1 -a|--all -A|--almost-all -d|--directory ~-l ~-h ~-t ~-r ~-R ~-S',
    reads: 'nothing',
    most: 1,
    lists: true,
  },
  mkdir: { options: '-p|--parents', reads: 'nothing', writes: true },
  mv: { options: '-f|--force -n|--no-clobber ~-v|--verbose', reads: 'nothing', writes: true },
  readlink: { options: '-f|--canonicalize', reads: 'nothing' },
  rm: { options: '-r|-R|--recursive -f|--force ~-v|--verbose', reads: 'nothing', writes: true },
  rmdir: { options: '-p|--parents', reads: 'nothing', writes: true },
  split: { options: '-l|--lines= -b|--bytes= -d|--numeric-suffixes', reads: 'files', writes: true },
  stat: { options: '-c|--format=', reads: 'nothing', most: 1 },
  tar: { options: '-c -x -t -z -f= -C|--directory= ~-v', reads: 'nothing', writes: true },
  tee: { options: '-a|--append', reads: 'input', passes: true, writes: true },
  touch: { options: '-c|--no-create -a -m', reads: 'nothing', writes: true },
  tree: { options: '~-L= ~-a ~-d', reads: 'nothing', lists: true },
  zcat: { options: '', reads: 'files' },

  // Time, the machine, and programs that start others.
  arch: { options: '', reads: 'nothing', most: 0 },
  date: {
    options: '-u|--utc|--universal -d|--date= -I|--iso-8601? -R|--rfc-email --rfc-3339=',
    reads: 'nothing',
    operands: /^\+/,
    most: 1,
  },
  env: { options: '-i|-|--ignore-environment -u|--unset=', reads: 'nothing', startsAnother: true },
  envsubst: { options: '', reads: 'input', most: 1 },
  mktemp: {
    options: '-d|--directory -q|--quiet -t -p|--tmpdir= --suffix=',
    reads: 'nothing',
    most: 1,
    writes: true,
  },
  nice: { options: '-n|--adjustment=', reads: 'nothing', startsAnother: true },
  nohup: { options: '', reads: 'nothing', startsAnother: true },
  printenv: { options: '', reads: 'nothing' },
  realpath: { options: '-s|--strip|--no-symlinks -m|--canonicalize-missing', reads: 'nothing' },
  sleep: { options: '', reads: 'nothing' },
  stdbuf: {
    options: '-i|--input= -o|--output= -e|--error=',
    reads: 'nothing',
    startsAnother: true,
  },
  sudo: { options: '-E|--preserve-env? -n -u|--user= -H', reads: 'nothing', startsAnother: true },
  time: { options: '-p', reads: 'nothing', startsAnother: true },
  timeout: {
    options: '-s|--signal= -k|--kill-after= --foreground --preserve-status',
    reads: 'nothing',
    startsAnother: true,
  },
  uname: {
    options: '-s -m -p -i -o|--operating-system ~-a ~-r ~-n ~-v',
    reads: 'nothing',
    most: 0,
  },
  which: { options: '-a', reads: 'nothing' },
  whoami: { options: '', reads: 'nothing', most: 0 },
  xargs: {
    options:
      '-n|--max-args= -L|--max-lines= -I= -i|--replace? -d|--delimiter= -0|--null -r|--no-run-if-empty -t|--verbose ' +
      '-x|--exit -P|--max-procs= -a|--arg-file=',
    reads: 'input',
    startsAnother: true,
  },
  yes: { options: '', reads: 'nothing' },
} as const satisfies Readonly<Record<string, Followed>>

/** A program of the table. */
export type ProgramName = keyof typeof SUPPORTED
