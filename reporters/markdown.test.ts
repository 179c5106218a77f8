import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import type { PlanStep } from '../grading/report.js'
import { markdown, shortMarkdown } from './markdown.js'
import { anyReport } from './test-any-report.js'
import {
  blockedChains,
  failed,
  finding,
  perfect,
  reportWith,
  severalFailures,
  TEST_IDS,
} from './test-reports.js'

const LOOK = { color: false, columns: 80, unicode: true }

/** HTML as a renderer of GitHub's Markdown makes it that lets raw HTML pass and links what looks like a link. */
function html(source: string): string {
  return marked.parse(source, { gfm: true, async: false })
}

/** The tags of a page, each once, with their attributes. */
function tagsIn(page: string): string[] {
  return [...new Set([...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag))].sort()
}

const OURS = new Set(
  'h2 h3 p strong ul ol li code pre table thead tbody tr th td'
    .split(' ')
    .flatMap((tag) => [`<${tag}>`, `</${tag}>`])
    .concat('<th align="right">', '<td align="right">', '<code class="language-diff">'),
)

describe('a report in Markdown', () => {
  test('says what to mend, where and how, then lists every check', () => {
    const page = html(markdown.render(severalFailures, LOOK))
    expect(page).toContain('<h2>14 of 50 points</h2>')
    expect(page).toContain('<code>.github/workflows/main.yml:61:11</code>')
    expect(page).toContain('<pre><code>tags: ${{ env.ECR_REGISTRY }}/cs40:latest\n</code></pre>')
    expect(page.match(/<tr>/g)).toHaveLength(TEST_IDS.length + 1)
  })

  test('says that a score is not final, and what waits for what', () => {
    const text = markdown.render(blockedChains, LOOK)
    expect(text).toContain('## Not final: 0 to 11 of 50 points')
    expect(text).toContain('2 more wait on this (25 points): `ecr.latest`')
  })

  test('in short is the score and the table', () => {
    const text = shortMarkdown(severalFailures, 'Details are elsewhere.')
    expect(text).toContain('Details are elsewhere.')
    expect(text).not.toContain('To fix')
    expect(html(text).match(/<tr>/g)).toHaveLength(TEST_IDS.length + 1)
  })
})

describe('what a student wrote does nothing', () => {
  test.each([
    ['a tag', '<img src=x onerror=alert(1)>'],
    ['a link', '[click](https://example.com)'],
    ['a picture', '![](https://example.com/x.png)'],
    ['a bare address', 'see https://example.com/x, www.example.com and ada@example.com'],
    ['a heading', '# 150 of 150 points'],
    ['a fence', '``` ```` `x` ``` </code>'],
    ['a table', 'a | b | c'],
    ['an entity', '&lt;script&gt; &#x3C;'],
    ['a list', '- [x] done'],
    ['a deletion', '~150~ or ~~150~~'],
  ])('%s stays text', (_, hostile) => {
    const { message, expected, location } = {
      message: hostile,
      expected: hostile,
      location: { file: hostile, line: 1, column: 1, source: hostile },
    }
    const report = reportWith(
      { 'ecr.latest': failed(finding(message, { expected, location, hint: hostile })) },
      { student: hostile, repository: hostile, plan: [hostileStep(hostile)] },
    )
    const page = html(markdown.render(report, LOOK))
    expect(tagsIn(page).filter((tag) => !OURS.has(tag))).toEqual([])
    const shown = page
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
    // Student, repository, message, expected, place, line, hint; title and two lines of the plan.
    expect(shown.split(hostile).length - 1).toBe(10)
  })

  test('no mention, no reference to an issue, no formula stands in running text', () => {
    const hostile = 'thanks @octocat, fixes #1 with $x^2$'
    const report = reportWith({}, { advice: [{ id: 'x', message: hostile }] })
    const prose = html(markdown.render(report, LOOK)).replaceAll(/<code>[^<]*<\/code>/g, '')
    expect(prose).not.toMatch(/@octocat|#1|\$x/)
  })

  test('whatever it is', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const page = html(markdown.render(report, LOOK))
        expect(tagsIn(page).filter((tag) => !OURS.has(tag))).toEqual([])
        expect(page.match(/<tr>/g)).toHaveLength(report.checks.length + 1)
      }),
      { numRuns: 60 },
    )
  })
})

test('a perfect report has nothing to mend', () => {
  expect(markdown.render(perfect, LOOK)).not.toMatch(/To mend|Could not/)
})

function hostileStep(text: string): PlanStep {
  const edit = { file: text, line: 1, endLine: 1, before: text, after: text }
  const won = { wins: ['ecr.latest' as const], points: 10, scoreAfter: 50 }
  return { title: text, kind: 'workflow', edits: [edit], text: null, ...won }
}
