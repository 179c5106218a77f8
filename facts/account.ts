import { map } from '@grade4/unknown'
import { identity } from '../evidence/aws/sts.js'
import { fact } from './fact.js'

/** The graded account, 12 digits. */
export const account = fact(async (evidence) =>
  map(await evidence.ask(identity), (who) => who.account),
)
