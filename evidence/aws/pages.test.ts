import { ECSClient, paginateListClusters } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { everyItem, inBatches } from './pages.js'

/** A client to which ECS answers with these pages; each names the one after it, by its place. */
function listOf(pages: readonly { items?: string[]; next?: string }[]) {
  const asked: (string | undefined)[] = []
  const client = new ECSClient({ region: 'us-west-2' })
  client.middlewareStack.add(
    () => async (input) => {
      const nextToken = 'nextToken' in input.input ? input.input.nextToken : undefined
      asked.push(nextToken)
      const { items, next } = pages[nextToken === undefined ? 0 : Number(nextToken)] ?? {}
      return { response: {}, output: { $metadata: {}, clusterArns: items, nextToken: next } }
    },
    { step: 'initialize' },
  )
  const list = everyItem(paginateListClusters({ client }, {}), ({ clusterArns }) => clusterArns)
  return { asked, list }
}

describe('a list is read to its end', () => {
  test('over short, empty and missing pages, as long as there is a token', async () => {
    const { asked, list } = listOf([
      { items: ['a'], next: '1' },
      { items: [], next: '2' },
      { next: '3' },
      { items: ['b', 'c'] },
    ])
    expect(await list).toEqual(['a', 'b', 'c'])
    expect(asked).toEqual([undefined, '1', '2', '3'])
  })

  test('an empty token ends it too', async () => {
    const { asked, list } = listOf([{ items: ['a'], next: '' }])
    expect(await list).toEqual(['a'])
    expect(asked).toEqual([undefined])
  })

  test('a list whose pages name themselves is given up, never taken for whole', async () => {
    const { asked, list } = listOf([
      { items: ['a'], next: '1' },
      { items: ['b'], next: '1' },
    ])
    await expect(list).rejects.toThrow('More than 1000 pages.')
    expect(asked).toHaveLength(1000)
  })

  test('no page is asked for after the last that is wanted', async () => {
    let pages = 0
    async function* endless() {
      for (;;) yield { items: [pages++] }
    }
    const items = await everyItem(
      endless(),
      ({ items }) => items,
      ([first]) => first === 2,
    )
    expect([items, pages]).toEqual([[0, 1, 2], 3])
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
