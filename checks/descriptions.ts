import type { Description } from './check.js'
import { CHECKS } from './index.js'
import type { CheckId } from './rubric.js'

/**
 * What each check says of itself. The built program has these as data (tsdown.config.ts): whoever wants a title
 * need not load what the checks look with.
 */
export const DESCRIPTIONS: Readonly<Record<CheckId, Description>> = CHECKS
