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
