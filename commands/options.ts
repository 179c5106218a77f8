import { Command, InvalidArgumentError, Option } from 'commander'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { REGION, STACK } from '../evidence/assignment.js'
import { repositoryNameOf } from '../evidence/repository-name.js'
import type { RepositoryName } from '../evidence/subject.js'
import type { Shard } from '../grading/batch/assignment.js'
import {
  BadDeadline,
  LATE_PENALTY_GRAMMAR,
  type LatePenalty,
  parseDue,
  parseLatePenalty,
} from '../grading/deadline.js'
import { HINTS, type Hints } from '../grading/hints.js'
import { REPORTERS } from '../reporters/index.js'
import { safeCell } from '../reporters/safe-text.js'

/** A reporter and where its text goes; `file` is `null` for standard output. */
export interface ReporterChoice {
  readonly name: string
  readonly file: string | null
}

/** The options of grading, as the command line gave them. Other commands choose from them. */
export interface GradeOptions {
  readonly repo?: RepositoryName
  readonly region: string
  readonly profile?: string
  readonly roleArn?: string
  readonly externalId?: string
  readonly stack: string
  readonly workflow?: string
  /** What `cdk synth` wrote: a folder, or files. */
  readonly template?: readonly string[]
  /** The account that is meant, 12 digits; it is not looked at. */
  readonly account?: string
  readonly timeout: number
  /** File that the evidence is saved to. */
  readonly save?: string
  /** Whether a run or a rollout in progress is followed to its end first. */
  readonly wait?: true
  /** Seconds after which waiting is given up. */
  readonly waitLimit: number
  /** Seconds between two looks while waiting. */
  readonly waitEvery: number
  /** Path of a rubric file. */
  readonly rubric?: string
  readonly hints?: Hints
  readonly due?: Date
  readonly latePenalty?: LatePenalty
  readonly only?: readonly CheckId[]
  readonly reporter?: readonly ReporterChoice[]
  readonly json?: true
  readonly quiet?: true
  readonly verbose?: true
  readonly advice?: true
  readonly color: boolean
  readonly debug?: true
}

/** Names of options, in the order in which `--help` shows them. */
type Names = readonly (keyof GradeOptions)[]

/** Which account and repository are meant, and the way into them. */
const ACCOUNT = ['repo', 'region', 'profile', 'roleArn', 'externalId', 'stack'] as const

/** Who is graded. */
const SUBJECT = [...ACCOUNT, 'workflow', 'template', 'account'] as const
export type SubjectOptions = Pick<GradeOptions, (typeof SUBJECT)[number]>

/** How a live account is looked at. */
const GATHER = ['timeout', 'save', 'wait', 'waitLimit', 'waitEvery'] as const

/** What turns verdicts into points. */
const RULES = ['rubric', 'hints', 'due', 'latePenalty'] as const
export type RulesOptions = Pick<GradeOptions, (typeof RULES)[number]>

/** What is graded and how it is shown. */
const REPORT = ['only', 'reporter', 'json', 'quiet', 'verbose', 'advice', 'color', 'debug'] as const
export type ReportOptions = Pick<GradeOptions, (typeof REPORT)[number]>

/** The options of `grade4 demo`, whose subject is a scenario's. */
export const DEMO: Names = [...GATHER, ...RULES, ...REPORT]

/** The options of `grade4` itself. */
export const GRADE: Names = [...SUBJECT, ...DEMO]

/** The options of grading saved evidence. */
export const REGRADE: Names = [...RULES, ...REPORT]
export type RegradeOptions = RulesOptions & ReportOptions

/** The options of `grade4 watch`. */
export const WATCH = [...SUBJECT, ...RULES, 'timeout', 'only', 'advice', 'color', 'debug'] as const
export type WatchOptions = Pick<GradeOptions, (typeof WATCH)[number]>

/** The options that `grade4 doctor` shares, beside a `--json` of its own. */
export const DOCTOR = [...ACCOUNT, 'timeout', 'color'] as const
export type DoctorOptions = Pick<GradeOptions, (typeof DOCTOR)[number] | 'json'>

/** The options that `grade4 batch` shares, beside a `--quiet` of its own. */
const BATCH = ['region', 'profile', 'externalId', 'stack', 'timeout', 'only', 'debug'] as const

/** The options that say what canvas.csv is to fit. */
export interface CanvasOptions {
  readonly canvasAssignment?: string
  readonly canvasExport?: string
}

/** The options of grading a class. */
export interface BatchOptions
  extends CanvasOptions,
    RulesOptions,
    Pick<GradeOptions, (typeof BATCH)[number] | 'quiet'> {
  readonly out: string
  readonly shard?: Shard
  readonly fresh?: true
  readonly concurrency: number
  readonly roleName?: string
}

