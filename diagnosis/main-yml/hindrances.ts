import { stepsByKind } from './assignment-steps.js'
import type { WrittenStep } from './file.js'
import { type Ground, isNamed, type Repair } from './repair.js'

/** Keys of a step or a job without which it runs as the assignment's does, and why each may stop it. */
const STEP_KEYS = [
  'working-directory',
  'shell',
  'timeout-minutes',
  'continue-on-error',
  'env',
  'with',
]
const JOB_KEYS = [
  'timeout-minutes',
  'container',
  'strategy',
  'defaults',
  'needs',
  'env',
  'services',
]

/** What keeps the steps that a check names from running as they should: a key taken away, another runner. */
export function hindranceRepairs(ground: Ground): Repair[] {
  const { file } = ground
  const steps = file.steps.filter((step) => isNamed(ground, step))
  const known = Object.values(stepsByKind(ground))
  const jobs = file.jobs.filter(
    ({ steps: own }) => steps.length === 0 || own.some((step) => steps.includes(step)),
  )
  return [
    ...file.steps
      .filter((step) => !known.includes(step))
      .map((step) => ({
        title: 'remove this step: it undoes or stops what the others do',
        edits: file.removeStep(step),
      })),
    ...steps.flatMap(({ map }) =>
      STEP_KEYS.flatMap((key) =>
        away(ground, map, key, `remove ${key}: without it the step does what is asked`),
      ),
    ),
    ...jobs.flatMap(({ map }) => [
      ...runner(ground, map),
      ...JOB_KEYS.flatMap((key) =>
        away(ground, map, key, `remove ${key}: without it the job does what is asked`),
      ),
    ]),
    ...away(
      ground,
      file.root,
      'defaults',
      'remove defaults: without it the scripts do what is asked',
    ),
  ]
}

function away(ground: Ground, map: WrittenStep['map'] | null, key: string, why: string): Repair[] {
  const range = ground.file.range(map, key)
  if (range === null) return []
  return [{ title: why, edits: ground.file.remove(map, key) }]
}

function runner(ground: Ground, map: WrittenStep['map']): Repair[] {
  const written = ground.file.scalar(map, 'runs-on')
  if (written === 'ubuntu-latest') return []
  return [
    {
      title: "the assignment's runner is ubuntu-latest",
      edits: ground.file.set(map, 'runs-on', 'ubuntu-latest'),
    },
  ]
}
