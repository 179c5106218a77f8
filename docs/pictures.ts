import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AnsiUp } from 'ansi_up'
import type { Browser } from 'playwright-core'
import { startCloud } from '../fixtures/cloud/server.js'
import { mixedClass, STATES } from '../fixtures/mixed-class.js'
import type { Scenario } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { terminal } from '../reporters/terminal.js'
import { ClassFolder } from '../tests/batch/class-folder.js'
import { startBrowser } from '../tests/browser.js'
import { runGrade4 } from '../tests/run-command.js'

// Takes the pictures of README.md, of what the command really gives on the embedded cloud; needs a build
// (npm run pictures makes one) and chromium on PATH.

const FOLDER = fileURLToPath(new URL('pictures/', import.meta.url))

/** Two mistakes in main.yml, each with its place. */
const TERMINAL_COMMAND = ['demo', 'look-alike/amd64', '--only', 'workflow']
const COLUMNS = 90

/** A mistake near the top of main.yml: finding and file are on one screen. */
const ON_STUDENT_PAGE = 'workflow/other-branch'

/** The one incomplete student of the class, since whoever is incomplete stands above everything else. */
const INCOMPLETE = 'stack/rolling-back'

const STUDENTS = 60
/** One state in so many, so that a small class has some of every kind. */
const STRIDE = 3

async function pictureTerminal(browser: Browser): Promise<void> {
  const { stdout } = await runGrade4([...TERMINAL_COMMAND, '--json'], {})
  const look = { color: true, unicode: true, columns: COLUMNS }
  const output = terminal.render(Report.parse(JSON.parse(stdout)), look)
  const page = await browser.newPage()
  await page.setContent(terminalPage(`npx grade4 ${TERMINAL_COMMAND.join(' ')}`, output))
  await page
    .locator(TERMINAL)
    .screenshot({ path: join(FOLDER, 'terminal.png'), omitBackground: true })
  await page.close()
}

async function picturePages(browser: Browser): Promise<void> {
  const class_ = mixedClass(STUDENTS, STATES.filter(isInClass))
  const shown = class_.students.find(({ scenario }) => scenario.name === ON_STUDENT_PAGE)
  if (shown === undefined) throw new Error(`No student of the class is in ${ON_STUDENT_PAGE}.`)
  const cloud = await startCloud(class_.world)
  const folder = await ClassFolder.make(class_, cloud)
  try {
    const { exitCode, stderr } = await folder.grade4(['batch', 'roster.csv', '--out', 'a4'])
    if (exitCode !== 3) throw new Error(`The batch ended with ${exitCode}: ${stderr}`)
    const out = join(folder.path, 'a4')
    await picturePage(browser, join(out, 'index.html'), 'class.png')
    await picturePage(browser, join(out, 'reports', `${shown.student.login}.html`), 'student.png')
  } finally {
    await cloud.close()
    await folder.remove()
  }
}

/** Whether a state is one of the class's. */
function isInClass({ name, verdicts }: Scenario, index: number): boolean {
  if (name === ON_STUDENT_PAGE || name === INCOMPLETE) return true
  return index % STRIDE === 0 && !Object.values(verdicts).includes('error')
}

/** The first screen of a page, as a reader with a light screen sees it. */
async function picturePage(browser: Browser, file: string, name: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 900 },
    colorScheme: 'light',
  })
  await page.goto(pathToFileURL(file).href)
  await page.screenshot({ path: join(FOLDER, name) })
  await page.close()
}

await mkdir(FOLDER, { recursive: true })
const browser = await startBrowser()
try {
  await pictureTerminal(browser)
  await picturePages(browser)
} finally {
  await browser.close()
}

/** The selector of the window, for a screenshot of it alone. */
export const TERMINAL = '.terminal'

/** A page with a terminal window, in which a command has printed `output`, with ANSI's colours. */
export function terminalPage(command: string, output: string): string {
  const converter = new AnsiUp()
  converter.use_classes = true
  const prompt = converter.ansi_to_html(`\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m\n\n`)
  return `<!doctype html>
<meta charset="utf-8">
<style>${STYLE}</style>
<div class="terminal">
  <div class="bar"><i></i><i></i><i></i></div>
  <pre>${prompt}${converter.ansi_to_html(output.trimEnd())}</pre>
</div>`
}

/** One palette for any machine; the contrast of each colour on the window is at least 4.5 to 1. */
const STYLE = `
body { margin: 0; background: transparent; }
.terminal {
  display: inline-block;
  overflow: hidden;
  border-radius: 10px;
  background: #16181d;
  color: #d7dae0;
}
.bar { display: flex; gap: 8px; padding: 11px 14px; background: #23262d; }
.bar i { width: 12px; height: 12px; border-radius: 50%; background: #4a4f5a; }
pre {
  margin: 0;
  padding: 18px 24px 22px;
  font: 14px/1.4 'DejaVu Sans Mono', Menlo, Consolas, monospace;
}
.ansi-red-fg { color: #ff7b72; }
.ansi-green-fg { color: #56d364; }
.ansi-yellow-fg { color: #e3b341; }
.ansi-cyan-fg { color: #56c8d8; }
`
