/** More pages than any real account has; a service that repeats itself must not keep us for ever. */
const MOST_PAGES = 1_000

/** A list did not end: its pages repeat, or there are too many. */
class EndlessPages extends Error {
  override readonly name = 'EndlessPages'
}

/**
 * Every item of a list, over all its pages. A short or an empty page may still have a token: follow the
 * token, never the count. Source: ECR, ECS, IAM and CloudFormation API references, pagination.
 */
export async function everyPage<Item>(
  page: (
    token: string | undefined,
  ) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = []
  let token: string | undefined
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const { items, next } = await page(token)
    all.push(...(items ?? []))
    if (next === undefined || next === '') return all
    if (next === token) throw new EndlessPages('A page names itself as the next one.')
    token = next
  }
  throw new EndlessPages(`More than ${MOST_PAGES} pages.`)
}

/** Cuts a list into runs of at most `size`, as batch operations want it. */
export function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
