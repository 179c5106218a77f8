import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { CHECK_IDS, isCheckId } from '../checks/rubric.js'
import { closest } from '../diagnosis/closest.js'
import { HINTS, type Hints } from './hints.js'
import type { PointsOverride } from './rules.js'

/** A rubric file that can't be used. The message names each line at fault, in one line. */
export class BadRubric extends Error {
  override readonly name = 'BadRubric'
}

/** More points than any course gives for one check. */
const MOST_POINTS = 1000

const POINTS = `points are a whole number from 0 to ${MOST_POINTS}, or drop`

const Points = z.union(
  [z.int(POINTS).min(0, POINTS).max(MOST_POINTS, POINTS), z.literal('drop', POINTS)],
  POINTS,
)

const RubricFile = z.strictObject(
  {
    hints: z.enum(HINTS, `hints are one of ${HINTS.join(', ')}`).optional(),
    checks: z.record(z.string(), Points, {
      error: 'it has an id and its points on each line, as in: ecr.latest: 20',
    }),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? 'the keys here are checks and hints'
        : 'a rubric begins with the key checks',
  },
)

/** What a course changes of the rubric. */
export interface CourseRubric {
  readonly points: PointsOverride
  /** How much reports give away; `null` where the file does not say. */
  readonly hints: Hints | null
}

/**
 * What a rubric file changes: YAML or JSON, `checks: { ID: POINTS | drop }` and `hints: change | place | none`.
 * Throws `BadRubric`, with every fault.
 */
export function parseRubric(text: string): CourseRubric {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => `line ${lines.linePos(offset).line}`
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`)
    throw new BadRubric(faults.join('; '))
  }
  const where = (path: readonly PropertyKey[]) => at(offsetOf(document.contents, path))
  const parsed = RubricFile.safeParse(plainData(document))
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const path = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path
      return `${where(path)}: ${path.length > 0 ? `${path.map(String).join(' > ')}: ` : ''}${issue.message}`
    })
    throw new BadRubric(faults.join('; '))
  }
  const words = new Set([
    ...wordsIn(document.get('checks')),
    // Behind an alias the words stand elsewhere.
    ...Object.keys(parsed.data.checks),
  ])
  const faults = [...words].flatMap((word) =>
    isCheckId(word)
      ? []
      : [`${where(['checks', word])}: no check is called "${word}"${suggestion(word)}`],
  )
  if (faults.length > 0) throw new BadRubric(faults.join('; '))
  return { points: parsed.data.checks, hints: parsed.data.hints ?? null }
}

/** The document as plain data. Throws `BadRubric` for an alias of nothing, or of too much. */
function plainData(document: Document): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new BadRubric(`line 1: ${message}`, { cause })
  }
}

/** The keys of a map as they are written: an object would lose `__proto__`. */
function wordsIn(node: unknown): string[] {
  return isMap(node) ? node.items.map(({ key }) => String(key)) : []
}

/** What to say behind a word that is no id: the id that is near, or where they are. */
function suggestion(word: string): string {
  const near = closest(word, CHECK_IDS)
  return near === null ? '; grade4 checks lists them' : `; did you mean ${near}?`
}

/** Where the last key of a path that is there begins, in characters from the start of the text. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = contents
  let offset = contents?.range?.[0] ?? 0
  for (const key of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined
    if (pair === undefined) break
    if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
    node = pair.value
  }
  return offset
}
