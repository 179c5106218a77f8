import { type LineEdit, lineEdits } from './line-edits.js'

/** Which versions of a text brought about some of its edits. */
export interface CombinedEdits {
  /** Places in the list of versions, in order; several where they changed the same lines. */
  readonly versions: readonly number[]
  /** Lines of the original text. */
  readonly edits: readonly LineEdit[]
}

/**
 * The edits that lead from a text to the last of its versions, all in lines of the original, each of the
 * versions that made it. Versions that changed the same lines, or lines beside each other, belong together.
 */
export function combineEdits(original: string, versions: readonly string[]): CombinedEdits[] {
  const touched = versions.map((_version, index) => linesTouched(original, versions, index))
  const groups: { versions: number[]; edits: LineEdit[] }[] = []
  for (const edit of lineEdits(original, versions.at(-1) ?? original)) {
    const makers = touched.flatMap((ranges, index) =>
      ranges.some(({ from, to }) => from <= edit.endLine + 1 && to >= edit.line - 1) ? [index] : [],
    )
    const same = groups.filter((group) => group.versions.some((one) => makers.includes(one)))
    for (const group of same) groups.splice(groups.indexOf(group), 1)
    groups.push({
      versions: [...new Set([...same.flatMap((group) => group.versions), ...makers])].sort(
        (a, b) => a - b,
      ),
      edits: [...same.flatMap((group) => group.edits), edit],
    })
  }
  return groups.toSorted((a, b) => (a.versions[0] ?? 0) - (b.versions[0] ?? 0))
}

/** The lines of the original that a version changed or stands beside. */
function linesTouched(original: string, versions: readonly string[], index: number) {
  const before = versions[index - 1] ?? original
  // For each line of the version before: the line of the original that it is, or that it stands before.
  const origin = original.split('\n').map((_line, at) => at + 1)
  origin.push(origin.length + 1)
  for (const { line, endLine, after } of lineEdits(original, before).toReversed()) {
    const added = after === null ? 0 : after.split('\n').length
    origin.splice(line - 1, endLine - line + 1, ...Array<number>(added).fill(line))
  }
  const last = origin.length
  return lineEdits(before, versions[index] ?? before).map(({ line, endLine }) => ({
    from: origin[line - 1] ?? last,
    to: Math.max(origin[line - 1] ?? last, origin[endLine - 1] ?? 0),
  }))
}
