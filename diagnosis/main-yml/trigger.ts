import { BRANCH } from '../../evidence/assignment.js'
import { mapAt } from './file.js'
import type { Ground, Repair } from './repair.js'

/** What of `on:` keeps a push to main from starting the workflow. */
export function triggerRepairs(ground: Ground): Repair[] {
  const { file } = ground
  const on = mapAt(file.root, 'on')
  const push = mapAt(on, 'push')
  const filters = ['paths', 'paths-ignore', 'branches-ignore', 'tags', 'tags-ignore']
  const branches = file.range(push, 'branches')
  return [
    ...(branches === null
      ? []
      : [
          {
            title: `the branch has to be ${BRANCH}`,
            edits: file.set(push, 'branches', `[ ${BRANCH} ]`),
          },
        ]),
    ...filters.flatMap((key): Repair[] => {
      const range = file.range(push, key)
      if (range === null) return []
      return [
        {
          title: `${key} keeps pushes from starting the workflow`,
          edits: file.remove(push, key),
        },
      ]
    }),
    {
      title: `start the workflow for pushes to ${BRANCH}`,
      edits: file.set(file.root, 'on', `\n  push:\n    branches: [ ${BRANCH} ]`),
    },
  ]
}
