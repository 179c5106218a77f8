import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { TEST_IDS } from '../test-reports.js'
import { classPage } from './class-page.js'
import { MARKUP, testClass } from './test-class.js'

const SCRIPT = 'update()'

/** The page's data, as its script reads them. */
function dataIn(page: string) {
  const text = /<script type="application\/json" id="class-data">(.*?)<\/script>/s.exec(page)?.[1]
  const Lines = z.array(z.record(z.string(), z.unknown()))
  return z.object({ checks: z.array(z.string()), lines: Lines }).parse(JSON.parse(text ?? ''))
}

test('everybody is in the page’s data, partners with each other', () => {
  const { lines, checks } = dataIn(classPage(testClass(20), SCRIPT))
  expect(lines).toHaveLength(20)
  expect(lines[1]).toEqual({
    student: 's2',
    name: 'Student 2',
    page: 'reports/s2.html',
    repository: 's2/yoctogram-app',
    score: 20,
    highest: 20,
    complete: true,
    statuses: 'pffpff',
    lateBySeconds: 0,
    late: 'in time',
    submitted: '2024-03-09 19:41 UTC',
    partners: '',
  })
  expect(checks).toEqual(TEST_IDS)
  expect([lines[8]?.partners, lines[9]?.partners]).toEqual(['s10', 's9'])
})

test('who is incomplete stands first, by reason, with the range', () => {
  const page = classPage(testClass(80), SCRIPT)
  expect(page).toMatch(
    /<b>6 students<\/b>: Run 42 of main\.yml is still in progress\.<\/p><p class="names"><a href="reports\/s15\.html">s15<\/a> \(30 to 40\)/,
  )
  expect(page.indexOf('id="incomplete"')).toBeLessThan(page.indexOf('id="scores"'))
})

test('the distribution counts graded scores alone, every point in a bar of its own', () => {
  const page = classPage(testClass(4), SCRIPT)
  expect(page).toContain('Scores of 3 students: lowest 20, median 60, highest 60 of 60.')
  const counts = [...page.matchAll(/<tr><th scope="row">([\d to]+)<\/th><td>(\d+)<\/td>/g)]
  expect(counts.filter(([, , students]) => students !== '0').map(([, bar, n]) => [bar, n])).toEqual(
    [
      ['20 to 23', '1'],
      ['60', '2'],
    ],
  )
})

test('nothing a student wrote ends the data or becomes an element', () => {
  const page = classPage(testClass(4), SCRIPT)
  expect(page.match(/<script/g)).toHaveLength(2)
  expect(page.match(/<\/script>/g)).toHaveLength(2)
  expect(page).not.toMatch(/<img/)
  expect(dataIn(page).lines[0]?.repository).toBe(`ada/${MARKUP.handler}`)
})

test('the policy lets the page’s own script run and nothing load', () => {
  const page = classPage(testClass(1), SCRIPT)
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]
  const hash = createHash('sha256').update(SCRIPT).digest('base64')
  expect(policy?.replaceAll('&#x27;', "'")).toContain(`script-src 'sha256-${hash}'`)
  expect(policy).toMatch(/^default-src &#x27;none&#x27;; /)
})
