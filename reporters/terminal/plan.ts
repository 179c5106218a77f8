import type { Report } from '../../grading/report.js'
import { planLines, winsText } from '../plan-lines.js'
import { hang, paragraph } from './layout.js'
import type { Screen } from './screen.js'

/**
 * What to do, step by step, with the lines of main.yml as a small diff and the score after each step. What is to
 * be copied is never wrapped or cut.
 */
export function planSteps(screen: Screen, report: Report): string[] {
  const { plan } = report
  if (plan === null || plan.length === 0) return []
  const { paint } = screen
  return [
    '',
    paint.heading('What to do'),
    ...plan.flatMap((step, index) => {
      const mark = `${index + 1}. `
      const indent = 2 + mark.length
      const [first] = step.edits
      const wins = winsText(step, report)
      const width = String(step.edits.at(-1)?.line ?? 0).length
      return [
        ...hang(screen, 2, mark, step.title, { mark: paint.strong }),
        ...(first === undefined ? [] : paragraph(screen, indent, first.file, paint.faint)),
        ...planLines(step).map(({ sign, line, text }) => {
          const margin = ' '.repeat(indent + 2)
          if (sign === null) return `${margin}${paint.advice(screen.safeCode(text))}`
          const paintLine = sign === '-' ? paint.failed : paint.passed
          const number = (line === null ? '' : String(line)).padStart(width)
          return `${margin}${paint.faint(number)} ${paintLine(`${sign} ${screen.safeCode(text)}`.trimEnd())}`
        }),
        ...paragraph(screen, indent, wins, paint.faint),
      ]
    }),
  ]
}
