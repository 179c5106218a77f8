import { gradescope } from './gradescope.js'
import { json } from './json.js'
import type { Reporter } from './reporter.js'
import { terminal } from './terminal.js'

/**
 * Every format, by the name that `--reporter` takes. Those that most runs don't want are loaded when they
 * are asked for.
 */
export const REPORTERS: ReadonlyMap<string, () => Promise<Reporter>> = new Map([
  ['terminal', async () => terminal],
  ['json', async () => json],
  ['gradescope', async () => gradescope],
  ['junit', async () => (await import('./junit.js')).junit],
  ['markdown', async () => (await import('./markdown.js')).markdown],
  ['github', async () => (await import('./github.js')).github],
  ['html', async () => (await import('./html/student-page.js')).html],
])
