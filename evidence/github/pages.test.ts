import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { everyPage } from './pages.js'

/** A list of so many numbers, as GitHub pages it. */
function listOf(length: number) {
  const asked: unknown[] = []
  const all = Array.from({ length }, (_, index) => index)
  const ask = async (page: { per_page: number; page: number }) => {
    asked.push(page)
    return found(all.slice((page.page - 1) * page.per_page, page.page * page.per_page))
  }
  return { all, asked, ask }
}

test.each([
  [0, 1],
  [99, 1],
  [100, 2],
  [101, 2],
  [250, 3],
])('%i items are read in %i pages of a hundred', async (length, pages) => {
  const { all, asked, ask } = listOf(length)
  expect(await everyPage(ask)).toEqual(found(all))
  expect(asked).toEqual(
    Array.from({ length: pages }, (_, index) => ({ per_page: 100, page: index + 1 })),
  )
})

test('a thousand items are all that a search gives', async () => {
  const { all, asked, ask } = listOf(1200)
  expect(await everyPage(ask)).toEqual(found(all.slice(0, 1000)))
  expect(asked).toHaveLength(10)
})

test('a page that could not be read makes the list unknown, whatever came before it', async () => {
  const { asked, ask } = listOf(250)
  const broken = unknown('GitHub answered with HTTP 502.', 'Try again.')
  const observed = await everyPage(async (page) => (page.page === 2 ? broken : ask(page)))
  expect(observed).toEqual(broken)
  expect(asked).toHaveLength(1)
})
