import { resolve } from 'node:path'
import type { CheckId } from '../checks/rubric.js'
import { UsageError } from '../evidence/usage-error.js'
import type { CourseRubric } from '../grading/rubric-file.js'
import { checksShown, type GradingRules } from '../grading/rules.js'
import type { RulesOptions } from './options.js'
import { readTextFile } from './read-text-file.js'
import type { Surroundings } from './surroundings.js'

/** A rubric has 25 lines. */
const LARGEST_BYTES = 65_536

/** What a rubric file changes; nothing without a file. Throws `UsageError` naming the line at fault. */
export async function readRubric(
  path: string | undefined,
  around: Pick<Surroundings, 'cwd'>,
): Promise<CourseRubric> {
  if (path === undefined) return { points: {}, hints: null }
  // Only a rubric needs the YAML parser in this thread.
  const { BadRubric, parseRubric } = await import('../grading/rubric-file.js')
  const text = await readTextFile(resolve(around.cwd(), path), {
    what: 'a rubric',
    largestBytes: LARGEST_BYTES,
  })
  try {
    return parseRubric(text)
  } catch (error) {
    if (error instanceof BadRubric) throw new UsageError(`${path}, ${error.message}`)
    throw error
  }
}

/**
 * The rules that the options give for grading these checks, but for deadlines. Throws `UsageError` for a rubric that
 * can't be used, or leaves nothing to grade.
 */
export async function readRules(
  { rubric, latePenalty, hints }: RulesOptions,
  checks: readonly CheckId[],
  around: Pick<Surroundings, 'cwd'>,
): Promise<Omit<GradingRules, 'due'>> {
  const { points, hints: ofCourse } = await readRubric(rubric, around)
  if (checksShown(checks, points).length === 0) {
    throw new UsageError(`${rubric} drops every check that was to be graded.`)
  }
  return { points, latePenalty: latePenalty ?? null, hints: hints ?? ofCourse ?? 'change' }
}

/** The same with the deadline that so many subjects have. Throws `UsageError` for a penalty without one, too. */
export async function readRulesAndDue(
  options: RulesOptions,
  checks: readonly CheckId[],
  subjects: number,
  around: Pick<Surroundings, 'cwd'>,
): Promise<GradingRules> {
  const { latePenalty, due } = options
  if (latePenalty !== undefined && due === undefined) {
    throw new UsageError('--late-penalty needs a deadline: give --due too.')
  }
  const rules = await readRules(options, checks, around)
  return { ...rules, due: Array.from({ length: subjects }, () => due ?? null) }
}
