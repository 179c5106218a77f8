import { studentPage } from './html/student-page.js'
import type { Reporter } from './reporter.js'

/** One student's report as a page that needs no network and runs no script. */
export const html: Reporter = {
  name: 'html',
  render: (report, _look, workflow = null) => studentPage(report, workflow),
}
