import { type CheckId, POINTS } from '../checks/rubric.js'

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
