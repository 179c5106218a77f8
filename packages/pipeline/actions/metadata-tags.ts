import { hasHole } from '@grade4/unknown'
import {
  attributesOf,
  dated,
  type Expressions,
  expanded,
  NotFollowed,
  Refused,
  sanitized,
} from './metadata-entries.js'

/** What the action uses when it is given no entry. */
const DEFAULT_ENTRIES = [
  'type=schedule',
  'type=ref,event=branch',
  'type=ref,event=tag',
  'type=ref,event=pr',
]

/** Types by how early their tags stand. */
const PRIORITIES: Readonly<Record<string, number>> = {
  schedule: 1000,
  semver: 900,
  pep440: 900,
  match: 800,
  edge: 700,
  ref: 600,
  raw: 200,
  sha: 100,
}

/** What a push to a branch gives to tags. */
export interface TaggedPush {
  readonly branch: string
  readonly defaultBranch: string
  /** 40 hex digits. */
  readonly sha: string
  readonly shortSha: string
  /** The time of the run, milliseconds since 1970. */
  readonly time: () => number
}

/**
 * The tags that entries make of a push to a branch, the first one being the version.
 * Throws `Refused`, `NotFollowed`. Source: docker/metadata-action, `README.md`, and how it behaves.
 */
export function tagsOf(
  entries: readonly string[],
  addsLatest: boolean,
  push: TaggedPush,
): string[] {
  const expressions: Expressions = {
    branch: push.branch,
    tag: '',
    base_ref: '',
    sha: push.shortSha,
    is_default_branch: `${push.branch === push.defaultBranch}`,
  }
  const read = (entries.length === 0 ? DEFAULT_ENTRIES : entries).map((entry) =>
    readEntry(dated(entry, push.time)),
  )
  const tags = read
    .sort((one, other) => other.priority - one.priority)
    .flatMap((entry) => tagOf(entry, push, expressions) ?? [])
    .filter((tag) => tag !== '')
    .map(sanitized)
  const distinct = tags.filter((tag, at) => tags.indexOf(tag) === at)
  // The action adds it though it may be there.
  return distinct.length > 0 && addsLatest ? [...distinct, 'latest'] : distinct
}

interface Entry {
  readonly type: string
  readonly attributes: ReadonlyMap<string, string>
  readonly priority: number
}

function readEntry(entry: string): Entry {
  const attributes = attributesOf(entry)
  const type = attributes.get('type') ?? 'raw'
  const unknown = [...attributes].find(
    ([key, value]) => hasHole(key) || (hasHole(value) && !FREE.has(key)),
  )
  // An unknown value that stands alone may be any entry.
  if (unknown !== undefined || (hasHole(entry) && !entry.includes('='))) throw new NotFollowed()
  if (!Object.hasOwn(PRIORITIES, type)) throw new Refused(`Unknown tag type attribute: ${type}`)
  const missing = NEEDED[type]
  if (missing !== undefined && !attributes.has(missing)) {
    throw new Refused(`Missing ${missing} attribute for ${entry}`)
  }
  const priority = Number(attributes.get('priority') ?? PRIORITIES[type])
  if (Number.isNaN(priority)) throw new NotFollowed()
  return { type, attributes, priority }
}

/** Attributes whose text ends up in the tag. */
const FREE = new Set(['value', 'prefix', 'suffix'])

const NEEDED: Readonly<Record<string, string>> = {
  semver: 'pattern',
  pep440: 'pattern',
  match: 'pattern',
  ref: 'event',
  raw: 'value',
}

/** The tag that one entry makes; `null`: none. */
function tagOf(
  { type, attributes }: Entry,
  push: TaggedPush,
  expressions: Expressions,
): string | null {
  const enable = expanded(attributes.get('enable') ?? 'true', expressions)
  if (enable !== 'true' && enable !== 'false') {
    throw new Refused(`Invalid value for enable attribute: ${enable}`)
  }
  if (enable === 'false') return null
  const own = type === 'sha' ? 'sha-' : ''
  const around = (name: string) =>
    expanded(attributes.get('prefix') ?? own, expressions) +
    name +
    expanded(attributes.get('suffix') ?? '', expressions)
  switch (type) {
    case 'raw':
      return around(expanded(attributes.get('value') ?? '', expressions))
    case 'sha':
      return around(shaIn(attributes.get('format') ?? 'short', push))
    case 'ref':
      return isBranchEvent(attributes.get('event') ?? '') ? around(push.branch) : null
    case 'edge':
      return (attributes.get('branch') || push.defaultBranch) === push.branch
        ? around('edge')
        : null
    case 'schedule':
      return null
    default:
      // Versions are read from the pushed tag, of which a branch has none, unless one is written out.
      if ((attributes.get('value') ?? '') === '') return null
      throw new NotFollowed()
  }
}

function shaIn(format: string, { sha, shortSha }: TaggedPush): string {
  if (format !== 'short' && format !== 'long') throw new Refused(`Invalid format: ${format}`)
  return format === 'long' ? sha : shortSha
}

function isBranchEvent(event: string): boolean {
  if (!['branch', 'tag', 'pr'].includes(event)) throw new Refused(`Invalid event: ${event}`)
  return event === 'branch'
}
