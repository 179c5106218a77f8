import { type Answered, found, type Observed } from '@grade4/unknown'

/** GitHub's largest page. */
const PAGE_SIZE = 100

/** A filtered search gives a thousand results at most. */
const MOST_PAGES = 10

/**
 * Every item of a numbered list; the first page that can't be read makes the whole list what that page was.
 * `size`: the largest page that the list gives.
 */
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Answered<Item[]>>,
  size?: number,
): Promise<Answered<Item[]>>
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Observed<Item[]>>,
  size?: number,
): Promise<Observed<Item[]>>
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Observed<Item[]>>,
  size = PAGE_SIZE,
): Promise<Observed<Item[]>> {
  const all: Item[] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const observed = await ask({ per_page: size, page })
    if (observed.state !== 'found') return observed
    all.push(...observed.value)
    if (observed.value.length < size) break
  }
  return found(all)
}
