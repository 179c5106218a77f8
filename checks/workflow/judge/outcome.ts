import type { Reason } from '@grade4/unknown'
import type { CheckId } from '../../rubric.js'
import type { Finding } from '../../verdict.js'

/** What one check concludes from the trace. */
export type Outcome =
  | { readonly outcome: 'passed'; readonly seen: string }
  | { readonly outcome: 'failed'; readonly findings: readonly Finding[] }
  | { readonly outcome: 'blocked'; readonly by: CheckId; readonly message: string }
  | { readonly outcome: 'unknown'; readonly because: string; readonly remedy: string }

export function passed(seen: string): Outcome {
  return { outcome: 'passed', seen }
}

export function failed(...findings: Finding[]): Outcome {
  return { outcome: 'failed', findings }
}

export function blocked(by: CheckId, message: string): Outcome {
  return { outcome: 'blocked', by, message }
}

export function undecided({ because, remedy }: Reason): Outcome {
  return { outcome: 'unknown', because, remedy }
}

/** Words of somebody else as the end of a sentence: with one full stop. */
export function stop(words: string | null): string {
  return `${(words ?? 'nobody knows why').replace(/[.\s]+$/, '')}.`
}
