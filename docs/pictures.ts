import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { startCloud } from '../fixtures/cloud/server.js'
import { mixedClass, STATES } from '../fixtures/mixed-class.js'
import type { Scenario } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'
import { terminal } from '../reporters/terminal.js'
import { ClassFolder } from '../tests/batch/class-folder.js'
import { startBrowser } from '../tests/browser.js'
import { runGrade4 } from '../tests/run-command.js'
import { TERMINAL, terminalPage } from './terminal-page.js'

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
