import { expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import { rubricMarkdown } from './rubric-markdown.js'

// `npx vitest run reporters/rubric-markdown -u` writes the page anew.
test('docs/rubric.md is what the checks say of themselves', async () => {
  await expect(rubricMarkdown()).toMatchFileSnapshot('../docs/rubric.md')
})

test('it has a part for every check, in rubric order', () => {
  const parts = [...rubricMarkdown().matchAll(/^### `(.*)`$/gm)].map(([, id]) => id)
  expect(parts).toEqual(CHECK_IDS)
})
