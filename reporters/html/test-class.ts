import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { HOSTILE, TEST_IDS } from '../test-reports.js'

/** What a browser would act on if it were ever taken for markup. */
export const MARKUP = {
  script: '<script>window.broken = 1</script>',
  handler: '"><img src=x onerror="window.broken = 1">',
  ending: '</script><script>window.broken = 1</script><!--',
  bidi: 'ada \u202Eecarg\u2066',
} as const

/** What each check of a made-up class is worth. */
const POINTS = 10

/**
 * A class of so many students in all states, who are graded by so many checks; the first one's name and
 * repository are hostile.
 */
export function testClass(size: number, checks: readonly CheckId[] = TEST_IDS): GradedClass {
  const rows = Array.from({ length: size }, (_, order): ClassRow => {
    const { statuses, why } = stateOf(order % (checks.length + 5), checks)
    // Every tenth works with the one before.
    const work = order % 10 === 9 ? order - 1 : order
    const complete = why.length === 0
    const points = (status: Status) => POINTS * statuses.filter((each) => each === status).length
    return {
      student: `s${order + 1}`,
      order,
      account: String(100_000_000_001 + work),
      repository: order === 0 ? `ada/${MARKUP.handler}` : `s${work + 1}/yoctogram-app`,
      score: points('passed'),
      range: [points('passed'), points('passed') + points('error')],
      maxScore: POINTS * checks.length,
      complete,
      submittedAt: complete ? '2024-03-09T19:41:07.000Z' : null,
      due: '2024-03-09T08:00:00.000Z',
      lateBySeconds: complete ? (order % 7 === 0 ? order * 61 : 0) : null,
      statuses: Object.fromEntries(checks.map((id, index) => [id, statuses[index]])),
      mistakes: checks
        .filter((_, index) => statuses[index] === 'failed')
        .map((check) => ({ check, message: `${check} is wrong: "v${order}".`, points: POINTS })),
      lost: Object.fromEntries(
        checks.filter((_, index) => statuses[index] === 'failed').map((check) => [check, POINTS]),
      ),
      why: order === 3 ? why.map((each) => `${each} ${MARKUP.handler} ${HOSTILE.bidi}`) : why,
      other: {
        name:
          order === 0 ? `${MARKUP.script} ${MARKUP.ending} ${MARKUP.bidi}` : `Student ${order + 1}`,
        section: order % 2 === 0 ? 'Monday' : 'Friday',
        advisor: `advisor-${order % 4}@example.edu`,
      },
    }
  })
  return {
    rows,
    checks,
    otherColumns: ['name', 'section', 'advisor'],
    graders: ['0.1.0'],
    gradedAt: '2024-03-10T08:05:00.000Z',
  }
}

/** The states that students are in: every point the most common, each check failed by somebody. */
function stateOf(state: number, checks: readonly CheckId[]): { statuses: Status[]; why: string[] } {
  const all = (of: (index: number) => Status) => checks.map((_id, index) => of(index))
  if (state === 0 || state === 2) return { statuses: all(() => 'passed'), why: [] }
  if (state === 1) return { statuses: all((index) => (index % 3 ? 'failed' : 'passed')), why: [] }
  if (state === 3) {
    const last = checks.length - 1
    return {
      statuses: all((index) => (index === last ? 'error' : index % 2 ? 'blocked' : 'passed')),
      why: ['Run 42 of main.yml is still in progress.'],
    }
  }
  if (state === 4) {
    return {
      statuses: all(() => 'error'),
      why: ['No AWS credentials were found.', 'GitHub shows nothing without a token.'],
    }
  }
  return { statuses: all((index) => (index === state - 5 ? 'failed' : 'passed')), why: [] }
}
