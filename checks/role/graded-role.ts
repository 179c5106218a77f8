import type { Evidence } from '../../evidence/question.js'
import { type ChosenRole, role } from '../../facts/role.js'
import { known } from '../check.js'

/** The graded role. Blocks on `role.trust`, which reports that there is none. */
export async function gradedRole(evidence: Evidence): Promise<ChosenRole> {
  return known(await role(evidence), 'role.trust', 'There is no role yet that GitHub may assume.')
}
