import type { Hints } from './hints.js'
import type { LatePenalty } from './late-penalty.js'
import type { PointsOverride } from './points.js'

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
