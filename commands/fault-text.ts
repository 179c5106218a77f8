import type { Plan } from '../runner/index.js'

/**
 * What is said when something inside the grader broke, for whom, and what to do `next` where no stack is shown.
 * `message`: harmless for a terminal.
 */
export function faultText(
  plan: Plan,
  subject: number | null,
  message: string,
  next: string,
): string {
  const student = plan.subjects[subject ?? -1]?.student ?? null
  const whose = student === null ? '' : ` while it graded ${student}`
  const where = plan.withStacks === true ? '' : ` (${next})`
  return `something inside the grader broke${whose}: ${message}${where}`
}
