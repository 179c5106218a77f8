import { cannotFollow, type Holes, hasHole, type Unknown, UnknownError } from '@grade4/unknown'
import type { Json } from '../twin/json.js'
import { AwsError, usage } from './errors.js'
import { isObject, jsonText, plainText, withHoles } from './output.js'
import { QueryError, runQuery } from './query.js'
import { parseQuery, type Query } from './query-syntax.js'

/** How the command line prints an answer. */
export type Layout =
  | {
      readonly state: 'known'
      readonly query: Query | null
      readonly format: 'json' | 'text'
      /** Whether it follows all pages of an answer. */
      readonly paginate: boolean
    }
  /** It prints something, and why that is not known. */
  | Unknown

/** `format`: of `--output`, the environment or the configuration. Throws `AwsError` where the command line stops. */
export function layoutFor(
  globals: ReadonlyMap<string, string>,
  format: string,
  holes: Holes,
): Layout {
  const text = globals.get('--query') ?? null
  try {
    const query = text === null ? null : readQuery(text, holes)
    if (/^(table|yaml|yaml-stream|off)$/.test(format) || hasHole(format)) {
      throw cannotFollow('the grader does not lay out the answers of aws as tables or YAML')
    }
    if (format === 'json' || format === 'text') {
      return { state: 'known', query, format, paginate: !globals.has('--no-paginate') }
    }
  } catch (error) {
    if (error instanceof UnknownError) return { state: 'unknown', ...error.reason }
    throw error
  }
  throw usage(`argument --output: Found invalid choice '${format}'`)
}

function readQuery(text: string, holes: Holes): Query {
  if (hasHole(text)) throw new UnknownError(holes.reasonFor(text))
  const query = parseQuery(text)
  if (query !== null) return query
  throw new AwsError({ kind: 'unreadable', option: 'query', problem: `Bad value: ${text}` })
}

/** The parts of an answer that the command line gets at a time. */
const PAGE = 100

/**
 * What the command line prints of an answer. `pages`: the list that pages are cut from, `null` where there are none;
 * `spend` counts the work of a query. Throws `AwsError` for a query that stops.
 */
export function printed(
  answer: Json,
  pages: string | null,
  layout: Layout,
  holes: Holes,
  spend: (units: number) => void,
): string {
  try {
    if (layout.state === 'unknown') throw new UnknownError(layout)
    const { query, format, paginate } = layout
    if (!paginate && pagesOf(answer, pages).length > 1) {
      throw cannotFollow('the script asks aws for the first page only')
    }
    // Text is queried and printed page by page, everything else as a whole.
    const parts = format === 'text' ? pagesOf(answer, pages) : [answer]
    const values = parts.map((part) => (query === null ? part : runQuery(query, part, spend)))
    return values
      .map((value) => withHoles(value, holes))
      .map((value) => (format === 'json' ? jsonText(value) : plainText(value)))
      .join('')
  } catch (error) {
    if (error instanceof QueryError) {
      throw new AwsError({ kind: 'query', problem: error.message })
    }
    if (!(error instanceof UnknownError)) throw error
    return `${holes.hole(error.reason)}\n`
  }
}

/** Throws `UnknownError` where what is paged is not known. */
function pagesOf(answer: Json, pages: string | null): Json[] {
  const items = pages === null || !isObject(answer) ? null : answer[pages]
  if (pages === null || !Array.isArray(items) || items.length <= PAGE) return [answer]
  return Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) => ({
    [pages]: items.slice(index * PAGE, (index + 1) * PAGE),
  }))
}
