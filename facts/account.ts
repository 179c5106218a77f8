import { map } from '@grade4/unknown'
import { identity } from '../evidence/aws/sts.js'
import { plainFact } from './fact.js'

/** The graded account, 12 digits. */
export const account = plainFact(async (evidence) =>
  map(await evidence.ask(identity), (who) => who.account),
)
