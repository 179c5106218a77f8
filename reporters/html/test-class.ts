import { CHECK_IDS } from '../../checks/rubric.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import type { Report } from '../../grading/report.js'
import {
  blockedChains,
  failed,
  finding,
  HOSTILE,
  noCredentials,
  perfect,
  reportWith,
  severalFailures,
} from '../test-reports.js'

/** What a browser would act on if it were ever taken for markup. */
export const MARKUP = {
  script: '<script>window.broken = 1</script>',
  handler: '"><img src=x onerror="window.broken = 1">',
  ending: '</script><script>window.broken = 1</script><!--',
  bidi: 'ada \u202Eecarg\u2066',
} as const

/** The states that students of a class are in, the more common ones several times. */
const STATES: readonly Report[] = [
  perfect,
  severalFailures,
  perfect,
  blockedChains,
  ...CHECK_IDS.map((id) => reportWith({ [id]: failed(finding(`${id} is wrong.`)) })),
  noCredentials,
]

/** A class of so many students in all states; the first one's name and repository are hostile. */
export function testClass(size: number): GradedClass {
  const rows = Array.from({ length: size }, (_, order): ClassRow => {
    const report = STATES[order % STATES.length] ?? perfect
    // Every tenth works with the one before.
    const work = order % 10 === 9 ? order - 1 : order
    const lateBySeconds = order % 7 === 0 ? order * 61 : 0
    return {
      student: `s${order + 1}`,
      order,
      account: String(100_000_000_001 + work),
      repository: order === 0 ? `ada/${MARKUP.handler}` : `s${work + 1}/yoctogram-app`,
      score: report.score,
      range: report.range,
      maxScore: report.maxScore,
      complete: report.complete,
      submittedAt: report.complete ? '2024-03-09T19:41:07.000Z' : null,
      due: '2024-03-09T08:00:00.000Z',
      lateBySeconds: report.complete ? lateBySeconds : null,
      statuses: Object.fromEntries(report.checks.map(({ id, status }) => [id, status])),
      why: report.checks
        .filter(({ status }) => status === 'error')
        .map(({ message }) =>
          order === 3 ? `${message} ${MARKUP.handler} ${HOSTILE.bidi}` : message,
        )
        .filter((why, index, all) => all.indexOf(why) === index),
      other: {
        name:
          order === 0 ? `${MARKUP.script} ${MARKUP.ending} ${MARKUP.bidi}` : `Student ${order + 1}`,
      },
    }
  })
  return { rows, checks: CHECK_IDS, otherColumns: ['name'] }
}
