import { RE2JS, RE2JSException } from 're2js'
import type { Env } from './filters.js'
import { notFollowed } from './json.js'

/** Expressions that mean the same to jq's engine, Oniguruma, and to RE2. */
const FOLLOWED =
  /^(?:[^\\()[\]{}|.*+?^$]|\\[.*+?()[\]{}|^$/\\dwsbDWSn-]|\[\^?(?:[^\\[\]]|\\[\]\\[.dws/-])+\]|\((?:\?:)?|[).|^$]|[*+?](?![*+?])|\{\d+(?:,\d*)?\})*$/

/** Whether a regular expression matches somewhere in a text. Throws `UnknownError` for one that is not followed. */
export function matches(subject: string, pattern: string, flags: string, { work }: Env): boolean {
  // To Oniguruma a line's end is special in its own way.
  const isRisky = /[.^$]|\[\^/.test(pattern) && subject.includes('\n')
  const refused = notFollowed(`the expression ${pattern}`)
  if (!FOLLOWED.test(pattern) || /[^gi]/.test(flags) || isRisky) throw refused
  try {
    const compiled = RE2JS.compile(pattern, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0)
    work((subject.length + compiled.programSize()) * 10)
    return compiled.matcher(subject).find()
  } catch (error) {
    if (error instanceof RE2JSException) throw refused
    throw error
  }
}
