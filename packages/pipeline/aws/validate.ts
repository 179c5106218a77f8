import { hasHole } from '@grade4/unknown'
import type { Shape } from './service-models.js'

/** The shortest lengths of members, which the recorded models lack. Source: botocore's model of ECR. */
const LEAST: Readonly<Record<string, number>> = {
  imageIds: 1,
  imageTag: 1,
  repositoryName: 2,
  repositoryNames: 1,
}

/**
 * What botocore has against a value before it sends it, a line each. A text with a hole may be anything.
 * `name`: of the member that holds the value, `''` for the input itself; `where`: the path to it.
 */
export function problemsOf(value: unknown, shape: Shape, name = '', where = name): string[] {
  if (shape === 'other' || (typeof value === 'string' && hasHole(value))) return []
  if (typeof shape === 'string') {
    const fits = shape === 'integer' ? Number.isInteger(value) : typeof value === shape
    return fits ? tooShort(value, name, where) : [wrongType(value, where)]
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return [wrongType(value, where)]
    const parts = value.flatMap((one: unknown, index) =>
      problemsOf(one, shape.list, '', `${where}[${index}]`),
    )
    return [...tooShort(value, name, where), ...parts]
  }
  if (!isRecord(value)) return [wrongType(value, where)]
  if ('map' in shape) {
    return Object.entries(value).flatMap(([key, one]) =>
      problemsOf(one, shape.map, '', pathTo(where, key)),
    )
  }
  const missing = shape.required.filter((member) => !Object.hasOwn(value, member))
  return [
    ...missing.map((member) => `Missing required parameter in ${where || 'input'}: "${member}"`),
    ...Object.entries(value).flatMap(([member, one]) =>
      Object.hasOwn(shape.members, member)
        ? problemsOf(one, shape.members[member] ?? 'other', member, pathTo(where, member))
        : [
            `Unknown parameter in ${where || 'input'}: "${member}", must be one of: ${Object.keys(shape.members).join(', ')}`,
          ],
    ),
  ]
}

function pathTo(where: string, member: string): string {
  return where === '' ? member : `${where}.${member}`
}

function tooShort(value: unknown, name: string, where: string): string[] {
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : Infinity
  const least = Object.hasOwn(LEAST, name) ? (LEAST[name] ?? 0) : 0
  return length >= least
    ? []
    : [`Invalid length for parameter ${where}, value: ${length}, valid min length: ${least}`]
}

function wrongType(value: unknown, where: string): string {
  return `Invalid type for parameter ${where}, value: ${JSON.stringify(value)}, type: ${typeof value}`
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
