import type { Unknown } from '@grade4/unknown'

/** What an operation of the twin answers. */
export type Answer<T> =
  | { readonly state: 'answered'; readonly value: T }
  /** The service said no. `code`: its own error name; `message`: its own words. */
  | { readonly state: 'refused'; readonly code: string; readonly message: string }
  /** What the service would have answered is not known. */
  | Unknown

/** The service did what it was asked. */
export function answered<T>(value: T): Answer<T> {
  return { state: 'answered', value }
}

/** The service said no. */
export function refused(code: string, message: string): Answer<never> {
  return { state: 'refused', code, message }
}
