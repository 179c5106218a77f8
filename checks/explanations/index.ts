import type { CheckId } from '../rubric.js'
import type { Explanation } from './explanation.js'
import { INFRASTRUCTURE } from './infrastructure.js'
import { PIPELINE } from './pipeline.js'

export type { Explanation } from './explanation.js'

/** What each check does, in words for the student. A check without an explanation does not compile. */
export const EXPLANATIONS: Readonly<Record<CheckId, Explanation>> = {
  ...INFRASTRUCTURE,
  ...PIPELINE,
}
