import type { Finding } from '../../../checks/verdict.js'

/** A finding; what is not given is `null`. */
export function finding(message: string, details: Partial<Omit<Finding, 'message'>> = {}): Finding {
  return { message, expected: null, actual: null, location: null, hint: null, ...details }
}
