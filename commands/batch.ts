import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { type Assignment, assignmentsOf } from '../grading/batch/assignment.js'
import type { RosterFault } from '../grading/batch/csv-table.js'
import { BatchFolder } from '../grading/batch/folder.js'
import {
  gradedClass,
  Ledger,
  type LedgerContents,
  readLedger,
  type StudentEntry,
} from '../grading/batch/ledger.js'
import { FolderLocked, takeLock } from '../grading/batch/lock.js'
import { BadRoster, type Roster, readRoster } from '../grading/batch/roster.js'
import { isInShard } from '../grading/batch/shard.js'
import type { Hints } from '../grading/hints.js'
import { checksShown, type PointsOverride } from '../grading/points.js'
import { safeText } from '../reporters/safe-text.js'
import { BatchProgress } from './batch-progress.js'
import { canvasTarget } from './canvas-target.js'
import { writeTables } from './class-outputs.js'
import { exitCodeOfClass, showClass } from './class-report.js'
import { ClassRunner } from './class-run.js'
import { classTime } from './class-time.js'
import { classToken } from './class-token.js'
import { EXIT } from './exit-code.js'
import { githubOf } from './github-environment.js'
import { lookAtHandIns } from './hand-ins.js'
import { refuseBadCertificates } from './network.js'
import type { BatchOptions } from './options.js'
import { readRubric } from './rules.js'
import { catchStopSignals, type StopSignals } from './stop-signals.js'
import type { Surroundings } from './surroundings.js'
import { UsageError } from './usage-error.js'
import { VERSION } from './version.js'

/** GitHub's rate limit starts anew each hour; a little more for clocks that differ. */
const LONGEST_WAIT_SECONDS = 3_900

/**
 * `grade4 batch`: grades a class. Whoever is complete in the folder already is not graded again.
 * Gives the exit code over the class. Throws `UsageError`; a roster's faults are told line by line.
 */
export async function batch(
  rosterPath: string,
  options: BatchOptions,
  around: Surroundings,
): Promise<number> {
  const { points, hints: ofCourse } = await readRubric(options.rubric, around)
  const hints = options.hints ?? ofCourse ?? 'change'
  const checks = options.only ?? CHECK_IDS
  const shown = checksShown(checks, points)
  if (shown.length === 0) throw new UsageError(`${options.rubric} drops every check.`)
  const bytes = await readFile(resolve(around.cwd(), rosterPath)).catch((error: unknown) => {
    throw new UsageError(`${rosterPath} can't be read (${codeOf(error)}).`)
  })
  const roster = rosterOrNull(bytes, rosterPath, around)
  if (roster === null) return EXIT.usage
  const { shard } = options
  const home = dirname(resolve(around.cwd(), rosterPath))
  const handIns = await lookAtHandIns(roster.rows, home, options.stack)
  if (handIns.faults.length > 0) {
    tellFaults(handIns.faults, rosterPath, around)
    return EXIT.usage
  }
  const assignments = assignmentsOf(roster.rows, {
    region: options.region,
    stack: options.stack,
    profile: options.profile ?? null,
    roleName: options.roleName ?? null,
    externalId: options.externalId ?? null,
    due: options.due ?? null,
    handIns: handIns.marks,
    rules: JSON.stringify([checks, points, options.latePenalty ?? null, hints]),
  }).filter(({ credited: [first] }) => !shard || (first && isInShard(first.row, shard)))
  if (options.latePenalty !== undefined && assignments.every(({ due }) => due === null)) {
    throw new UsageError('--late-penalty needs a deadline: give --due, or a column due.')
  }

  const canvas = await canvasTarget(options, around)
  await refuseBadCertificates(around.env)

  const folder = new BatchFolder(resolve(around.cwd(), options.out))
  await folder.make()
  const unlock = await takeLock(folder.lock).catch((error: unknown) => {
    throw error instanceof FolderLocked ? new UsageError(error.message) : error
  })
  const signals = catchStopSignals()
  try {
    if (options.fresh) await folder.clear()
    await folder.tidy()
    const before = await readLedger(folder.ledger)
    const rosterHash = createHash('sha256').update(bytes).digest('hex')
    const kept = await keptEntries(before, assignments, folder)
    tellResume(before, kept, assignments, rosterHash, options.out, around)
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
      const students = await grade(assignments, kept, {
        home,
        options,
        points,
        hints,
        checks,
        folder,
        ledger,
        around,
        signals,
      })
      const graded = gradedClass(students, { checks: shown, otherColumns: roster.otherColumns })
      const notInCanvas = await writeTables(folder, graded, canvas)
      const wanted = assignments.reduce((sum, { credited }) => sum + credited.length, 0)
      showClass({ rows: graded.rows, notInCanvas }, options.out, around.stdout)
      if (students.length === wanted) return exitCodeOfClass(graded.rows)
      around.stderr.write(
        `grade4: stopped; ${wanted - students.length} students are left. The same command goes on from here.\n`,
      )
      return EXIT.incomplete
    } finally {
      await ledger.close()
    }
  } finally {
    signals.end()
    unlock()
  }
}

