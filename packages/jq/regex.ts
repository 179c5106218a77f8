import { RE2JS, RE2JSException } from 're2js'
import type { Env } from './filters.js'
import { type Json, notFollowed, objectOf } from './json.js'

/** Expressions that mean the same to jq's engine, Oniguruma, and to RE2. */
const FOLLOWED =
  /^(?:[^\\()[\]{}|.*+?^$]|\\[.*+?()[\]{}|^$/\\dwsbDWSn-]|\[\^?(?:[^\\[\]]|\\[\]\\[.dws/-])+\]|\((?:\?:|\?<[a-z]\w*>)?|[).|^$]|[*+?](?![*+?])|\{\d+(?:,\d*)?\})*$/

/** Where an expression matches, and what its groups hold. */
export interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly Json[]
  /** Groups by their names. */
  readonly named: Json
}

/** The first match of a regular expression; with the flag g, every one. Throws `UnknownError`. */
export function matchesOf(subject: string, pattern: string, flags: string, { work }: Env): Match[] {
  // To Oniguruma a line's end is special in its own way.
  const isRisky = /[.^$]|\[\^/.test(pattern) && subject.includes('\n')
  const refused = notFollowed(`the expression ${pattern}`)
  if (!FOLLOWED.test(pattern) || /[^gi]/.test(flags) || isRisky) throw refused
  try {
    const compiled = RE2JS.compile(pattern, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0)
    const matcher = compiled.matcher(subject)
    const names = Object.entries(compiled.namedGroups()).sort(([, one], [, other]) => one - other)
    const search = (subject.length + compiled.programSize()) * 10
    const found: Match[] = []
    for (work(search); matcher.find(); work(search)) {
      const groups = Array.from({ length: compiled.groupCount() }, (_, at) => matcher.group(at + 1))
      const named = objectOf(names.map(([name, at]) => [name, groups[at - 1] ?? null]))
      found.push({ start: matcher.start(), end: matcher.end(), groups, named })
      if (!flags.includes('g')) break
      if (matcher.end() === matcher.start()) throw refused
    }
    return found
  } catch (error) {
    if (error instanceof RE2JSException) throw refused
    throw error
  }
}
