import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { troubleshootingPage } from './troubleshooting-page.js'

const verdicts = await readFile(new URL('../tests/verdicts.txt', import.meta.url), 'utf8')
const page = await troubleshootingPage(verdicts)

// `npm run pages` writes the page anew.
test('docs/troubleshooting.md has the words that the code says', async () => {
  await expect(page).toMatchFileSnapshot('troubleshooting.md')
})

test('every message has its own heading and something to do', () => {
  const entries = page.split(/^### /m).slice(1)
  const messages = entries.map((entry) => entry.split('\n')[0])
  expect(messages.length).toBeGreaterThan(40)
  expect(new Set(messages).size).toBe(messages.length)
  for (const entry of entries) expect(entry.split('\n\n')[1]?.length).toBeGreaterThan(10)
})
