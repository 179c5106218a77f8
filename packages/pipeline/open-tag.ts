import { formsIn, type Holes, holesIn } from '@grade4/unknown'

/** Whether the tag of an image reference is a text of which nothing is known. */
export function isOpenTag(reference: string): boolean {
  const name = reference.slice(reference.lastIndexOf(':') + 1)
  return holesIn(name)[0] === name && formsIn(name)[0] === null
}

/** The reference with such a tag known to be a time; the same for the same text. */
export function withTime(holes: Holes, reference: string): string {
  if (!isOpenTag(reference)) return reference
  const at = reference.lastIndexOf(':') + 1
  return reference.slice(0, at) + holes.holeFor('time', [reference.slice(at)], 'time')
}
