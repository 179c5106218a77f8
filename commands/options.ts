import { Command, InvalidArgumentError, Option } from 'commander'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { REGION, STACK } from '../evidence/assignment.js'
import { repositoryNameOf } from '../evidence/repository-name.js'
import type { RepositoryName } from '../evidence/subject.js'
import { BadDue, parseDue } from '../grading/due.js'
import { HINTS, type Hints } from '../grading/hints.js'
import {
  BadLatePenalty,
  LATE_PENALTY_GRAMMAR,
  type LatePenalty,
  parseLatePenalty,
} from '../grading/late-penalty.js'

/** A reporter and where its text goes; `file` is `null` for standard output. */
export interface ReporterChoice {
  readonly name: string
  readonly file: string | null
}

/** The options that turn verdicts into points. */
export interface RulesOptions {
  /** Path of a rubric file. */
  readonly rubric?: string
  readonly due?: Date
  readonly latePenalty?: LatePenalty
  readonly hints?: Hints
}

/** The options that say what is graded and how it is shown. */
export interface ReportOptions {
  readonly only?: readonly CheckId[]
  readonly reporter?: readonly ReporterChoice[]
  readonly json?: true
  readonly color: boolean
  readonly advice?: true
  readonly quiet?: true
  readonly verbose?: true
  readonly debug?: true
}

/** The options of grading saved evidence. */
export interface RegradeOptions extends RulesOptions, ReportOptions {}

/** The options that say who is graded. */
export interface SubjectOptions {
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
}

/** The options of grading, as the command line gave them. */
export interface GradeOptions extends SubjectOptions, RulesOptions, ReportOptions {
  readonly timeout: number
  /** File that the evidence is saved to. */
  readonly save?: string
  /** Whether a run or a rollout in progress is followed to its end first. */
  readonly wait?: true
  /** Seconds between two looks while waiting. */
  readonly waitEvery: number
  /** Seconds after which waiting is given up. */
  readonly waitLimit: number
}

const REGION_FORM = /^[a-z]{2}(-[a-z]+)+-\d$/
const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/
const ACCOUNT_FORM = /^\d{12}$/
const STACK_FORM = /^[A-Za-z][A-Za-z0-9-]{0,127}$/

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
    if (!(seconds >= 1 && seconds <= most)) {
      throw new InvalidArgumentError(`${what} is 1 to ${most} seconds.`)
    }
    return seconds
  }
}

function matching(pattern: RegExp, what: string): (word: string) => string {
  return (word) => {
    if (!pattern.test(word)) throw new InvalidArgumentError(what)
    return word
  }
}

/** `NAME` or `NAME=FILE`, added to those given earlier. Throws `InvalidArgumentError` for an unknown name. */
function parseReporter(names: readonly string[]) {
  return (word: string, earlier: readonly ReporterChoice[] = []): ReporterChoice[] => {
    const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    if (!names.includes(name)) {
      throw new InvalidArgumentError(`A reporter is one of ${names.join(', ')}.`)
    }
    if (file === '') throw new InvalidArgumentError(`${name}= wants a file name after it.`)
    return [...earlier, { name, file: file ?? null }]
  }
}

/** The options that say who is graded. */
export function subjectOptions(): Option[] {
  return [
    new Option(
      '--repo <owner/name>',
      'GitHub repository (default: the git remote of this folder, else the one your role trusts)',
    ).argParser(parseRepository),
    new Option('--region <region>', 'AWS region the assignment lives in')
      .argParser(matching(REGION_FORM, 'A region looks like us-west-2.'))
      .default(REGION),
    new Option('--profile <name>', 'profile of your AWS configuration'),
    new Option('--role-arn <arn>', 'role to assume in the graded account').argParser(
      matching(ROLE_ARN, 'A role ARN looks like arn:aws:iam::111122223333:role/NAME.'),
    ),
    new Option('--external-id <id>', 'external id that this role asks for'),
    new Option('--stack <name>', 'name of the compute stack')
      .argParser(matching(STACK_FORM, 'A stack name has letters, digits and hyphens.'))
      .default(STACK),
    new Option('--workflow <file>', 'grade this main.yml in place of the one on GitHub'),
    new Option(
      '--template <path>',
      'grade what cdk synth wrote (cdk.out, or a template) before it is deployed; may be given several times',
    ).argParser((path: string, earlier: readonly string[] = []) => [...earlier, path]),
    new Option(
      '--account <id>',
      'with --template or --workflow: the account that is meant, which is not looked at',
    ).argParser(matching(ACCOUNT_FORM, 'An account id has 12 digits.')),
  ]
}

