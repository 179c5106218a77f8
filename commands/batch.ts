import { createHash } from 'node:crypto'
import { addAbortListener } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { errorCode } from '../evidence/local-text.js'
import { UsageError } from '../evidence/usage-error.js'
import { type Assignment, assignmentsOf, isInShard } from '../grading/batch/assignment.js'
import type { RosterFault } from '../grading/batch/csv-table.js'
import { BatchFolder } from '../grading/batch/folder.js'
import {
  gradedClass,
  Ledger,
  type LedgerContents,
  readLedger,
  type StudentEntry,
} from '../grading/batch/ledger.js'
import { takeLock } from '../grading/batch/lock.js'
import { BadRoster, type Roster, readRoster } from '../grading/batch/roster.js'
import { checksShown, type GradingRules } from '../grading/rules.js'
import type { CanvasTarget } from '../reporters/canvas-csv.js'
import { safeText } from '../reporters/safe-text.js'
import { BatchProgress } from './batch-progress.js'
import { canvasTarget } from './canvas-target.js'
import { exitCodeOfClass, showClass, writeTables } from './class-outputs.js'
import { gradeClass } from './class-run.js'
import { classTime } from './class-time.js'
import { classToken } from './class-token.js'
import { EXIT } from './exit-code.js'
import { githubOf } from './github-token.js'
import { lookAtHandIns } from './hand-ins.js'
import { refuseBadCertificates } from './network.js'
import type { BatchOptions } from './options.js'
import { readRules } from './rules.js'
import { startStatusLine } from './status-line.js'
import { catchStopSignals } from './stop-signals.js'
import type { Surroundings } from './surroundings.js'
import { VERSION } from './version.js'

/** GitHub's rate limit starts anew each hour; a little more for clocks that differ. */
const LONGEST_WAIT_SECONDS = 3_900

/**
 * `grade4 batch`: grades a class. Whoever is complete in the folder already is not graded again.
 * Gives the exit code over the class. Throws `UsageError`; a roster's faults are reported line by line.
 */
export async function batch(
  rosterPath: string,
  options: BatchOptions,
  around: Surroundings,
): Promise<number> {
  const asked = await readAsked(rosterPath, options, around)
  if (asked === null) return EXIT.usage
  await refuseBadCertificates(around.env)
  const folder = new BatchFolder(resolve(around.cwd(), options.out))
  await folder.make()
  const unlock = await takeLock(folder.lock)
  const { stop, end } = catchStopSignals()
  try {
    if (options.fresh) await folder.clear()
    await folder.tidy()
    return await gradeInto(folder, asked, options, stop, around)
  } finally {
    end()
    unlock()
  }
}

/** A class as it is to be graded. */
interface Asked {
  readonly roster: Roster
  /** SHA-256, hex. */
  readonly rosterHash: string
  /** The roster's folder, which hand-ins are below. */
  readonly home: string
  readonly assignments: readonly Assignment[]
  readonly checks: readonly CheckId[]
  /** The checks that reports show. */
  readonly shown: readonly CheckId[]
  readonly rules: Omit<GradingRules, 'due'>
  readonly canvas: CanvasTarget
}

/** Reads roster, hand-ins, rubric and gradebook; `null` when the roster can't be used, which has been reported then. */
async function readAsked(
  rosterPath: string,
  options: BatchOptions,
  around: Surroundings,
): Promise<Asked | null> {
  const checks = options.only ?? CHECK_IDS
  const rules = await readRules(options, checks, around)
  const { points, latePenalty } = rules
  const path = resolve(around.cwd(), rosterPath)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${rosterPath} can't be read (${errorCode(error)}).`)
  })
  const roster = rosterOrNull(bytes, rosterPath, around)
  if (roster === null) return null
  const home = dirname(path)
  const handIns = await lookAtHandIns(roster.rows, home, options.stack)
  if (handIns.faults.length > 0) {
    tellFaults(handIns.faults, rosterPath, around)
    return null
  }
  const { shard } = options
  const assignments = assignmentsOf(roster.rows, {
    region: options.region,
    stack: options.stack,
    profile: options.profile ?? null,
    roleName: options.roleName ?? null,
    externalId: options.externalId ?? null,
    due: options.due ?? null,
    handIns: handIns.marks,
    rules: JSON.stringify([checks, points, latePenalty, rules.hints]),
  }).filter(({ credited: [first] }) => !shard || (first && isInShard(first.row, shard)))
  if (latePenalty !== null && assignments.every(({ due }) => due === null)) {
    throw new UsageError('--late-penalty needs a deadline: give --due, or a column due.')
  }
  const rosterHash = createHash('sha256').update(bytes).digest('hex')
  const canvas = await canvasTarget(options, around)
  const shown = checksShown(checks, points)
  return { roster, rosterHash, home, assignments, checks, shown, rules, canvas }
}

