import { hasHole } from '@grade4/unknown'

/** A step of a path: `.name`, `.["name"]`, `[0]` or `[]`, each with a question mark or without. */
const STEP = /\s*(?:\.?\[\s*(?:"([^"\\]*)"|(-?\d+))?\s*\]|\.([A-Za-z_]\w*)|\."([^"\\]*)")(\?*)/y

/** What stands before a path that is followed with the values at hand, or with the elements of each. */
const BEFORE_PATH = /\s*[|[]\s*(map\s*\(\s*)?(select\s*\(\s*)?(any\s*\(\s*)?(?=\.)/y

/** Functions that stop at `null`. */
const STOPS_AT_NULL =
  /\s*\|\s*(?:add|all|any|ascii_(?:down|up)case|contains|endswith|explode|flatten|from_entries|group_by|g?sub|inside|join|keys|map|max|min|sort|sort_by|split|startswith|test|to_entries|tonumber|unique|unique_by|with_entries|@csv|@tsv)\b/y

/**
 * Whether jq stops with an error in the paths that a filter begins with: at a name in what is no object, an index in
 * what is no list, at `[]` of what is neither, and at `null` where a function follows that takes none. To
 * just-bash's jq all of that is nothing. Only what certainly runs is looked at: `select(.a and …)` ends it.
 * Source: jq manual, "Object Identifier-Index", "Array/Object Value Iterator", "Builtin operators and functions".
 */
export function pathStops(text: string, input: unknown): boolean {
  const filter = /^\s*\[/.test(text) ? text : `|${text}`
  let values: readonly unknown[] = [input]
  let at = 0
  for (let before = take(BEFORE_PATH, filter, 0); before !== null; ) {
    const [whole, maps, selects, tests] = before
    at += whole.length
    if (maps !== undefined) {
      const each = values.map((value) => belowOf(value, undefined, undefined))
      if (each.includes(null)) return true
      values = each.flatMap((elements) => elements ?? [])
    }
    const walk = followed(filter, at, values)
    if (walk === null) return true
    if (walk.values.some((value) => typeof value === 'string' && hasHole(value))) return false
    ;({ values, at } = walk)
    if (values.includes(null) && take(STOPS_AT_NULL, filter, at) !== null) return true
    const ends = selects !== undefined || tests !== undefined || maps !== undefined
    before = ends ? null : take(BEFORE_PATH, filter, at)
  }
  return false
}

/** Whether a filter is a path and no more, and leads into nothing that is unknown, also where it has question marks. */
export function picksKnown(filter: string, input: unknown): boolean {
  const walk = followed(filter, 0, [input])
  return walk !== null && walk.at === filter.length && !walk.metUnknown
}

/** The ways to what a filter assigns to: `.a[0]` of `.a[0].b = 1`, at its beginning or after a bar. */
export function assignedPaths(filter: string): string[] {
  const assignments = filter.matchAll(
    /(?:^|\|)\s*(\.[\w.[\]"-]*?)(?:\.\w+|\.?\["?[\w-]*"?\])\s*(?:[|+*/%-]=|\/\/=|=(?!=))/g,
  )
  return [...assignments].flatMap(([, path = '']) => (path === '.' ? [] : path))
}

/** Whether a path leads somewhere: to something other than nothing wherever it goes. */
export function leads(path: string, input: unknown): boolean {
  const walk = followed(path, 0, [input])
  return walk !== null && !walk.values.includes(null)
}

/** What jq reads; `undefined` when that is no JSON, or more than one. */
export function inputOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Where the steps of a path lead, and where they end in the filter; `null` when one is an error. */
function followed(filter: string, from: number, begin: readonly unknown[]) {
  let values = begin
  let at = from
  let metUnknown = false
  for (let step = take(STEP, filter, at); step !== null; step = take(STEP, filter, at)) {
    at += step[0].length
    const [, quotedKey, index, name, quotedName, optional] = step
    const next: unknown[] = []
    for (const value of values) {
      const below = belowOf(value, quotedKey ?? name ?? quotedName, index)
      const isUnknown = typeof value === 'string' && hasHole(value)
      metUnknown ||= isUnknown
      if (below !== null) next.push(...below)
      else if (optional === '' && !isUnknown) return null
    }
    values = next
  }
  return { values, at, metUnknown }
}

/** What a step leads to; `null` when it is an error. Without a name and an index, every element. */
function belowOf(value: unknown, name: string | undefined, index: string | undefined) {
  if (name !== undefined) {
    if (value === null) return [null]
    return isObject(value) ? [value[name] ?? null] : null
  }
  if (index !== undefined) {
    if (value === null) return [null]
    return Array.isArray(value) ? [value.at(Number(index)) ?? null] : null
  }
  if (Array.isArray(value)) return value
  return isObject(value) ? Object.values(value) : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
