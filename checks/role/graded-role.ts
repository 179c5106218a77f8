import type { ChosenRole } from '../../facts/choice/role.js'
import type { Facts } from '../../facts/facts.js'
import { known } from '../check.js'

/** The graded role. Blocks on `role.trust`, which reports that there is none. */
export async function gradedRole(facts: Facts): Promise<ChosenRole> {
  return known(await facts.role(), 'role.trust', 'There is no role yet that GitHub may assume.')
}
