import { stepsByKind } from './assignment-steps.js'
import { scalarAt } from './file.js'
import { type Ground, isNamed, type Repair } from './repair.js'

const words = (text: string) => text.split(' ')

/** Keys of a step or a job without which it runs as the assignment's does. */
const STEP_KEYS = words('working-directory shell timeout-minutes continue-on-error env with')
const JOB_KEYS = words('timeout-minutes container strategy defaults needs env services')

/** What keeps the steps that a check names from running as they should: a key taken away, another runner. */
export function* hindranceRepairs(ground: Ground): Generator<Repair> {
  const { file } = ground
  const known = Object.values(stepsByKind(ground))
  for (const step of file.steps) {
    if (known.includes(step)) continue
    const title = 'remove this step: it undoes or stops what the others do'
    yield { title, edits: file.removeStep(step) }
  }
  const steps = file.steps.filter((step) => isNamed(ground, step))
  for (const { map } of steps) {
    for (const key of STEP_KEYS) {
      const title = `remove ${key}: without it the step does what is asked`
      yield { title, edits: file.remove(map, key) }
    }
  }
  for (const { map, steps: own } of file.jobs) {
    if (steps.length > 0 && !own.some((step) => steps.includes(step))) continue
    if (scalarAt(map, 'runs-on') !== 'ubuntu-latest') {
      const title = "the assignment's runner is ubuntu-latest"
      yield { title, edits: file.set(map, 'runs-on', 'ubuntu-latest') }
    }
    for (const key of JOB_KEYS) {
      const title = `remove ${key}: without it the job does what is asked`
      yield { title, edits: file.remove(map, key) }
    }
  }
  const title = 'remove defaults: without it the scripts do what is asked'
  yield { title, edits: file.remove(file.root, 'defaults') }
}
