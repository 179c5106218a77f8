import { expect, test } from 'vitest'
import { DESCRIPTIONS } from './descriptions.js'
import { CHECK_IDS, isCheckId, MAX_POINTS, POINTS } from './rubric.js'

/** Points of the checks whose id begins with one of these groups. */
function pointsOf(...groups: string[]): number {
  return CHECK_IDS.filter((id) => groups.includes(id.split('.')[0] ?? ''))
    .map((id) => POINTS[id])
    .reduce((sum, points) => sum + points, 0)
}

test('25 checks make 150 points: 100 for the infrastructure, 50 for the pipeline', () => {
  expect(CHECK_IDS).toHaveLength(25)
  expect(MAX_POINTS).toBe(150)
  const redeploy = POINTS['delivery.redeploy']
  expect(pointsOf('ecr', 'stack', 'ecs', 'oidc', 'role') + redeploy).toBe(100)
  expect(pointsOf('repo', 'workflow', 'delivery') - redeploy).toBe(50)
})

test('every title fits on a line of the report, and every hint says what to do', () => {
  for (const id of CHECK_IDS) {
    const { title, hint } = DESCRIPTIONS[id]
    expect(title.length, id).toBeLessThanOrEqual(60)
    expect(hint.length, id).toBeGreaterThan(20)
  }
})

test('a word is an id or it is not', () => {
  expect(isCheckId('ecs.image')).toBe(true)
  expect(isCheckId('toString')).toBe(false)
})
