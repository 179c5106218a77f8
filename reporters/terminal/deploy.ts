import type { Report } from '../../grading/report.js'
import { DEPLOY_TITLE, deployWord, NO_CHANGE } from '../deploy-words.js'
import { hang } from './layout.js'
import type { Screen } from './screen.js'

/** What comes out otherwise once the template is deployed, a line each; nothing without a template beside an account. */
export function deployLines(screen: Screen, { deploy }: Pick<Report, 'deploy'>): string[] {
  if (deploy === undefined) return []
  const { symbols, paint } = screen
  return [
    '',
    paint.heading(DEPLOY_TITLE),
    ...(deploy.length === 0 ? [`  ${NO_CHANGE}`] : []),
    ...deploy.flatMap((check) =>
      hang(screen, {
        indent: 2,
        mark: `${check.status === 'passed' ? symbols.passed : symbols.failed} `,
        text: screen.safe(`${check.id} ${deployWord(check)}`),
      }),
    ),
  ]
}
