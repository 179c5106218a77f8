import { DESCRIPTIONS } from '../checks/descriptions.js'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { UsageError } from '../evidence/usage-error.js'
import { checksShown, pointsOf } from '../grading/rules.js'
import { checkExplained, rubricTable } from '../reporters/terminal/rubric.js'
import { readRubric } from './rules.js'
import { lookOf } from './screen-look.js'
import type { Surroundings } from './surroundings.js'

/** The options of showing the rubric. */
export interface ChecksOptions {
  /** Path of a rubric file. */
  readonly rubric?: string
  readonly json?: true
  readonly color: boolean
}

/**
 * `grade4 checks`: the rubric as a table, or one check explained; with the points of a rubric file.
 * Throws `UsageError` for a rubric that can't be used.
 */
export async function listChecks(
  ids: readonly CheckId[] | undefined,
  { rubric, json, color }: ChecksOptions,
  around: Surroundings,
): Promise<void> {
  const { points: override } = await readRubric(rubric, around)
  const lines = checksShown(ids ?? CHECK_IDS, override).map((id) => ({
    id,
    points: pointsOf(id, override) ?? 0,
  }))
  const [first, ...others] = lines
  if (first === undefined) throw new UsageError(`${rubric} drops that check.`)
  const look = lookOf(around.stdout, around.env, color)
  around.stdout.write(
    json
      ? `${JSON.stringify(lines.map(inFull), null, 2)}\n`
      : others.length === 0
        ? checkExplained(first, look)
        : rubricTable(lines, look),
  )
}

function inFull({ id, points }: { readonly id: CheckId; readonly points: number }) {
  const { title, section, hint, looksAt, passes, failures } = DESCRIPTIONS[id]
  // `mend` is what `fix` was called first: other programs read it.
  const ways = Object.entries(failures).map(([when, fix]) => ({ when, fix, mend: fix }))
  return { id, points, title, section, hint, looksAt, passes, failures: ways }
}
