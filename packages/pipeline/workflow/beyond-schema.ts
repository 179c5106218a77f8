import type { SourceFile, WorkflowProblem } from './problem.js'
import { child, entry, scalarText, type YamlNode } from './tree.js'

const EXCLUSIVE_FILTERS = ['branches', 'tags', 'paths'] as const

/**
 * What GitHub refuses in `on` although its published schema lets it through: a filter together with
 * its opposite, and no event at all.
 * Source: "Workflow syntax for GitHub Actions", `on.<push|pull_request|…>.<branches|…>`.
 */
export function* checkEvents(root: YamlNode, file: SourceFile): Generator<WorkflowProblem> {
  const on = child(root, 'on')
  if (on === null || on.kind === 'scalar') return
  const events = on.kind === 'mapping' ? on.entries : on.items
  if (events.length === 0) yield file.problem('No event triggers defined in `on`', on.range.start)
  if (on.kind !== 'mapping') return
  for (const event of on.entries) {
    for (const filter of EXCLUSIVE_FILTERS) {
      const opposite = entry(event.value, `${filter}-ignore`)
      if (opposite === null || child(event.value, filter) === null) continue
      yield file.problem(
        `you may only define one of \`${filter}\` and \`${filter}-ignore\` for a single event`,
        opposite.key.range.start,
      )
    }
  }
}

/** Jobs that do nothing: GitHub refuses them, its published schema does not. */
export function* checkJobs(root: YamlNode, file: SourceFile): Generator<WorkflowProblem> {
  const jobs = child(root, 'jobs')
  if (jobs?.kind !== 'mapping') return
  for (const { key, value } of jobs.entries) {
    const steps = child(value, 'steps')
    const some = steps?.kind === 'sequence' && steps.items.length > 0
    if (some || child(value, 'uses') !== null) continue
    const message = 'No steps defined in `steps` and no workflow called in `uses`'
    yield file.problem(`${message} for the following jobs: ${scalarText(key)}`, key.range.start)
  }
}
