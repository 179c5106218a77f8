import { z } from 'zod'

/**
 * A JSON map from names to values of one kind, of which nothing may get lost: copying an object
 * drops a member called `__proto__`, and with it a condition or a principal. IAM has no such name.
 */
export function jsonMap<T extends z.ZodType>(value: T) {
  return z
    .unknown()
    .refine((map) => typeof map !== 'object' || map === null || !Object.hasOwn(map, '__proto__'))
    .pipe(z.record(z.string(), value))
}
