import type { Finding, Location } from '../../../checks/verdict.js'
import { passesFilter } from './filter-pattern.js'
import { finding } from './finding.js'
import type { Workflow } from './model.js'
import type { Range } from './tree.js'
import { entry, scalarText, textOf, textsOf, type YamlEntry, type YamlNode } from './tree.js'

/** Whether an ordinary push to main starts the workflow. */
export type PushTrigger =
  | { readonly starts: true }
  | { readonly starts: false; readonly findings: readonly Finding[] }

const BRANCH = 'main'

/** Files of the app that a commit may change alone; each such commit has to start the pipeline. */
const ORDINARY_CHANGES = [
  'Dockerfile',
  'requirements.txt',
  'main.py',
  'app/main.py',
  'app/db/user.py',
]

const messages = {
  noPush: (events: string[]) =>
    `A push does not start main.yml; what starts it: ${events.join(', ') || 'nothing'}.`,
  leftOut: 'The branches that main.yml names leave out main.',
  ignored: 'main.yml ignores pushes to main.',
  tagsOnly: 'main.yml names tags but no branches: then a push to a branch does not start it.',
  paths: (path: string) => `A commit that changes only ${path} does not start the pipeline.`,
}

/**
 * Whether a push of an ordinary commit to main starts the workflow; if not, every filter that stands
 * in its way.
 * Rule: rubric, `workflow.trigger`. Source: "Workflow syntax for GitHub Actions", `on.push`.
 */
export function pushTrigger(workflow: Workflow): PushTrigger {
  const events = eventsOf(workflow.on)
  const push = events.find(({ name }) => name === 'push')
  if (push === undefined) {
    const on = entry(workflow.root, 'on')
    const location = on === null ? null : workflow.file.location(on.key.range)
    const actual = events.map(({ name }) => name)
    return {
      starts: false,
      findings: [
        finding(messages.noPush(actual), {
          location,
          expected: 'on: push',
          actual: `on: ${actual.join(', ')}`,
        }),
      ],
    }
  }
  const place = (range: Range) => workflow.file.location(range)
  const findings = [...branchFaults(push.filters, place), ...pathFaults(push.filters, place)]
  return findings.length === 0 ? { starts: true } : { starts: false, findings }
}

interface PushEvent {
  readonly name: string
  readonly filters: YamlNode | null
}

function eventsOf(on: YamlNode | null): PushEvent[] {
  if (on?.kind !== 'mapping') return textsOf(on).map((name) => ({ name, filters: null }))
  return on.entries.map(({ key, value }) => ({ name: scalarText(key), filters: value }))
}

type Place = (range: Range) => Location

/** A filter of the event; one that is left empty filters nothing. */
function filterOf(filters: YamlNode | null, name: string): YamlEntry | null {
  const filter = entry(filters, name)
  return filter !== null && textOf(filter.value) === '' ? null : filter
}

function* branchFaults(filters: YamlNode | null, place: Place): Generator<Finding> {
  const named = filterOf(filters, 'branches')
  const ignored = filterOf(filters, 'branches-ignore')
  const tags = filterOf(filters, 'tags') ?? filterOf(filters, 'tags-ignore')
  if (named !== null && !passesFilter(BRANCH, textsOf(named.value))) {
    yield fault(messages.leftOut, named, place, 'branches: [ main ]')
  }
  if (ignored !== null && passesFilter(BRANCH, textsOf(ignored.value))) {
    yield fault(messages.ignored, ignored, place, 'branches: [ main ]')
  }
  if (tags !== null && named === null && ignored === null) {
    yield fault(messages.tagsOnly, tags, place, 'branches: [ main ]')
  }
}

function* pathFaults(filters: YamlNode | null, place: Place): Generator<Finding> {
  const named = filterOf(filters, 'paths')
  const ignored = filterOf(filters, 'paths-ignore')
  const leftOut = ORDINARY_CHANGES.find(
    (path) => named !== null && !passesFilter(path, textsOf(named.value)),
  )
  if (named !== null && leftOut !== undefined) yield fault(messages.paths(leftOut), named, place)
  const passedOver = ORDINARY_CHANGES.find(
    (path) => ignored !== null && passesFilter(path, textsOf(ignored.value)),
  )
  if (ignored !== null && passedOver !== undefined) {
    yield fault(messages.paths(passedOver), ignored, place)
  }
}

function fault(
  message: string,
  { key, value }: YamlEntry,
  place: Place,
  expected: string | null = null,
): Finding {
  const actual = `${scalarText(key)}: [ ${textsOf(value).join(', ')} ]`
  return finding(message, { location: place(key.range), actual, expected })
}
