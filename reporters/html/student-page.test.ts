import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyReport, hostileText } from '../test-any-report.js'
import {
  blockedChains,
  failed,
  finding,
  perfect,
  reportWith,
  severalFailures,
  TEST_IDS,
} from '../test-reports.js'
import { html } from './student-page.js'

const LOOK = { color: false, columns: 80, unicode: true }
const PATH = '.github/workflows/main.yml'
const SOURCE = Array.from({ length: 80 }, (_, index) => `line: ${index + 1}`).join('\n')
const WORKFLOW = { path: PATH, text: SOURCE }

/** Names of all elements of a page, each once. */
function elementsOf(page: string): string[] {
  return [...new Set([...page.matchAll(/<([a-z][\w-]*)/gi)].map(([, name = '']) => name))]
}

/** What the page is built of when nobody attacks it; no script, no picture, nothing that loads or sends. */
const OURS =
  'a article b body code dd details div dl dt footer h1 h2 h3 head header html li main mark meta ol p rect section span strong style summary svg table tbody td th thead title tr ul'.split(
    ' ',
  )

describe('a student’s page', () => {
  test('shows main.yml, with what was found below its line, and links both ways', () => {
    const page = html.render(severalFailures, LOOK, WORKFLOW)
    expect(page).toMatch(
      /<li id="L61" class="at is-failed">.*?The push carries one tag; the timestamp is missing\. <a href="#workflow\.tags">/,
    )
    expect(page).toContain(`<a href="#L61"><code>${PATH}:61:11</code></a>`)
    expect(page).toContain('<li id="L80">')
  })

  test('folds the lines of main.yml that are far from what was found', () => {
    const page = html.render(severalFailures, LOOK, WORKFLOW)
    expect([...page.matchAll(/<summary>([^<]*)/g)].map(([, text]) => text)).toEqual([
      'Lines 1 to 56',
      'Lines 73 to 80',
    ])
    expect(page).toMatch(/<\/details><ol><li id="L57">/)
  })

  test('marks in Expected and Found what the other does not have', () => {
    const values = { expected: 'repo:ada@1/app:main', actual: 'repo:ada/app:main' }
    const report = reportWith({ 'role.subject': failed(finding('Another one.', values)) })
    const page = html.render(report, LOOK)
    expect(page).toContain('<dd><code>repo:ada<mark>@1</mark>/app:main</code></dd>')
    expect(page).toContain('<dd><code>repo:ada/app:main</code></dd>')
  })

  test('tells what a deploy of the template changes, where there is one beside an account', () => {
    const deploy = [
      { id: 'role.trust' as const, status: 'failed' as const, message: 'It has <b>.' },
    ]
    const page = html.render({ ...perfect, deploy }, LOOK)
    expect(page).toMatch(/Once you deploy .*fails: It has &#x3C;b>\./)
    expect(html.render({ ...perfect, deploy: [] }, LOOK)).toContain('No check comes out otherwise.')
    expect(html.render(perfect, LOOK)).not.toContain('Once you deploy')
  })

  test('links no line that it does not show', () => {
    for (const workflow of [
      null,
      { path: 'other.yml', text: SOURCE },
      { path: PATH, text: 'a\nb' },
    ]) {
      expect(html.render(severalFailures, LOOK, workflow)).not.toContain('href="#L')
    }
  })

  test('says what is not final, and tells what waits with what it waits for', () => {
    const page = html.render(blockedChains, LOOK)
    expect(page).toContain('<title>ada: 0 to 11 of 50</title>')
    expect(page).toContain('not final')
    expect(page).toMatch(/2 more wait on this \(25 points\): <code>ecr\.latest<\/code>/)
  })

  test('with every point has nothing to fix, and every check', () => {
    const page = html.render(perfect, LOOK)
    expect(page).toContain('Nothing to fix')
    expect(page.match(/class="chip passed"/g)).toHaveLength(TEST_IDS.length)
  })

  test('can be handed to its student: it leads to no other page', () => {
    expect(html.render(perfect, LOOK)).not.toMatch(/href="(?!#)/)
  })
})

describe('whatever a student wrote', () => {
  test('the page holds no other element, attribute or address than ours', () => {
    fc.assert(
      fc.property(anyReport, hostileText, (report, text) => {
        const page = html.render(report, LOOK, { path: PATH, text: `${text}</code><script>x` })
        expect(elementsOf(page).filter((name) => !OURS.includes(name))).toEqual([])
        for (const [tag] of page.matchAll(/<[a-z][^>]*>/g)) {
          expect(tag).not.toMatch(/\s(?:on\w+|style|src)=/)
        }
        const addresses = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, address]) => address)
        for (const address of addresses) expect(address).toMatch(/^#(L\d+|[a-z]+\.[a-z]+)$/)
      }),
      { numRuns: 40 },
    )
  })

  test('nothing is left that turns text around or hides it', () => {
    fc.assert(
      fc.property(anyReport, hostileText, (report, text) => {
        const page = html.render(report, LOOK, { path: PATH, text })
        expect(page.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u,
        )
      }),
      { numRuns: 40 },
    )
  })
})

test('the policy lets nothing load, nothing run, and the one style', () => {
  const page = html.render(perfect, LOOK)
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  expect(policy?.replaceAll('&#x27;', "'")).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  )
})