/** The roster; `null` when it can't be used, which has been told then, fault by fault. */
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

interface GradeContext {
  /** The roster's folder. */
  readonly home: string
  readonly options: BatchOptions
  readonly points: PointsOverride
  readonly hints: Hints
  readonly checks: readonly CheckId[]
  readonly folder: BatchFolder
  readonly ledger: Ledger
  readonly around: Surroundings
  readonly signals: StopSignals
}

/** Grades who is left. Gives everybody who is graded now, in the roster's order. */
async function grade(
  assignments: readonly Assignment[],
  kept: ReadonlyMap<string, StudentEntry>,
  { home, options, points, hints, checks, folder, ledger, around, signals }: GradeContext,
): Promise<StudentEntry[]> {
  const graded: StudentEntry[] = []
  const left: Assignment[] = []
  for (const assignment of assignments) {
    const entries = assignment.credited.map(({ row, order }) => ({
      entry: kept.get(row.student),
      now: { order, other: row.other },
    }))
    if (entries.some(({ entry }) => entry === undefined)) left.push(assignment)
    for (const { entry, now } of entries) {
      if (entry === undefined) continue
      const moved = { ...entry, row: { ...entry.row, ...now } }
      // The roster has moved or renamed something that no grade hangs on.
      if (JSON.stringify(moved) !== JSON.stringify(entry)) await ledger.append(moved)
      graded.push(moved)
    }
  }
  const students = left.reduce((sum, { credited }) => sum + credited.length, 0)
  const github = githubOf(around.env)
  const time = classTime(left.length, github.githubPointsPerMinute)
  if (time !== null && !options.quiet) around.stderr.write(`grade4: ${time}\n`)
  const progress = new BatchProgress(students, around.stderr, options.quiet === true)
  const runner = new ClassRunner(
    {
      assignments: left,
      home,
      plan: async () => ({
        checks,
        inFlight: options.concurrency,
        withStacks: options.debug === true,
        withChanges: true,
        access: {
          ...(await classToken(around.env, github.githubUrl)),
          ...github,
          timeLimitMs: options.timeout * 1000,
          longestWaitSeconds: LONGEST_WAIT_SECONDS,
          githubAnswers: folder.githubAnswers,
        },
      }),
      rules: { points, latePenalty: options.latePenalty ?? null, hints },
      folder,
      ledger,
    },
    {
      onGraded: (student) => {
        graded.push(student)
        progress.step(student.row.complete)
      },
      onWait: (until) => progress.waitUntil(until),
      onCallerFault: ({ because, remedy }) =>
        progress.tell(
          `stopping: nobody can be graded for the same reason. ${safeText(because)} ${safeText(remedy)}`,
        ),
      onFault: (message) => progress.tell(message),
    },
  )
  signals.onStop(() => {
    progress.tell('stopping: those who are being looked at are finished first (again: at once).')
    runner.stop()
  })
  try {
    await runner.run()
  } finally {
    progress.stop()
  }
  return graded.toSorted((one, other) => one.row.order - other.row.order)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