/** Grades who is left in a folder, and writes the tables of the class. Gives the exit code over it. */
async function gradeInto(
  folder: BatchFolder,
  asked: Asked,
  options: BatchOptions,
  stop: AbortSignal,
  around: Surroundings,
): Promise<number> {
  const { roster, rosterHash, assignments, shown } = asked
  const { out, shard } = options
  const before = await readLedger(folder.ledger)
  const kept = await keptEntries(before, assignments, folder)
  tellResume(before, kept, assignments, rosterHash, out, around)
  const ledger = await Ledger.open(folder.ledger, before)
  try {
    await ledger.append({
      kind: 'run',
      startedAt: new Date().toISOString(),
      grader: VERSION,
      roster: rosterHash,
      students: roster.rows.length,
      shard: shard === undefined ? null : `${shard.index}/${shard.count}`,
      checks: [...shown],
      otherColumns: [...roster.otherColumns],
    })
    const { entries, left } = await takeKept(assignments, kept, ledger)
    const graded = await gradeLeft(left, { folder, ledger }, asked, options, stop, around)
    const students = [...entries, ...graded].toSorted(
      (one, other) => one.row.order - other.row.order,
    )
    const asClass = gradedClass(students, { checks: shown, otherColumns: roster.otherColumns })
    const notInCanvas = await writeTables(folder, asClass, asked.canvas)
    const missing = creditedBy(assignments) - students.length
    showClass({ rows: asClass.rows, notInCanvas }, out, around.stdout)
    if (missing === 0) return exitCodeOfClass(asClass.rows)
    around.stderr.write(
      `grade4: stopped; ${missing} students are left. The same command goes on from here.\n`,
    )
    return EXIT.incomplete
  } finally {
    await ledger.close()
  }
}

/** How many students are credited with what is graded. */
function creditedBy(assignments: readonly Assignment[]): number {
  return assignments.reduce((sum, { credited }) => sum + credited.length, 0)
}

/** The roster; `null` when it can't be used, which has been reported then, fault by fault. */
function rosterOrNull(bytes: Uint8Array, path: string, { stderr }: Surroundings): Roster | null {
  try {
    const roster = readRoster(bytes)
    for (const warning of roster.warnings) {
      stderr.write(`${placeOf(path, warning)}: ${safeText(warning.message)}\n`)
    }
    return roster
  } catch (error) {
    if (!(error instanceof BadRoster)) throw error
    tellFaults(error.faults, path, { stderr })
    return null
  }
}

function tellFaults(
  faults: readonly RosterFault[],
  path: string,
  { stderr }: Pick<Surroundings, 'stderr'>,
): void {
  for (const fault of faults) {
    stderr.write(`${placeOf(path, fault)}: ${safeText(fault.message)}\n`)
  }
  const count = faults.length
  stderr.write(
    `grade4: ${count} fault${count === 1 ? '' : 's'} in the roster; nobody was graded.\n`,
  )
}

function placeOf(path: string, { line, column }: RosterFault): string {
  return `${safeText(path)}:${line}${column === null ? '' : `:${column.number} (${safeText(column.name, { limit: 40 })})`}`
}

/** Who need not be graded again: complete, asked the same, files whole. By student. */
async function keptEntries(
  { students }: LedgerContents,
  assignments: readonly Assignment[],
  folder: BatchFolder,
): Promise<Map<string, StudentEntry>> {
  const kept = new Map<string, StudentEntry>()
  for (const { credited, fingerprint } of assignments) {
    const entries = credited.map(({ row }) => students.get(row.student))
    const whole = await Promise.all(
      entries.map(async (entry) =>
        entry?.row.complete === true &&
        entry.fingerprint === fingerprint &&
        (await folder.isWhole(entry.row.student))
          ? entry
          : null,
      ),
    )
    const found = whole.filter((entry) => entry !== null)
    if (found.length < credited.length) continue
    for (const entry of found) kept.set(entry.row.student, entry)
  }
  return kept
}

