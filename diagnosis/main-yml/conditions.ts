import type { Ground, Repair } from './repair.js'

/** What people take `github.ref` for, in a condition. */
const BRANCH_NAME = /(['"])main\1/

/**
 * Conditions that don't hold, or that stop what has to run: the branch's full name in place of its short one,
 * and the condition taken away.
 */
export function conditionRepairs(ground: Ground): Repair[] {
  const { file } = ground
  const owners = [
    ...file.jobs.map(({ map, id }) => ({ map, what: `the job ${id}` })),
    ...file.steps.map(({ map }) => ({ map, what: 'the step' })),
  ]
  return owners.flatMap(({ map, what }): Repair[] => {
    const range = file.range(map, 'if')
    const written = file.scalar(map, 'if')
    if (range === null || written === null) return []
    const branch = BRANCH_NAME.exec(file.text.slice(range.start, range.end))
    const full: Repair[] =
      branch === null || !written.includes('github.ref')
        ? []
        : [
            {
              title: "for a push to main github.ref is 'refs/heads/main', not 'main'",
              edits: [
                {
                  start: range.start + branch.index,
                  end: range.start + branch.index + branch[0].length,
                  text: branch[0].replace('main', 'refs/heads/main'),
                },
              ],
            },
          ]
    const away = {
      title: `remove the condition of ${what}: it does not hold for a push to main`,
      edits: file.remove(map, 'if'),
    }
    return [...full, away]
  })
}
