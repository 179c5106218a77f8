import { diffArrays } from 'diff'
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
  const pairs: number[] = []
  if (names.length * shown.length > MOST_PAIRS) return names.map(() => -1)
  let at = 0
  let gap: { names: number; shown: number[] } = { names: 0, shown: [] }
  const close = () => {
    const left = gap.shown.filter((one) => !OF_THE_RUNNER.test(shown[one] ?? ''))
    const fits = left.length === gap.names
    for (let one = 0; one < gap.names; one += 1) pairs.push(fits ? (left[one] ?? -1) : -1)
    gap = { names: 0, shown: [] }
  }
  for (const part of diffArrays([...names], [...shown], { comparator: mayShow })) {
    const places = Array.from({ length: part.count }, (_, index) => at + index)
    if (part.removed) gap.names += part.count
    else if (part.added) gap.shown.push(...places)
    else {
      close()
      pairs.push(...places)
    }
    if (!part.removed) at += part.count
  }
  close()
  return pairs
}
