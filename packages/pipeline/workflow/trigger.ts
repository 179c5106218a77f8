import type { Location } from '../location.js'
import { passesFilter } from './filter-pattern.js'
import type { Workflow } from './model.js'
import type { Range } from './tree.js'
import { entry, scalarText, textOf, textsOf, type YamlEntry, type YamlNode } from './tree.js'

/** What keeps an ordinary push to main from starting a workflow. */
export type TriggerFault =
  /** A push is none of its events. `location`: of `on:`. */
  | {
      readonly kind: 'no-push'
      readonly events: readonly string[]
      readonly location: Location | null
    }
  | TriggerFilter

/** A filter that leaves such a push out. */
export interface TriggerFilter {
  /** `tags-only`: it filters tags, and branches nowhere: then no branch starts the workflow. */
  readonly kind: 'branches' | 'branches-ignore' | 'tags-only' | 'paths'
  /** The filter as main.yml has it, on one line. */
  readonly filter: string
  /** For `paths`: a file whose change alone does not start the workflow; else `null`. */
  readonly path: string | null
  readonly location: Location
}

const BRANCH = 'main'

/** Files of the app that a commit may change alone; each such commit has to start the pipeline. */
const ORDINARY_CHANGES = [
  'Dockerfile',
  'requirements.txt',
  'main.py',
  'app/main.py',
  'app/db/user.py',
]

/**
 * What keeps a push of an ordinary commit to main from starting the workflow: every filter in its way. Empty: it
 * starts. Source: "Workflow syntax for GitHub Actions", `on.push`.
 */
export function triggerFaults(workflow: Workflow): TriggerFault[] {
  const events = eventsOf(workflow.on)
  const place = (range: Range) => workflow.file.location(range)
  const push = events.find(({ name }) => name === 'push')
  if (push !== undefined) {
    return [...branchFaults(push.filters, place), ...pathFaults(push.filters, place)]
  }
  const on = entry(workflow.root, 'on')
  const location = on === null ? null : place(on.key.range)
  return [{ kind: 'no-push', events: events.map(({ name }) => name), location }]
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

function* branchFaults(filters: YamlNode | null, place: Place): Generator<TriggerFilter> {
  const named = filterOf(filters, 'branches')
  const ignored = filterOf(filters, 'branches-ignore')
  const tags = filterOf(filters, 'tags') ?? filterOf(filters, 'tags-ignore')
  if (named !== null && !passesFilter(BRANCH, textsOf(named.value))) {
    yield fault('branches', named, place)
  }
  if (ignored !== null && passesFilter(BRANCH, textsOf(ignored.value))) {
    yield fault('branches-ignore', ignored, place)
  }
  if (tags !== null && named === null && ignored === null) yield fault('tags-only', tags, place)
}

function* pathFaults(filters: YamlNode | null, place: Place): Generator<TriggerFilter> {
  const named = filterOf(filters, 'paths')
  const ignored = filterOf(filters, 'paths-ignore')
  const leftOut = ORDINARY_CHANGES.find(
    (path) => named !== null && !passesFilter(path, textsOf(named.value)),
  )
  if (named !== null && leftOut !== undefined) yield fault('paths', named, place, leftOut)
  const passedOver = ORDINARY_CHANGES.find(
    (path) => ignored !== null && passesFilter(path, textsOf(ignored.value)),
  )
  if (ignored !== null && passedOver !== undefined) {
    yield fault('paths', ignored, place, passedOver)
  }
}

function fault(
  kind: TriggerFilter['kind'],
  { key, value }: YamlEntry,
  place: Place,
  path: string | null = null,
): TriggerFilter {
  const filter = `${scalarText(key)}: [ ${textsOf(value).join(', ')} ]`
  return { kind, filter, path, location: place(key.range) }
}
