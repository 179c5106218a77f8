import type { Report } from '../../grading/report.js'
import { hang } from './layout.js'
import type { Screen } from './screen.js'

/** What costs no points but is worth knowing, a bullet each; nothing when there is none. */
export function adviceLines(screen: Screen, advice: Report['advice']): string[] {
  if (advice.length === 0) return []
  return [
    '',
    screen.paint.heading('Advice, no points'),
    ...advice.flatMap(({ message }) =>
      hang(screen, { indent: 2, mark: `${screen.symbols.bullet} `, text: screen.safe(message) }),
    ),
  ]
}
