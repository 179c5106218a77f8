import { data, wellKnownFunctions } from '@actions/expressions'
import { hasHole } from '@grade4/unknown'
import { ExpressionFailure } from './failure.js'
import type { Value } from './values.js'

/** A function of the expression language. */
export interface CheckedFunction {
  /** Its result holds its operands as text, so that unknown parts stay visible in it. */
  readonly textual: boolean
  readonly call: (operands: readonly Value[]) => Value
}

/** Longest text an expression may make, in characters. Source: GitHub's templates end at 10 MB. */
const LONGEST = 1_000_000

const TEXTUAL = new Set(['format', 'join', 'tojson'])
const NAMES = ['case', 'contains', 'endswith', 'format', 'fromjson', 'join', 'startswith', 'tojson']

/** GitHub's functions by name, lower-case, refused beforehand where their result would be huge. */
export const checkedFunctions: ReadonlyMap<string, CheckedFunction> = new Map(
  NAMES.flatMap((name) => {
    const definition = wellKnownFunctions[name]
    if (definition === undefined) return []
    const call = (operands: readonly Value[]) => {
      if (lengthOf(name, operands) > LONGEST) {
        throw new ExpressionFailure('Maximum object size exceeded')
      }
      return definition.call(...operands)
    }
    return [[name, { textual: TEXTUAL.has(name), call }] as const]
  }),
)

/** Whether a text is JSON whatever its unknown parts are: they stand inside its texts, and in no key. */
export function isJson(text: string): boolean {
  let hasUnknownKey = false
  try {
    JSON.parse(text, (key, value: unknown) => {
      hasUnknownKey ||= hasHole(key)
      return value
    })
  } catch {
    return false
  }
  return !hasUnknownKey
}

/** How long the result may be, in characters, without making it. */
function lengthOf(name: string, operands: readonly Value[]): number {
  const lengths = operands.map((operand) => operand.coerceString().length)
  const [first] = operands
  if (name === 'format' && first !== undefined) {
    const places = first.coerceString().matchAll(/\{(\d{1,6})/g)
    return [...places].reduce(
      (sum, [, index]) => sum + (lengths[Number(index) + 1] ?? 0),
      lengths[0] ?? 0,
    )
  }
  if (name === 'join' && first?.kind === data.Kind.Array) {
    const items = first.values()
    return items.reduce((sum, item) => sum + item.coerceString().length + (lengths[1] ?? 1), 0)
  }
  return Math.max(0, ...lengths)
}
