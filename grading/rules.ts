import { type CheckId, POINTS } from '../checks/rubric.js'
import type { LatePenalty } from './deadline.js'
import type { Hints } from './hints.js'

/** What turns verdicts into points, beside the rubric; the checks know nothing of it. */
export interface GradingRules {
  readonly points: PointsOverride
  /** When each subject of the plan had to be done, in the plan's order; `null` or missing: no deadline. */
  readonly due: readonly (Date | null)[]
  /** `null`: being late costs nothing. */
  readonly latePenalty: LatePenalty | null
  /** How much reports give away. */
  readonly hints: Hints
}

/** The rubric as it stands, no deadline. */
export const NO_RULES: GradingRules = { points: {}, due: [], latePenalty: null, hints: 'change' }

/** Where a course's points differ from the rubric's: other points, whole, or a check that does not count. */
export type PointsOverride = Readonly<Partial<Record<CheckId, number | 'drop'>>>

/** What a check is worth; `null`: it is dropped. */
export function pointsOf(id: CheckId, override: PointsOverride): number | null {
  const points = override[id] ?? POINTS[id]
  return points === 'drop' ? null : points
}

/** The checks that a report shows, of those that are run. */
export function checksShown(checks: readonly CheckId[], override: PointsOverride): CheckId[] {
  return checks.filter((id) => pointsOf(id, override) !== null)
}
