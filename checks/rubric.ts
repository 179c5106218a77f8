/** What each check is worth, in the order in which they are reported: 100 for the infrastructure, 50 for the pipeline. */
const RUBRIC = {
  'ecr.repository': 10,
  'ecr.latest': 10,
  'ecr.platform': 5,
  'stack.deployed': 5,
  'ecs.image': 15,
  'oidc.provider': 10,
  'role.trust': 5,
  'role.subject': 10,
  'role.audience': 5,
  'role.policies': 10,
  'role.session': 5,
  'delivery.redeploy': 10,
  'repo.private': 2,
  'repo.actions': 2,
  'repo.secret': 2,
  'workflow.valid': 4,
  'workflow.trigger': 3,
  'workflow.credentials': 5,
  'workflow.build': 6,
  'workflow.tags': 6,
  'workflow.untag': 5,
  'workflow.push': 5,
  'workflow.redeploy': 4,
  'delivery.run': 3,
  'delivery.image': 3,
} as const satisfies Record<`${string}.${string}`, number>

/** Id of a check, `group.name`. A contract: other programs read it. */
export type CheckId = keyof typeof RUBRIC

/** What each check is worth, whole points. */
export const POINTS: Readonly<Record<CheckId, number>> = RUBRIC

/** The points of all checks. */
export const MAX_POINTS = Object.values(POINTS).reduce((sum, points) => sum + points, 0)

/** Ids in rubric order. */
export const CHECK_IDS = Object.keys(RUBRIC) as readonly CheckId[]

/** Whether a word is the id of a check. */
export function isCheckId(word: string): word is CheckId {
  return Object.hasOwn(RUBRIC, word)
}
