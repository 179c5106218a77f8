import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REPORTERS } from './index.js'
import { anyReport } from './test-any-report.js'

/** What a terminal, an editor or a browser acts on instead of showing it, but for the end of a line. */
const ACTED_ON = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u

/** The two ends of a link, of an address of printable ASCII. */
const LINK = /\p{Cc}\]8;;(?:https:\/\/[!-~]*)?\p{Cc}/gu

describe.each([...REPORTERS])('%s', (_, load) => {
  test('whatever names students choose, nothing in a report acts on who reads it', async () => {
    const reporter = await load()
    const looks = fc.record({ color: fc.boolean(), unicode: fc.boolean(), links: fc.boolean() })
    fc.assert(
      fc.property(anyReport, looks, (report, look) => {
        const text = reporter.render(report, { ...look, columns: 80 }).replaceAll(LINK, '')
        expect(stripVTControlCharacters(text)).not.toMatch(ACTED_ON)
        if (!look.color) expect(text).not.toMatch(ACTED_ON)
      }),
      { numRuns: 60 },
    )
  })
})
