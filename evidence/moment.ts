import { z } from 'zod'

/**
 * A moment: ISO 8601 in saved evidence and in GitHub's answers, `Date` in code and in the SDK's.
 * Nothing else is taken for one: left to itself, `Date` reads `null` as 1970.
 */
export const moment = z.union([z.date(), z.string()]).pipe(z.coerce.date())
