/** More pages than any real account has; a service that repeats itself must not keep us for ever. */
const MOST_PAGES = 1_000

/** A list did not end. */
class EndlessPages extends Error {
  override readonly name = 'EndlessPages'
}

/**
 * Every item of a list, over all the pages that one of the SDK's paginators gives; `isLast`: whether no more are
 * wanted after a page. Throws `EndlessPages`.
 */
export async function everyItem<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
  isLast: (items: readonly Item[]) => boolean = () => false,
): Promise<Item[]> {
  const all: Item[] = []
  let count = 0
  for await (const page of pages) {
    const items = itemsOf(page) ?? []
    all.push(...items)
    count += 1
    if (isLast(items)) break
    if (count === MOST_PAGES) throw new EndlessPages(`More than ${MOST_PAGES} pages.`)
  }
  return all
}

/** Cuts a list into runs of at most `size`, as batch operations want it. */
export function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
