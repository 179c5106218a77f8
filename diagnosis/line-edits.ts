import { diffArrays } from 'diff'

/** Lines of a text that are replaced. Lines count from 1; `endLine` is inclusive. */
export interface LineEdit {
  readonly line: number
  /** `line - 1`: nothing is replaced, and the new lines come before `line`. */
  readonly endLine: number
  /** The lines that stand there, joined by newlines; empty for an insertion. */
  readonly before: string
  /** The lines that replace them, joined by newlines; `null`: nothing does. */
  readonly after: string | null
}

/** Characters of a text that are replaced: from an offset up to another. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text with some of it replaced. The edits don't overlap, in any order. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end),
      text,
    )
}

/** A text with some of its lines replaced. */
export function applyLineEdits(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\n')
  for (const { line, endLine, after } of edits.toSorted((a, b) => b.line - a.line)) {
    lines.splice(line - 1, endLine - line + 1, ...(after === null ? [] : after.split('\n')))
  }
  return lines.join('\n')
}

/**
 * Edits of characters as edits of lines, in order: a step that is moved goes in one place and comes in another, whatever
 * it has in common with what stands between. The edits don't overlap.
 */
export function linesOf(text: string, edits: readonly TextEdit[]): LineEdit[] {
  const places: { start: number; end: number; edits: TextEdit[] }[] = []
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const start = text.slice(0, edit.start).lastIndexOf('\n') + 1
    const end = endOfLine(text, edit.end)
    const last = places.at(-1)
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end)
      last.edits.push(edit)
    } else places.push({ start, end, edits: [edit] })
  }
  return places.flatMap(({ start, end, edits: own }) => {
    const before = text.slice(start, end)
    const inside = own.map((edit) => ({
      ...edit,
      ...{ start: edit.start - start, end: edit.end - start },
    }))
    const above = text.slice(0, start).split('\n').length - 1
    return lineEdits(before, applyTextEdits(before, inside)).map((edit) => ({
      ...edit,
      ...{ line: edit.line + above, endLine: edit.endLine + above },
    }))
  })
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

/** The lines in which two texts differ, as edits of the first, in order. */
export function lineEdits(before: string, after: string): LineEdit[] {
  const edits: LineEdit[] = []
  let line = 1
  let added: string[] = []
  let removed: string[] = []
  const close = () => {
    if (added.length + removed.length > 0) {
      edits.push({
        line: line - removed.length,
        endLine: line - 1,
        before: removed.join('\n'),
        after: added.length === 0 ? null : added.join('\n'),
      })
    }
    added = []
    removed = []
  }
  for (const part of diffArrays(before.split('\n'), after.split('\n'))) {
    if (part.added) added = part.value
    else if (part.removed) {
      removed = part.value
      line += part.count
    } else {
      close()
      line += part.count
    }
  }
  close()
  return edits
}
