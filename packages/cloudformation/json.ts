import { hasHole } from '@grade4/unknown'

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export function isJsonObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Far deeper than CDK nests anything, and far from what would overflow a stack of calls. */
const MOST_LEVELS = 200

const RESERVED =
  'it holds the private-use character U+E0F0 or U+E0F1, which grade4 keeps for itself'

/** What keeps a value from being read as a template's; `null`: nothing. Looks at all of it, without recursion. */
export function jsonProblem(value: unknown): string | null {
  const open: { value: unknown; level: number }[] = [{ value, level: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: one, level } = next
    if (level > MOST_LEVELS) return `it is nested more than ${MOST_LEVELS} levels deep`
    if (Array.isArray(one)) {
      for (const each of one) open.push({ value: each, level: level + 1 })
    } else if (typeof one === 'object' && one !== null) {
      // Copying an object would lose such a member, and CloudFormation has no use for it.
      if (Object.hasOwn(one, '__proto__')) return 'it has a member called __proto__'
      if (Object.keys(one).some(hasHole)) return RESERVED
      for (const each of Object.values(one)) open.push({ value: each, level: level + 1 })
    } else if (typeof one === 'string') {
      if (hasHole(one)) return RESERVED
    } else if (!['boolean', 'number'].includes(typeof one) && one !== null) {
      return `it holds a ${typeof one}, which JSON can not say`
    }
  }
  return null
}
