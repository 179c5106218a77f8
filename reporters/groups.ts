import type { CheckId } from '../checks/rubric.js'

/** Checks that are shown together. */
export interface Group {
  /** Half of the rubric that the checks belong to. */
  readonly part: 'Infrastructure' | 'Pipeline'
  readonly title: string
}

interface GroupWithMembers extends Group {
  has(id: CheckId): boolean
}

const startingWith =
  (...prefixes: string[]) =>
  (id: CheckId): boolean =>
    prefixes.some((prefix) => id.startsWith(prefix))

/** In rubric order: `delivery.redeploy` is the infrastructure's last line, apart from its namesakes. */
const GROUPS: readonly GroupWithMembers[] = [
  { part: 'Infrastructure', title: 'ECR', has: startingWith('ecr.') },
  { part: 'Infrastructure', title: 'stack and service', has: startingWith('stack.', 'ecs.') },
  { part: 'Infrastructure', title: 'OIDC and role', has: startingWith('oidc.', 'role.') },
  { part: 'Infrastructure', title: 'redeployment', has: startingWith('delivery.redeploy') },
  { part: 'Pipeline', title: 'repository', has: startingWith('repo.') },
  { part: 'Pipeline', title: 'workflow', has: startingWith('workflow.') },
  { part: 'Pipeline', title: 'delivery', has: startingWith('delivery.') },
]

/** The checks by group, both in rubric order; groups without a check are left out. */
export function byGroup<Check extends { readonly id: CheckId }>(
  checks: readonly Check[],
): { group: Group; checks: Check[] }[] {
  const groupOf = (check: Check) => GROUPS.find((group) => group.has(check.id))
  return GROUPS.map((group) => ({
    group,
    checks: checks.filter((check) => groupOf(check) === group),
  })).filter((entry) => entry.checks.length > 0)
}