const REGION_FORM = /^[a-z]{2}(-[a-z]+)+-\d$/
const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/
const ACCOUNT_FORM = /^\d{12}$/
const STACK_FORM = /^[A-Za-z][A-Za-z0-9-]{0,127}$/
const ROLE_NAME = /^[\w+=,.@/-]{1,512}$/

const FORMATS = [...REPORTERS.keys()].join(', ')

/** `OWNER/NAME` or its address on GitHub. Throws `InvalidArgumentError`. */
function parseRepository(word: string): RepositoryName {
  const name = repositoryNameOf(word)
  if (name !== null) return name
  throw new InvalidArgumentError('A repository is OWNER/NAME, for example ada/yoctogram-app.')
}

/**
 * Check ids or their prefixes, separated by commas, added to those of an earlier `--only`.
 * Throws `InvalidArgumentError` for a word that no check begins with.
 */
export function parseOnly(words: string, earlier: readonly CheckId[] = []): CheckId[] {
  const chosen = new Set(earlier)
  for (const word of words.split(',').map((each) => each.trim())) {
    const matching = CHECK_IDS.filter(
      (id) => id === word || id.startsWith(word.endsWith('.') ? word : `${word}.`),
    )
    if (matching.length === 0) {
      throw new InvalidArgumentError(`No check is called "${word}"; grade4 checks lists them.`)
    }
    for (const id of matching) chosen.add(id)
  }
  return CHECK_IDS.filter((id) => chosen.has(id))
}

function parseSeconds(what: string, most: number): (word: string) => number {
  return (word) => {
    const seconds = Number(word)
    if (seconds >= 1 && seconds <= most) return seconds
    throw new InvalidArgumentError(`${what} is 1 to ${most} seconds.`)
  }
}

/** A whole number from 1 on. */
function parseCount(word: string, most: number, what: string): number {
  const count = Number(word)
  if (Number.isInteger(count) && count >= 1 && count <= most) return count
  throw new InvalidArgumentError(what)
}

/** How many students a class of the demo has: more would only take longer to look at. Throws `InvalidArgumentError`. */
export function parseClassSize(word: string): number {
  return parseCount(word, 500, 'A class has 1 to 500 students.')
}

function matching(pattern: RegExp, what: string): (word: string) => string {
  return (word) => {
    if (!pattern.test(word)) throw new InvalidArgumentError(what)
    return word
  }
}

/** `NAME` or `NAME=FILE`, added to those given earlier. Throws `InvalidArgumentError` for an unknown name. */
function parseReporter(word: string, earlier: readonly ReporterChoice[] = []): ReporterChoice[] {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
  if (!REPORTERS.has(name)) throw new InvalidArgumentError(`A reporter is one of ${FORMATS}.`)
  if (file === '') throw new InvalidArgumentError(`${name}= wants a file name after it.`)
  return [...earlier, { name, file: file ?? null }]
}

/** Words one after another, where an option may be given several times. */
function gathered(word: string, earlier: readonly string[] = []): string[] {
  return [...earlier, word]
}

/** `i/n`. Throws `InvalidArgumentError`. */
function parseShard(word: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(word) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (!(shard.index >= 1 && shard.index <= shard.count)) {
    throw new InvalidArgumentError('A shard is i/n with i from 1 to n, as 2/3.')
  }
  return shard
}

/** A parser of deadlines, whose error becomes commander's. */
function deadline<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      throw error instanceof BadDeadline ? new InvalidArgumentError(error.message) : error
    }
  }
}

