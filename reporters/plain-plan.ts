import type { Report } from '../grading/report.js'
import { planLines, winsText } from './plan-lines.js'
import { safeCode, safeText } from './safe-text.js'

/** What to do, step by step, as lines of plain text; none where there is no plan. */
export function plainPlan(report: Report): string[] {
  const steps = (report.plan ?? []).flatMap((step, index) => {
    const wins = winsText(step, report)
    const lines = planLines(step).map(({ sign, line, text }) => {
      const place = line === null ? '' : `${line} `
      return `   ${place}${sign === null ? '' : `${sign} `}${safeCode(text)}`
    })
    return [
      `${index + 1}. ${safeText(step.title)}`,
      ...lines,
      ...(wins === '' ? [] : [`   ${wins}`]),
    ]
  })
  return steps.length === 0 ? [] : ['What to do:', ...steps]
}