/** Says on standard error what of an earlier run counts, and what has changed since. */
function tellResume(
  { students, lastRun, badLines }: LedgerContents,
  kept: ReadonlyMap<string, StudentEntry>,
  assignments: readonly Assignment[],
  rosterHash: string,
  out: string,
  { stderr }: Surroundings,
): void {
  const say = (message: string) => stderr.write(`grade4: ${message}\n`)
  if (badLines.length > 0) {
    say(
      `${out}/ledger.jsonl has unreadable lines (${badLines.join(', ')}); who was on them is graded again.`,
    )
  }
  if (lastRun === null) return
  const onRoster = new Map(
    assignments.flatMap(({ credited, fingerprint }) =>
      credited.map(({ row }) => [row.student, fingerprint] as const),
    ),
  )
  say(
    `going on in ${out}: ${kept.size} of ${onRoster.size} are graded already (--fresh starts over).`,
  )
  if (lastRun.roster !== rosterHash) say('the roster has changed since the last run.')
  const gone = [...students.keys()].filter((student) => !onRoster.has(student)).length
  if (gone > 0) say(`${gone} graded students are not among those to grade now; they are left out.`)
  const changed = [...students.values()].filter(
    ({ row, fingerprint }) => (onRoster.get(row.student) ?? fingerprint) !== fingerprint,
  ).length
  if (changed > 0) {
    say(
      `for ${changed} graded students the row or the options have changed; they are graded again.`,
    )
  }
  const others = new Set(
    [...kept.values()].map(({ grader }) => grader).filter((one) => one !== VERSION),
  )
  if (others.size > 0) {
    say(
      `some were graded by grade4 ${[...others].join(', ')}, this is ${VERSION}; --fresh grades everybody by this one.`,
    )
  }
}

/** Who need not be graded again, as the roster has them now, and who is left. */
async function takeKept(
  assignments: readonly Assignment[],
  kept: ReadonlyMap<string, StudentEntry>,
  ledger: Ledger,
): Promise<{ entries: StudentEntry[]; left: Assignment[] }> {
  const entries: StudentEntry[] = []
  const left: Assignment[] = []
  for (const assignment of assignments) {
    if (assignment.credited.some(({ row }) => !kept.has(row.student))) left.push(assignment)
    for (const { row, order } of assignment.credited) {
      const entry = kept.get(row.student)
      if (entry === undefined) continue
      const moved = { ...entry, row: { ...entry.row, order, other: row.other } }
      // The roster has moved or renamed something that no grade hangs on.
      if (JSON.stringify(moved) !== JSON.stringify(entry)) await ledger.append(moved)
      entries.push(moved)
    }
  }
  return { entries, left }
}

/** Grades who is left, and tells how far that is. */
async function gradeLeft(
  assignments: readonly Assignment[],
  into: { readonly folder: BatchFolder; readonly ledger: Ledger },
  { home, checks, rules }: Asked,
  { concurrency, debug, quiet, timeout }: BatchOptions,
  stop: AbortSignal,
  { env, stderr }: Surroundings,
): Promise<StudentEntry[]> {
  const github = githubOf(env)
  const plan = async () => ({
    checks,
    inFlight: concurrency,
    withStacks: debug === true,
    access: {
      ...(await classToken(env, github.githubUrl)),
      ...github,
      timeLimitMs: timeout * 1000,
      longestWaitSeconds: LONGEST_WAIT_SECONDS,
      githubAnswers: into.folder.githubAnswers,
    },
  })
  const time = classTime(assignments.length, github.githubPointsPerMinute)
  if (time !== null && !quiet) stderr.write(`grade4: ${time}\n`)
  const showing = { color: true, quiet: quiet === true }
  const screen = await startStatusLine({ env, stderr }, showing, 'Grading')
  const progress = new BatchProgress(creditedBy(assignments), screen, showing.quiet)
  addAbortListener(stop, () =>
    progress.tell('stopping: those who are being looked at are finished first (again: at once).'),
  )
  try {
    return await gradeClass({ assignments, home, plan, rules, ...into }, progress, stop)
  } finally {
    screen.stop()
  }
}
