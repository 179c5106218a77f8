import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { classPage } from '../reporters/html/class-page.js'
import { html, studentPage } from '../reporters/html/student-page.js'
import { MARKUP, testClass } from '../reporters/html/test-class.js'
import { failed, finding, reportWith, severalFailures } from '../reporters/test-reports.js'
import { CHROMIUM, startBrowser } from './browser.js'

const SIZE = 2000

/** What axe found, in short. */
const Found = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z
      .object({
        id: z.string(),
        impact: z.string(),
        nodes: z.array(z.object({ html: z.string() })),
      })
      .transform(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`),
  ),
})

const WHAT = 'the pages in a browser'
const SKIPPED = `${WHAT}: skipped, chromium is not on PATH`
if (CHROMIUM === undefined) process.stderr.write(`${SKIPPED} (apt install chromium)\n`)

describe.skipIf(CHROMIUM === undefined)(
  CHROMIUM === undefined ? SKIPPED : WHAT,
  { timeout: 120_000 },
  () => {
    let browser: Browser
    let folder: string
    let page: Page
    /** What no page may do: requests beyond files, messages on the console, errors. */
    let complaints: string[] = []

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'grade4-pages-'))
      await mkdir(join(folder, 'reports'))
      const script = await readFile(new URL('../dist/class-page.js', import.meta.url), 'utf8')
      await writeFile(join(folder, 'index.html'), classPage(testClass(SIZE), script))
      await writeFile(join(folder, 'small.html'), classPage(testClass(40), script))
      await writeFile(join(folder, 'empty.html'), classPage(testClass(0), script))
      const workflow = {
        path: '.github/workflows/main.yml',
        text: `name: x\n${MARKUP.ending}\n`.repeat(40),
      }
      for (const student of ['s1', 's2']) {
        const text = studentPage({ ...severalFailures, student }, workflow)
        await writeFile(join(folder, 'reports', `${student}.html`), text)
      }
      browser = await startBrowser()
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      page = await context.newPage()
      page.on('request', (request) => {
        if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`)
      })
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
      page.on('pageerror', (error) => complaints.push(String(error)))
    }, 120_000)
    afterEach(() => {
      expect(complaints).toEqual([])
      complaints = []
    })
    afterAll(async () => {
      await browser?.close()
      await rm(folder, { recursive: true, force: true })
    })

    const open = (name: string) => page.goto(pathToFileURL(join(folder, name)).href)
    const names = () => page.locator('#lines td.who a').allTextContents()
    const countShown = () => page.locator('#count').textContent()
    const violations = async () => {
      // The page's policy lets no script in: axe is run from outside, as an extension would.
      await page.evaluate(axe.source)
      const { passes, violations } = Found.parse(await page.evaluate('axe.run()'))
      expect(passes.length).toBeGreaterThan(15)
      return violations
    }

    test('a class of 2,000 is there, the rest of its rows come as one reads on', async () => {
      await open('index.html')
      expect(await countShown()).toBe('2000 students')
      expect((await names()).slice(0, 2)).toEqual(['s1', 's2'])
      const before = (await names()).length
      expect(before).toBeLessThan(SIZE / 2)
      await page.locator('#more').scrollIntoViewIfNeeded()
      await expect.poll(async () => (await names()).length).toBeGreaterThan(before)
    })

    test('sorts by each column, both ways, and says so', async () => {
      await open('index.html')
      const score = page.getByRole('button', { name: 'Score', exact: true })
      await score.click()
      expect(await page.locator('th.of-score').getAttribute('aria-sort')).toBe('descending')
      expect(await page.locator('#lines td.points b').first().textContent()).toBe('60')
      await score.click()
      expect(await page.locator('th.of-score').getAttribute('aria-sort')).toBe('ascending')
      expect(await page.locator('#lines td.points b').first().textContent()).toBe('0 to 60')
      await page.getByRole('button', { name: 'Student', exact: true }).click()
      await page.getByRole('button', { name: 'Student', exact: true }).click()
      // By number where names hold one, not s999.
      expect((await names())[0]).toBe('s2000')
      expect(await page.locator('th.of-score').getAttribute('aria-sort')).toBeNull()
    })

    test('searches names, repositories and partners', async () => {
      await open('index.html')
      await page.locator('#search').fill('student 1234')
      expect([await countShown(), await names()]).toEqual(['1 of 2000 students', ['s1234']])
      await page.locator('#search').fill('s1009/yoctogram')
      expect(await names()).toEqual(['s1009', 's1010'])
      expect(await page.locator('#lines tr').first().locator('td').last().textContent()).toBe(
        's1010',
      )
      await page.locator('#search').fill('nobody at all')
      expect(await page.locator('#lines').textContent()).toBe('Nobody matches.')
      await page.getByRole('button', { name: 'Show everybody' }).click()
      expect(await countShown()).toBe('2000 students')
    })

    test('searches every column of the roster, and shows a section by its name', async () => {
      await open('index.html')
      await page.locator('#search').fill('advisor-3@example.edu')
      expect(await countShown()).toBe('500 of 2000 students')
      await page.getByRole('button', { name: 'Show everybody' }).click()
      await page.locator('button[data-section="Friday"]').click()
      expect(await page.locator('#section').inputValue()).toBe('Friday')
      expect(await countShown()).toBe('1000 of 2000 students')
    })

    test.each([390, 1280])('nothing is wider than a screen of %i pixels', async (width) => {
      await page.setViewportSize({ width, height: 900 })
      for (const name of ['small.html', 'reports/s2.html']) {
        await open(name)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      }
    })

    test('filters by state and by check; a check’s name in the chart does too', async () => {
      await open('index.html')
      await page.locator('#show').selectOption('incomplete')
      expect(Number((await countShown())?.split(' ')[0])).toBeGreaterThan(0)
      for (const text of await page.locator('#lines td.points').allTextContents()) {
        expect(text).toContain('incomplete')
      }
      await page.locator('#show').selectOption('all')
      await page.locator('.rates button[data-check="workflow.valid"]').click()
      expect(await page.locator('#check').inputValue()).toBe('workflow.valid')
      for (const text of (await page.locator('#lines td .mend').allTextContents()).slice(0, 5)) {
        expect(text).toMatch(/workflow\.valid|not graded/)
      }
    })

    test('opens a student, whose page leads no further than to its own lines', async () => {
      await open('index.html')
      await page.getByRole('link', { name: 's2', exact: true }).last().click()
      expect(await page.locator('h1').textContent()).toBe('s2')
      await page.getByRole('link', { name: 'main.yml:61:11' }).click()
      expect(page.url()).toMatch(/s2\.html#L61$/)
    })

    test('by keyboard alone: find a student, sort, open the report', async () => {
      await open('index.html')
      await page.locator('#search').focus()
      await page.keyboard.type('student 2')
      for (const control of ['show', 'check', 'section', 'clear']) {
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.id')).toBe(control)
      }
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.locator('th.of-student').getAttribute('aria-sort')).toBe('ascending')
      for (let column = 0; column < 6; column += 1) await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('s2')
      await page.keyboard.press('Enter')
      await page.waitForURL(/s2\.html$/)
    })

    test('what a student wrote is shown and does nothing', async () => {
      await open('index.html')
      const first = await page.locator('#lines tr').first().textContent()
      expect(first).toContain(MARKUP.script)
      expect(first).toContain('</script><script>')
      expect(first).toContain(MARKUP.handler)
      expect(first).toContain('<U+202E>')
      expect(await page.locator('.reasons').textContent()).toContain(MARKUP.handler)
      expect(await page.locator('img, iframe, object, embed, link').count()).toBe(0)
      await open('reports/s1.html')
      expect(await page.locator('#L2 .src').textContent()).toBe(MARKUP.ending)
      const hostile = Object.values(MARKUP).map((message) =>
        finding(message, { expected: message }),
      )
      const report = reportWith({ 'ecr.latest': failed(...hostile) }, { student: MARKUP.ending })
      const text = html.render(report, { color: false, columns: 80, unicode: true })
      await writeFile(join(folder, 'hostile.html'), text)
      await open('hostile.html')
      expect(await page.locator('h1').textContent()).toBe(MARKUP.ending)
      expect(await page.evaluate("'broken' in window")).toBe(false)
    })

    test('a roster without students says so', async () => {
      await open('empty.html')
      expect(await page.locator('#lines').textContent()).toBe('The roster names no student.')
      expect(await page.locator('.chart').first().textContent()).toContain('Nobody is graded yet.')
    })

    test('on paper every chosen student is there', async () => {
      await open('index.html')
      await page.locator('#show').selectOption('late')
      const late = Number((await countShown())?.split(' ')[0])
      await page.evaluate("dispatchEvent(new Event('beforeprint'))")
      expect((await names()).length).toBe(late)
      expect(await page.locator('#unprinted').isHidden()).toBe(true)
    })

    test('on paper a large class is not a book: it says how to choose', async () => {
      await open('index.html')
      await page.evaluate("dispatchEvent(new Event('beforeprint'))")
      expect((await names()).length).toBeLessThan(500)
      expect(await page.locator('#unprinted').textContent()).toMatch(/^The first \d+ of 2000 /)
    })

    describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
      test.each(['small.html', 'empty.html', 'reports/s2.html'])(
        'axe finds nothing against %s',
        async (name) => {
          await page.emulateMedia({ colorScheme })
          await open(name)
          expect(await violations()).toEqual([])
        },
      )
    })
  },
)
