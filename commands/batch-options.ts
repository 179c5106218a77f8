import { InvalidArgumentError, Option } from 'commander'
import type { Shard } from '../grading/batch/shard.js'
import { safeCell } from '../reporters/safe-cell.js'
import { type GradeOptions, gatherOptions, reportOptions, subjectOptions } from './options.js'

/** What `grade4 batch --help` ends with. */
export const BATCH_HELP = `
The roster is CSV with a header. Needed: student, account, repository. Understood: role_arn, external_id,
partner, due, name, email, template, workflow. Every other column is carried through to grades.csv.
Students with the same account and repository are partners: graded once, both credited.
template and workflow are paths below the roster's folder: a cdk.out (or a template) and a main.yml that the
student handed in. They are graded in place of the account where no role leads into it.

GitHub: as for one student, or an App: GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID and GITHUB_APP_PRIVATE_KEY
(or GITHUB_APP_PRIVATE_KEY_FILE).
Requests are spread out over the 900 a minute that GitHub allows a token, about 130 students;
GRADE4_GITHUB_POINTS_PER_MINUTE sets another pace.

DIR gets index.html (the class in a browser), grades.csv, canvas.csv, summary.json, reports/ (a page and a
JSON file a student), gradescope/, evidence/ and ledger.jsonl.
Stopped or killed, the same command goes on where it was; who is incomplete is graded again by it.

Exit codes: 0 everybody has every point, 1 all graded, 2 wrong use or a faulty roster,
3 somebody is incomplete.
`

/** The options that say what canvas.csv is to fit. */
export interface CanvasOptions {
  readonly canvasAssignment?: string
  readonly canvasExport?: string
}

/** The options of grading a class. */
export interface BatchOptions
  extends CanvasOptions,
    Pick<
      GradeOptions,
      | 'region'
      | 'stack'
      | 'profile'
      | 'externalId'
      | 'timeout'
      | 'only'
      | 'rubric'
      | 'due'
      | 'latePenalty'
      | 'hints'
      | 'debug'
      | 'quiet'
    > {
  readonly out: string
  readonly shard?: Shard
  readonly fresh?: true
  readonly concurrency: number
  readonly roleName?: string
}

const SHARED = new Set(['region', 'profile', 'externalId', 'stack', 'timeout', 'only', 'debug'])

const ROLE_NAME = /^[\w+=,.@/-]{1,512}$/

/** `i/n`. Throws `InvalidArgumentError`. */
function parseShard(word: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(word) ?? []
  const shard = { index: Number(index), count: Number(count) }
  if (!(shard.index >= 1 && shard.index <= shard.count)) {
    throw new InvalidArgumentError('A shard is i/n with i from 1 to n, as 2/3.')
  }
  return shard
}

function parseConcurrency(word: string): number {
  const students = Number(word)
  if (!Number.isInteger(students) || students < 1 || students > 200) {
    throw new InvalidArgumentError('1 to 200 students are looked at together.')
  }
  return students
}

/** The options of a class, but for those that turn verdicts into points. */
export function batchOptions(): Option[] {
  const shared = [...subjectOptions(), ...gatherOptions(), ...reportOptions([])]
  return [
    ...shared.filter((option) => SHARED.has(option.attributeName())),
    new Option('--out <dir>', 'folder for grades, reports and evidence').makeOptionMandatory(),
    new Option(
      '--shard <i/n>',
      'only this part of the class; grade4 merge puts parts together',
    ).argParser(parseShard),
    new Option('--quiet', 'no progress; only what needs somebody is told'),
    new Option('--fresh', 'forget what the folder holds and grade everybody again'),
    new Option('--concurrency <n>', 'students looked at together')
      .argParser(parseConcurrency)
      .default(16),
    new Option(
      '--role-name <name>',
      'role to assume in each account where the roster has no role_arn',
    ).argParser((word) => {
      if (!ROLE_NAME.test(word))
        throw new InvalidArgumentError('A role name is like grade4-reader.')
      return word
    }),
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
