import { formsIn, type Holes, holesIn } from '@grade4/unknown'

/** Whether the tag of an image reference is a text of which nothing is known. */
export function isOpenTag(reference: string): boolean {
  const colon = reference.lastIndexOf(':')
  const name = reference.slice(colon + 1)
  return colon > 0 && holesIn(name)[0] === name && formsIn(name)[0] === null
}

/** The reference with such a tag known to be a time; the same for the same text. */
export function withTime(holes: Holes, reference: string): string {
  if (!isOpenTag(reference)) return reference
  const at = reference.lastIndexOf(':') + 1
  return reference.slice(0, at) + holes.holeFor('time', [reference.slice(at)], 'time')
}
