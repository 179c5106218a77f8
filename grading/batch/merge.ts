import { CHECK_IDS } from '../../checks/rubric.js'
import type { GradedClass } from './class-row.js'
import { gradedClass, type LedgerContents, type RunEntry, type StudentEntry } from './ledger.js'

/** One folder of a batch, as its ledger tells. */
export interface Part {
  /** As the caller named it. */
  readonly folder: string
  readonly ledger: LedgerContents
}

/** Several parts of a class as one. */
export interface Merged {
  /** In the roster's order, each student once, with the folder whose files count. */
  readonly students: readonly { readonly entry: StudentEntry; readonly folder: string }[]
  readonly graded: GradedClass
  /** Students of the roster. */
  readonly wanted: number
  /** The parts' own last runs as one. */
  readonly run: Omit<RunEntry, 'startedAt'>
  /** One line each: what does not fit together. */
  readonly warnings: readonly string[]
}

/**
 * Puts the parts of a class together. A student who is in several counts where they are complete, and there
 * where they were graded last. `parts`: at least one, each with a run.
 */
export function mergeParts(parts: readonly Part[]): Merged {
  const chosen = new Map<string, { entry: StudentEntry; folder: string }>()
  for (const { folder, ledger } of parts) {
    for (const entry of ledger.students.values()) {
      const known = chosen.get(entry.row.student)
      if (known === undefined || isBetter(entry, known.entry)) {
        chosen.set(entry.row.student, { entry, folder })
      }
    }
  }
  const runs = parts.flatMap(({ ledger }) => ledger.lastRun ?? [])
  const students = [...chosen.values()].toSorted(
    (one, other) => one.entry.row.order - other.entry.row.order,
  )
  const asked = new Set(runs.flatMap(({ checks }) => checks))
  const checks = CHECK_IDS.filter((id) => asked.has(id))
  const otherColumns = [...new Set(runs.flatMap((run) => run.otherColumns))]
  const wanted = Math.max(0, ...runs.map((run) => run.students))
  const differ = (values: readonly string[]) => new Set(values).size > 1
  const warnings = [
    ...(differ(runs.map(({ roster }) => roster))
      ? ['the parts were graded from different rosters.']
      : []),
    ...(differ(students.map(({ entry }) => entry.grader))
      ? ['the parts were graded by different versions of grade4.']
      : []),
    ...(differ(runs.map((run) => run.checks.join()))
      ? ['the parts were graded with different checks.']
      : []),
  ]
  return {
    students,
    graded: gradedClass(
      students.map(({ entry }) => entry),
      { checks, otherColumns },
    ),
    wanted,
    run: {
      kind: 'run',
      grader: runs[0]?.grader ?? '',
      roster: runs[0]?.roster ?? '',
      students: wanted,
      shard: null,
      checks,
      otherColumns,
    },
    warnings,
  }
}

function isBetter(entry: StudentEntry, known: StudentEntry): boolean {
  if (entry.row.complete !== known.row.complete) return entry.row.complete
  return entry.finishedAt > known.finishedAt
}