/** The options that say what is graded and how it is shown. */
export function reportOptions(reporterNames: readonly string[]): Option[] {
  return [
    new Option('--only <ids>', 'only these checks: ids or their beginnings, with commas').argParser(
      parseOnly,
    ),
    new Option(
      '--reporter <name[=file]>',
      `how to show the report: ${reporterNames.join(', ')}; may be given several times`,
    ).argParser(parseReporter(reporterNames)),
    new Option('--json', 'the same as --reporter json'),
    new Option('--quiet', 'no progress, and only the checks that did not pass'),
    new Option('--verbose', 'also what was seen of the checks that passed').conflicts('quiet'),
    new Option('--advice', 'show advice that wins no points also where checks failed'),
    new Option(
      '--no-color',
      'no colours (NO_COLOR does the same; FORCE_COLOR shows them also where no terminal reads)',
    ),
    new Option(
      '--debug',
      'stack traces of faults inside grade4; with --json, also what main.yml does step by step',
    ),
  ]
}

/** The options of looking at a live account. */
export function gatherOptions(): Option[] {
  return [
    new Option('--timeout <seconds>', 'time limit for gathering evidence')
      .argParser(parseSeconds('A time limit', 3600))
      .default(60),
    new Option('--save <file>', 'keep what was seen, to grade it again with: grade4 regrade'),
    new Option(
      '--wait',
      'follow a run of main.yml or a rollout in progress to its end, then grade; Ctrl-C grades at once',
    ),
    new Option('--wait-limit <seconds>', 'give up waiting after this long, and grade')
      .argParser(parseSeconds('A limit on waiting', 86_400))
      .default(1800),
    new Option('--wait-every <seconds>', 'how often to look while waiting')
      .argParser(parseSeconds('The time between two looks', 600))
      .default(15),
  ]
}

/** The options that turn verdicts into points. */
export function rulesOptions(): Option[] {
  return [
    rubricOption(),
    new Option(
      '--hints <level>',
      'how much reports give away: change (cause, line and what to write), place (cause and line), none (default: change, or what the rubric file says)',
    ).choices(HINTS),
    new Option(
      '--due <time>',
      'deadline with its offset from UTC: 2024-03-09T23:59:00-08:00; late is told by when the graded run started',
    ).argParser((text) => told(BadDue, () => parseDue(text))),
    new Option(
      '--late-penalty <rule>',
      `what being late costs, of the points there are, rounded down to whole points: ${LATE_PENALTY_GRAMMAR} (default: nothing)`,
    ).argParser((text) => told(BadLatePenalty, () => parseLatePenalty(text))),
  ]
}

/** The option that changes points. */
export function rubricOption(): Option {
  return new Option(
    '--rubric <file>',
    'points of your own, YAML or JSON: { checks: { ecr.latest: 20, repo.private: drop }, hints: place }',
  )
}

/** What the parser gives; its own error becomes commander's. */
function told<T>(error: new (message: string) => Error, parse: () => T): T {
  try {
    return parse()
  } catch (thrown) {
    if (thrown instanceof error) throw new InvalidArgumentError(thrown.message)
    throw thrown
  }
}

/** Options as a command line of these words would give them. Throws `CommanderError`. */
export function gradeOptions(words: readonly string[]): GradeOptions {
  const command = new Command().exitOverride()
  for (const option of [...subjectOptions(), ...gatherOptions(), ...reportOptions([])])
    command.addOption(option)
  return command.parse(words, { from: 'user' }).opts<GradeOptions>()
}
