import { hasHole } from '@grade4/unknown'

/** What the action refuses, in its words: it fails. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** What the grader does not follow: the tags are not known. */
export class NotFollowed extends Error {
  override readonly name = 'NotFollowed'
}

/** What templates of an entry may name, with its text at this push. */
type Expressions = Readonly<Record<string, string>>

/** One `key=value,value` entry: attributes by lower-case name, in order; what has no name is its `value`. */
function attributesOf(entry: string): Map<string, string> {
  return new Map(
    entry.split(',').map((field): [string, string] => {
      // Only what stands between the first `=` and the next counts.
      const [key = '', value] = field.split('=').map((part) => part.trim())
      return value === undefined ? ['value', key] : [key.toLowerCase(), value]
    }),
  )
}

/** A template of a date in UTC, of those parts of Moment's formats that are followed. */
const DATE =
  /(?<!\{)\{\{\s*date\s+'(?!.*(?:YYYYY|MMM|DDD|SSSS))((?:YYYY|YY|MM|DD|HH|mm|ss|SSS|X|x|[-_.T])+)'\s*\}\}(?!\})/g

/** Where each part stands in an ISO 8601 text. */
const PARTS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  YYYY: [0, 4],
  YY: [2, 4],
  MM: [5, 7],
  DD: [8, 10],
  HH: [11, 13],
  mm: [14, 16],
  ss: [17, 19],
  SSS: [20, 23],
}

/** The text with dates in the place of their templates. `time`: milliseconds since 1970, asked where one is there. */
function dated(text: string, time: () => number): string {
  return text.replace(DATE, (_, format: string) => {
    const now = time()
    const iso = new Date(now).toISOString()
    return format.replace(/YYYY|YY|MM|DD|HH|mm|ss|SSS|X|x/g, (part) => {
      if (part === 'x') return `${now}`
      return part === 'X' ? `${Math.floor(now / 1000)}` : iso.slice(...(PARTS[part] ?? []))
    })
  })
}

/**
 * The text with its templates filled in, as Handlebars does. Throws `NotFollowed`: other dates, and whatever else
 * stands in braces.
 */
function expanded(text: string, expressions: Expressions): string {
  const filled = text.replace(/(?<!\{)\{\{\s*(\w+)\s*\}\}(?!\})/g, (all, name: string) =>
    Object.hasOwn(expressions, name) ? (expressions[name] ?? '') : all,
  )
  if (filled.includes('{{')) throw new NotFollowed()
  return filled
}

/** What a tag may not hold becomes a dash; an unknown part stays one. */
function sanitized(tag: string): string {
  return tag.replace(/[^a-zA-Z0-9._\uE0F0\uE0F1-]+/g, '-')
}

/** Whether `flavor` asks for the tag latest; `auto` does not, of a branch. Throws `Refused`, `NotFollowed`. */
export function asksForLatest(entries: readonly string[]): boolean {
  let latest = 'auto'
  for (const entry of entries) {
    if (!entry.includes('=')) throw new Refused(`Invalid flavor entry: ${entry}`)
    for (const [key, value] of attributesOf(entry)) {
      if (/^(prefix|suffix|onlatest)$/.test(key)) throw new NotFollowed()
      if (key !== 'latest') throw new Refused(`Unknown flavor entry: ${entry}`)
      if (!/^(auto|true|false)$/.test(value)) {
        throw new Refused(`Invalid latest flavor entry: ${entry}`)
      }
      latest = value
    }
  }
  return latest === 'true'
}

/** Image names that `images` gives, in lower case. Throws `Refused`, `NotFollowed`. */
export function readImages(entries: readonly string[]): string[] {
  return entries.flatMap((entry) => {
    if (entries.length === 1 && !entry.includes('='))
      return entry.split(',').map((name) => name.trim().toLowerCase())
    const attributes = attributesOf(entry)
    if (attributes.has('enable')) throw new NotFollowed()
    const name = attributes.get('value') ?? attributes.get('name') ?? ''
    if (attributes.size > 1) throw new Refused(`Unknown image attribute: ${entry}`)
    if (name === '') throw new Refused(`Image name attribute empty: ${entry}`)
    return [name.toLowerCase()]
  })
}

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
