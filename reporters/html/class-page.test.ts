import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import { TEST_IDS } from '../test-reports.js'
import { classPage } from './class-page.js'
import { MARKUP, testClass } from './test-class.js'

const SCRIPT = 'update()'

/** The page's data, as its script reads them. */
function dataIn(page: string) {
  const text = /<script type="application\/json" id="class-data">(.*?)<\/script>/s.exec(page)?.[1]
  const Lines = z.array(z.record(z.string(), z.unknown()))
  return z
    .object({ checks: z.array(z.object({ id: z.string() })), lines: Lines })
    .parse(JSON.parse(text ?? ''))
}

test('everybody is in the page’s data, partners with each other', () => {
  const { lines, checks } = dataIn(classPage(testClass(20), SCRIPT))
  expect(lines).toHaveLength(20)
  expect(lines[1]).toEqual({
    student: 's2',
    name: 'Student 2',
    section: 'Friday',
    others: ['Student 2', 'Friday', 'advisor-1@example.edu'],
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
  expect(checks.map(({ id }) => id)).toEqual(TEST_IDS)
  expect([lines[8]?.partners, lines[9]?.partners]).toEqual(['s10', 's9'])
})

test('who is incomplete stands first, by reason, with the range', () => {
  const page = classPage(testClass(80), SCRIPT)
  expect(page).toMatch(
    /<b>6 students<\/b>: Run 42 of main\.yml is still in progress\.<\/p><p class="names"><a href="reports\/s15\.html">s15<\/a> Student 15 \(30 to 40\)/,
  )
  expect(page.indexOf('id="incomplete"')).toBeLessThan(page.indexOf('id="scores"'))
})

test('the distribution counts graded scores alone, every point in a bar of its own', () => {
  const page = classPage(testClass(4), SCRIPT)
  expect(page).toContain('Scores of 3 students: lowest 20, median 60, highest 60 of 60.')
  const counts = [...page.matchAll(/<tr><th scope="row">([\d to]+)<\/th><td>(\d+)<\/td>/g)]
  expect(counts.filter(([, , students]) => students !== '0').map(([, bar, n]) => [bar, n])).toEqual(
    [
      ['20 to 24', '1'],
      ['60', '2'],
    ],
  )
})

test('the commonest mistake comes first, with its cost and who made it', () => {
  const { rows, ...rest } = testClass(6)
  const mistake = { check: 'ecr.latest' as const, message: 'No image is "latest".', points: 10 }
  const wrong = rows.map((row, at) => ({ ...row, mistakes: at < 2 ? [mistake] : [] }))
  expect(classPage({ ...rest, rows: wrong }, SCRIPT)).toMatch(
    /<b>2<\/b> of 6 students<span class="soft">20 points lost<\/span>.*?No image is "latest"\..*?s1<\/a>.*?s2<\/a> Student 2/,
  )
})

test('where the course keeps findings back, the check is the mistake', () => {
  const { rows, ...rest } = testClass(6)
  const mistake = { check: 'ecr.latest' as const, message: '', points: 10 }
  const wrong = rows.map((row, at) => ({ ...row, mistakes: at < 2 ? [mistake] : [] }))
  const page = classPage({ ...rest, rows: wrong }, SCRIPT)
  const { title } = DESCRIPTIONS['ecr.latest']
  expect(page).toContain('Common mistakes')
  expect(page.split('Common mistakes')[1]?.split('</li>')[0]?.split(title)).toHaveLength(2)
  expect(page).toMatch(/<b>2<\/b> of 6 students/)
})

test('a class whose every score is near the top is not one column', () => {
  const { rows, ...rest } = testClass(20)
  const scored = rows.map((row, at) => ({ ...row, complete: true, score: 150 - at, maxScore: 150 }))
  const page = classPage({ ...rest, rows: scored }, SCRIPT)
  const first = /<tr><th scope="row">([\d to]+)<\/th><td>(\d+)<\/td>/.exec(page)
  expect(first?.slice(1)).toEqual(['130 to 131', '1'])
})

test('submissions are counted by time, those that are late apart', () => {
  const { rows, ...rest } = testClass(6)
  const times = ['18:10', '18:50', '19:05', '20:30', '20:40', '21:59']
  const submitted = rows.map((row, at) => ({
    ...row,
    submittedAt: `2024-03-09T${times[at]}:00.000Z`,
    lateBySeconds: at > 2 ? 60 : 0,
  }))
  const page = classPage({ ...rest, rows: submitted }, SCRIPT)
  expect(page).toContain(
    '6 submissions, the first at 2024-03-09 18:10 UTC, the last at 2024-03-09 21:59 UTC; 3 late.',
  )
  const counted = [...page.matchAll(/<th scope="row">[\d-]+ ([\d:]+) UTC<\/th><td>(\d+)/g)]
  expect(counted.filter(([, , students]) => students !== '0').map((each) => each.slice(1))).toEqual(
    [
      ['18:00', '1'],
      ['18:45', '1'],
      ['19:00', '1'],
      ['20:30', '2'],
      ['21:45', '1'],
    ],
  )
  expect(page.match(/class="column late"/g)).toHaveLength(2)
})

test('each section has its line, and a class without sections has no such table', () => {
  const page = classPage(testClass(6), SCRIPT)
  expect(page).toMatch(/data-section="Friday">Friday<\/button><\/th><td class="right number">3</)
  const rows = testClass(6).rows.map((row) => ({ ...row, other: {} }))
  expect(classPage({ ...testClass(6), rows, otherColumns: [] }, SCRIPT)).not.toContain('Sections')
})

test('it says which grader graded, and when', () => {
  expect(classPage(testClass(1), SCRIPT)).toContain(
    'Graded by grade4 0.1.0, last on <time>2024-03-10 08:05 UTC</time>.',
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
