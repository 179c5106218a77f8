import { type Answered, found, type Observed } from '@grade4/unknown'

/** GitHub's largest page. */
const PAGE_SIZE = 100

/** A filtered search gives a thousand results at most. */
const MOST_PAGES = 10

/** Every item of a numbered list; the first page that can't be read makes the whole list what that page was. */
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Answered<Item[]>>,
): Promise<Answered<Item[]>>
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Observed<Item[]>>,
): Promise<Observed<Item[]>>
export async function everyPage<Item>(
  ask: (page: { per_page: number; page: number }) => Promise<Observed<Item[]>>,
): Promise<Observed<Item[]>> {
  const all: Item[] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const observed = await ask({ per_page: PAGE_SIZE, page })
    if (observed.state !== 'found') return observed
    all.push(...observed.value)
    if (observed.value.length < PAGE_SIZE) break
  }
  return found(all)
}
