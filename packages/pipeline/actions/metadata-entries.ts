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
export type Expressions = Readonly<Record<string, string>>

/** One `key=value,value` entry: attributes by lower-case name, in order; what has no name is its `value`. */
export function attributesOf(entry: string): Map<string, string> {
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
export function dated(text: string, time: () => number): string {
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
export function expanded(text: string, expressions: Expressions): string {
  const filled = text.replace(/(?<!\{)\{\{\s*(\w+)\s*\}\}(?!\})/g, (all, name: string) =>
    Object.hasOwn(expressions, name) ? (expressions[name] ?? '') : all,
  )
  if (filled.includes('{{')) throw new NotFollowed()
  return filled
}

/** What a tag may not hold becomes a dash; an unknown part stays one. */
export function sanitized(tag: string): string {
  return tag.replace(/[^a-zA-Z0-9._\uE0F0\uE0F1-]+/g, '-')
}

/** What `flavor` asks for. */
export interface Flavor {
  readonly latest: 'auto' | 'true' | 'false'
  readonly prefix: string
  readonly suffix: string
  /** What stands around `latest` itself. */
  readonly latestPrefix: string
  readonly latestSuffix: string
}

/** Reads `flavor`, one entry a line. Throws `Refused`. */
export function readFlavor(entries: readonly string[]): Flavor {
  let latest: Flavor['latest'] = 'auto'
  const around = { prefix: '', suffix: '' }
  const onLatest = { prefix: false, suffix: false }
  for (const entry of entries) {
    let last: 'prefix' | 'suffix' | null = null
    for (const field of entry.split(',')) {
      const [key = '', value] = field.split('=').map((part) => part.trim())
      if (value === undefined) throw new Refused(`Invalid flavor entry: ${entry}`)
      const name = key.toLowerCase()
      if (name === 'latest') {
        if (value !== 'auto' && value !== 'true' && value !== 'false') {
          throw new Refused(`Invalid latest flavor entry: ${entry}`)
        }
        latest = value
      } else if (name === 'prefix' || name === 'suffix') {
        around[name] = value
        last = name
      } else if (name === 'onlatest') {
        if (value !== 'true' && value !== 'false') {
          throw new Refused(`Invalid value for onlatest attribute: ${value}`)
        }
        if (last !== null) onLatest[last] = value === 'true'
      } else {
        throw new Refused(`Unknown flavor entry: ${entry}`)
      }
    }
  }
  return {
    latest,
    ...around,
    latestPrefix: onLatest.prefix ? around.prefix : '',
    latestSuffix: onLatest.suffix ? around.suffix : '',
  }
}

/** Image names that `images` gives, in lower case. Throws `Refused`, `NotFollowed`. */
export function readImages(entries: readonly string[]): string[] {
  const [only] = entries
  if (only !== undefined && entries.length === 1 && !only.includes('=')) {
    return only.split(',').map((name) => name.trim().toLowerCase())
  }
  return entries.flatMap((entry) => {
    let name = ''
    let enable = 'true'
    for (const [key, value] of attributesOf(entry)) {
      if (key === 'value' || key === 'name') name = value.toLowerCase()
      else if (key === 'enable') enable = value
      else throw new Refused(`Unknown image attribute: ${entry}`)
    }
    if (hasHole(enable)) throw new NotFollowed()
    if (enable !== 'true' && enable !== 'false') {
      throw new Refused(`Invalid enable attribute value: ${entry}`)
    }
    if (name === '') throw new Refused(`Image name attribute empty: ${entry}`)
    return enable === 'true' ? [name] : []
  })
}
