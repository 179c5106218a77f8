import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CHECK_IDS } from '../checks/rubric.js'
import { classPage } from '../reporters/html/class-page.js'
import { testClass } from '../reporters/html/test-class.js'
import { CHROMIUM, startBrowser } from '../tests/browser.js'
import { atMost, median, plain, printFigures } from './figures.js'

const STUDENTS = 2000
const ROUNDS = 7

/** How soon the class's page answers in a browser, from navigation on; needs chromium on PATH. */
export async function benchClassPage(): Promise<void> {
  if (CHROMIUM === undefined) {
    process.stdout.write('\nThe class page: skipped, chromium is not on PATH\n')
    return
  }
  const script = await readFile(new URL('../dist/class-page.js', import.meta.url), 'utf8')
  const started = performance.now()
  const text = classPage(testClass(STUDENTS, CHECK_IDS), script)
  const printedMs = performance.now() - started
  const folder = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
  const browser = await startBrowser()
  try {
    const file = join(folder, 'index.html')
    await writeFile(file, text)
    const times: number[] = []
    const sorts: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(file).href)
      times.push(
        Number(await page.evaluate("performance.getEntriesByName('interactive')[0].startTime")),
      )
      sorts.push(Number(await page.evaluate(SORT)))
      await page.close()
    }
    printFigures(`The class page, ${STUDENTS} students`, [
      atMost('from navigation to interactive', median(times), 'ms', 1000),
      plain('sorted and drawn again', median(sorts), 'ms'),
      plain('made', printedMs, 'ms'),
      plain('size', text.length / 1024 ** 2, 'MB'),
    ])
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Sorts by score and waits until the browser has laid the rows out. */
const SORT = `(() => {
  const started = performance.now()
  document.querySelector('[data-sort=score]').click()
  document.body.getBoundingClientRect()
  return performance.now() - started
})()`

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchClassPage()