/** Each option of grading. */
const OPTIONS: Readonly<Record<keyof GradeOptions, Option>> = {
  repo: new Option(
    '--repo <owner/name>',
    'GitHub repository (default: the git remote of this folder, else the one your role trusts)',
  ).argParser(parseRepository),
  region: new Option('--region <region>', 'AWS region the assignment lives in')
    .argParser(matching(REGION_FORM, 'A region looks like us-west-2.'))
    .default(REGION),
  profile: new Option('--profile <name>', 'profile of your AWS configuration'),
  roleArn: new Option('--role-arn <arn>', 'role to assume in the graded account').argParser(
    matching(ROLE_ARN, 'A role ARN looks like arn:aws:iam::111122223333:role/NAME.'),
  ),
  externalId: new Option('--external-id <id>', 'external id that this role asks for'),
  stack: new Option('--stack <name>', 'name of the compute stack')
    .argParser(matching(STACK_FORM, 'A stack name has letters, digits and hyphens.'))
    .default(STACK),
  workflow: new Option('--workflow <file>', 'grade this main.yml in place of the one on GitHub'),
  template: new Option(
    '--template <path>',
    'grade what cdk synth wrote (cdk.out, or a template) before it is deployed; may be given several times',
  ).argParser(gathered),
  account: new Option(
    '--account <id>',
    'with --template or --workflow: the account that is meant, which is not looked at',
  ).argParser(matching(ACCOUNT_FORM, 'An account id has 12 digits.')),
  timeout: new Option('--timeout <seconds>', 'time limit for gathering evidence')
    .argParser(parseSeconds('A time limit', 3600))
    .default(60),
  save: new Option('--save <file>', 'keep what was seen, to grade it again with: grade4 regrade'),
  wait: new Option(
    '--wait',
    'follow a run of main.yml or a rollout in progress to its end, then grade; Ctrl-C grades at once',
  ),
  waitLimit: new Option('--wait-limit <seconds>', 'give up waiting after this long, and grade')
    .argParser(parseSeconds('A limit on waiting', 86_400))
    .default(1800),
  waitEvery: new Option('--wait-every <seconds>', 'how often to look while waiting')
    .argParser(parseSeconds('The time between two looks', 600))
    .default(15),
  rubric: new Option(
    '--rubric <file>',
    'points of your own, YAML or JSON: { checks: { ecr.latest: 20, repo.private: drop }, hints: place }',
  ),
  hints: new Option(
    '--hints <level>',
    'how much reports give away: change (cause, line and what to write), place (cause and line), none (default: change, or what the rubric file says)',
  ).choices(HINTS),
  due: new Option(
    '--due <time>',
    'deadline with its offset from UTC: 2024-03-09T23:59:00-08:00; late is decided by when the graded run started',
  ).argParser(deadline(parseDue)),
  latePenalty: new Option(
    '--late-penalty <rule>',
    `what being late costs, of the points there are, rounded down to whole points: ${LATE_PENALTY_GRAMMAR} (default: nothing)`,
  ).argParser(deadline(parseLatePenalty)),
  only: new Option(
    '--only <ids>',
    'only these checks: ids or their beginnings, with commas',
  ).argParser(parseOnly),
  reporter: new Option(
    '--reporter <name[=file]>',
    `how to show the report: ${FORMATS}; may be given several times`,
  ).argParser(parseReporter),
  json: new Option('--json', 'the same as --reporter json'),
  quiet: new Option('--quiet', 'no progress, and only the checks that did not pass'),
  verbose: new Option('--verbose', 'also what was seen of the checks that passed').conflicts(
    'quiet',
  ),
  advice: new Option('--advice', 'show advice that wins no points also where checks failed'),
  color: new Option(
    '--no-color',
    'no colours (NO_COLOR does the same; FORCE_COLOR shows them also where no terminal reads)',
  ),
  debug: new Option(
    '--debug',
    'stack traces of faults inside grade4; with --json, also what main.yml does step by step',
  ),
}

/** The options of these names. */
export function optionsNamed(names: Names): Option[] {
  return names.map((name) => OPTIONS[name])
}

/** The options of `grade4 batch`. */
export function batchOptions(): Option[] {
  return [
    ...optionsNamed(BATCH),
    new Option('--out <dir>', 'folder for grades, reports and evidence').makeOptionMandatory(),
    new Option(
      '--shard <i/n>',
      'only this part of the class; grade4 merge puts parts together',
    ).argParser(parseShard),
    new Option('--quiet', 'no progress; only what needs somebody is shown'),
    new Option('--fresh', 'forget what the folder holds and grade everybody again'),
    new Option('--concurrency <n>', 'students looked at together')
      .argParser((word) => parseCount(word, 200, '1 to 200 students are looked at together.'))
      .default(16),
    new Option(
      '--role-name <name>',
      'role to assume in each account where the roster has no role_arn',
    ).argParser(matching(ROLE_NAME, 'A role name is like grade4-reader.')),
    ...optionsNamed(RULES),
    ...canvasOptions(),
  ]
}

/** The options that say what canvas.csv is to fit. */
export function canvasOptions(): Option[] {
  return [
    new Option(
      '--canvas-assignment <title>',
      'column of canvas.csv, as Canvas calls it: "NAME (ID)" (default: Assignment 4, a new one)',
    ).argParser((word) => {
      if (word.trim() !== '' && safeCell(word) === word) return word
      throw new InvalidArgumentError('An assignment is called like "Assignment 4 (123456)".')
    }),
    new Option(
      '--canvas-export <file>',
      "the gradebook as Canvas exports it: canvas.csv gets its students' ids and sections",
    ),
  ]
}

/** Options of grading as a command line of these words would give them. Throws `CommanderError`. */
export function gradeOptions(words: readonly string[]): GradeOptions {
  return parsed<GradeOptions>(optionsNamed(GRADE), words)
}

/** Options of a batch, likewise. */
export function batchOptionsOf(words: readonly string[]): BatchOptions {
  return parsed<BatchOptions>(batchOptions(), words)
}

function parsed<T extends object>(options: readonly Option[], words: readonly string[]): T {
  const command = new Command().exitOverride()
  for (const option of options) command.addOption(option)
  return command.parse(words, { from: 'user' }).opts<T>()
}
