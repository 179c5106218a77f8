/** A job's place in the graph. */
export interface Node {
  readonly id: string
  readonly needs: readonly string[]
}

/** More orders than this are not tried: jobs that matter are few. */
const MOST_ORDERS = 12

/**
 * Orders in which jobs may run, such that of any two jobs without a path of `needs` between them each
 * comes first in some order. One order when every pair has such a path.
 */
export function schedulesOf(jobs: readonly Node[]): string[][] {
  const needs = needsById(jobs)
  const before = new Map(jobs.map((job) => [job.id, ancestorsOf(needs, job)]))
  const ordered = (a: string, b: string) => before.get(b)?.has(a) === true
  const schedules = [topological(jobs, before, [])]
  for (const a of jobs) {
    for (const b of jobs) {
      if (schedules.length >= MOST_ORDERS) return schedules
      if (a.id === b.id || ordered(a.id, b.id) || ordered(b.id, a.id)) continue
      if (schedules.some((order) => precedes(order, a.id, b.id))) continue
      schedules.push(topological(jobs, before, [...(before.get(a.id) ?? []), a.id]))
    }
  }
  return schedules
}

function precedes(order: readonly string[], a: string, b: string): boolean {
  return order.indexOf(a) < order.indexOf(b)
}

/** Ids of the jobs that each job names in `needs`, by its own. */
export type Needs = ReadonlyMap<string, readonly string[]>

export function needsById(jobs: readonly Node[]): Needs {
  return new Map(jobs.map(({ id, needs }) => [id, needs]))
}

/** Ids of all jobs that end before one begins. */
export function ancestorsOf(all: Needs, { needs }: Pick<Node, 'needs'>): ReadonlySet<string> {
  const found = new Set(needs)
  // What is added while the set is gone through comes up, too.
  for (const id of found) for (const need of all.get(id) ?? []) found.add(need)
  return found
}

/** File order as far as `needs` allows it, with the `first` jobs before all others. */
function topological(
  jobs: readonly Node[],
  before: ReadonlyMap<string, ReadonlySet<string>>,
  first: readonly string[],
): string[] {
  const urgent = new Set(first)
  const open = jobs.toSorted((a, b) => Number(urgent.has(b.id)) - Number(urgent.has(a.id)))
  const order: string[] = []
  while (open.length > 0) {
    const ready = open.findIndex(({ id }) =>
      [...(before.get(id) ?? [])].every((other) => order.includes(other)),
    )
    // A circle of needs is refused before this; without the guard it would loop for ever.
    const [next] = open.splice(Math.max(ready, 0), 1)
    if (next !== undefined) order.push(next.id)
  }
  return order
}
