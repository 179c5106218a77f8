import { BRANCH } from '../../evidence/assignment.js'
import { mapAt } from './file.js'
import type { Ground, Repair } from './repair.js'

const FILTERS = ['paths', 'paths-ignore', 'branches-ignore', 'tags', 'tags-ignore']

/** What of `on:` keeps a push to main from starting the workflow. */
export function* triggerRepairs({ file }: Ground): Generator<Repair> {
  const push = mapAt(mapAt(file.root, 'on'), 'push')
  if (file.range(push, 'branches') !== null) {
    const title = `the branch has to be ${BRANCH}`
    yield { title, edits: file.set(push, 'branches', `[ ${BRANCH} ]`) }
  }
  for (const key of FILTERS) {
    const title = `${key} keeps pushes from starting the workflow`
    yield { title, edits: file.remove(push, key) }
  }
  const title = `start the workflow for pushes to ${BRANCH}`
  yield { title, edits: file.set(file.root, 'on', `\n  push:\n    branches: [ ${BRANCH} ]`) }
}
