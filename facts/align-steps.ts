import { mayShow } from './shown-name.js'

/** Steps that the runner adds: they stand in no main.yml. */
const OF_THE_RUNNER =
  /^(Set up (job|runner)|Complete (job|runner)|(Initialize|Stop) containers|(Pre|Post) .*)$/

/** More pairs than this are not compared; GitHub's own limits stay far below it. */
const MOST_PAIRS = 1_000_000

/**
 * Which recorded step each step of a job is, by name and place; index by index, -1 for one that is not found.
 * Equal names are paired in order. Between two pairs the steps left over are paired by place, where there are
 * as many on both sides: the name of an unnamed step may be shown in another form.
 */
export function alignSteps(names: readonly string[], shown: readonly string[]): number[] {
  const pairs = names.map(() => -1)
  if (names.length * shown.length > MOST_PAIRS) return pairs
  const longest = commonLengths(names, shown)
  let from = 0
  for (let at = 0, other = 0; at < names.length && other < shown.length; ) {
    const here = longest(at, other)
    if (here === longest(at + 1, other)) at += 1
    else if (here === longest(at, other + 1)) other += 1
    else {
      pairs[at] = other
      fillGap(pairs, shown, [from, at], other)
      at += 1
      other += 1
      from = at
    }
  }
  fillGap(pairs, shown, [from, names.length], shown.length)
  return pairs
}

/** Length of the longest common sequence of what begins at two places. */
function commonLengths(names: readonly string[], shown: readonly string[]) {
  const width = shown.length + 1
  const table = new Uint16Array((names.length + 1) * width)
  const at = (one: number, other: number) => table[one * width + other] ?? 0
  for (let one = names.length - 1; one >= 0; one -= 1) {
    for (let other = shown.length - 1; other >= 0; other -= 1) {
      table[one * width + other] = mayShow(names[one] ?? '', shown[other] ?? '')
        ? at(one + 1, other + 1) + 1
        : Math.max(at(one + 1, other), at(one, other + 1))
    }
  }
  return at
}

/** Pairs by place the steps of a gap that ends before the recorded step `end`. */
function fillGap(
  pairs: number[],
  shown: readonly string[],
  [from, to]: readonly [number, number],
  end: number,
): void {
  const begin = from === 0 ? 0 : (pairs[from - 1] ?? -1) + 1
  const left = shown
    .map((name, at) => ({ name, at }))
    .slice(begin, end)
    .filter(({ name }) => !OF_THE_RUNNER.test(name))
  if (left.length !== to - from) return
  for (const [offset, { at }] of left.entries()) pairs[from + offset] = at
}
