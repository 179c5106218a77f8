import { scalarAt } from './file.js'
import { type Ground, type Repair, replace } from './repair.js'

/** What people take `github.ref` for, in a condition. */
const BRANCH_NAME = /(['"])main\1/

/**
 * Conditions that don't hold, or that stop what has to run: the branch's full name in place of its short one,
 * and the condition taken away.
 */
export function* conditionRepairs({ file }: Ground): Generator<Repair> {
  const owners = [
    ...file.jobs.map(({ map, id }) => ({ map, what: `the job ${id}` })),
    ...file.steps.map(({ map }) => ({ map, what: 'the step' })),
  ]
  for (const { map, what } of owners) {
    const range = file.range(map, 'if')
    const written = scalarAt(map, 'if')
    if (range === null || written === null) continue
    const branch = BRANCH_NAME.exec(file.text.slice(range.start, range.end))
    if (branch !== null && written.includes('github.ref')) {
      const full = branch[0].replace('main', 'refs/heads/main')
      yield {
        title: "for a push to main github.ref is 'refs/heads/main', not 'main'",
        edits: [replace(range.start + branch.index, branch[0], full)],
      }
    }
    yield {
      title: `remove the condition of ${what}: it does not hold for a push to main`,
      edits: file.remove(map, 'if'),
    }
  }
}
