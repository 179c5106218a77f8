import { describe, expect, test } from 'vitest'
import { everyPage, inBatches } from './pages.js'

/** A list in pages; each names the one after it, by its place. */
function listOf(pages: readonly { items?: readonly string[]; next?: string }[]) {
  const asked: (string | undefined)[] = []
  const page = async (token: string | undefined) => {
    asked.push(token)
    const { items, next } = pages[token === undefined ? 0 : Number(token)] ?? {}
    return { items, next }
  }
  return { asked, page }
}

describe('a list is read to its end', () => {
  test('over short, empty and missing pages, as long as there is a token', async () => {
    const { asked, page } = listOf([
      { items: ['a'], next: '1' },
      { items: [], next: '2' },
      { next: '3' },
      { items: ['b', 'c'] },
    ])
    expect(await everyPage(page)).toEqual(['a', 'b', 'c'])
    expect(asked).toEqual([undefined, '1', '2', '3'])
  })

  test('an empty token ends it too', async () => {
    const { asked, page } = listOf([{ items: ['a'], next: '' }])
    expect(await everyPage(page)).toEqual(['a'])
    expect(asked).toEqual([undefined])
  })

  test('a page that names itself never does', async () => {
    const { page } = listOf([
      { items: ['a'], next: '1' },
      { items: ['b'], next: '1' },
    ])
    await expect(everyPage(page)).rejects.toMatchObject({
      name: 'EndlessPages',
      message: 'A page names itself as the next one.',
    })
  })

  test('pages without end are given up after a thousand', async () => {
    let count = 0
    const endless = everyPage(async () => {
      count += 1
      return { items: [count], next: String(count) }
    })
    await expect(endless).rejects.toThrow('More than 1000 pages.')
    expect(count).toBe(1000)
  })
})

test.each([
  [[], []],
  [['a'], [['a']]],
  [['a', 'b'], [['a', 'b']]],
  [
    ['a', 'b', 'c', 'd', 'e'],
    [['a', 'b'], ['c', 'd'], ['e']],
  ],
])('%j in batches of two is %j', (items, batches) => {
  expect(inBatches(items, 2)).toEqual(batches)
})
