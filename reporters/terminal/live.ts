import stringWidth from 'string-width'
import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import { byGroup } from '../groups.js'
import type { Look } from '../reporter.js'
import { type Screen, screenFor } from './screen.js'

/** Stands where a check has no verdict yet; in every font and in ASCII. */
const PENDING = '.'

const INDENT = '  '
const GAP = '  '

/**
 * The checks while they are graded: a line a group, a sign a check, so that it fits on a screen of 24 lines.
 * The first line, `doing`, is put beside a spinner of two columns.
 */
export function liveText(
  doing: string,
  checks: readonly CheckId[],
  statuses: ReadonlyMap<CheckId, Status>,
  look: Look,
): string {
  const screen = screenFor(look)
  const groups = byGroup(checks.map((id) => ({ id })))
  const titleWidth = Math.max(...groups.map(({ group }) => stringWidth(group.title)))
  return [
    `${doing}: ${statuses.size} of ${checks.length}`,
    ...groups.flatMap(({ group, checks: members }) => {
      const marks = members.map(({ id }) => mark(screen, id, statuses.get(id)))
      const room = screen.columns - stringWidth(INDENT + GAP) - titleWidth
      return inRows(marks, room).map((row, index) => {
        const title = (index === 0 ? group.title : '').padEnd(titleWidth)
        return INDENT + screen.paint.faint(title) + GAP + row
      })
    }),
  ].join('\n')
}

interface Mark {
  readonly painted: string
  readonly width: number
}

/** `✔ latest`: the group says the rest of the id. */
function mark({ symbols, paint }: Screen, id: CheckId, status: Status | undefined): Mark {
  const name = id.slice(id.indexOf('.') + 1)
  const symbol = status === undefined ? PENDING : symbols[status]
  const style = {
    passed: paint.passed,
    failed: paint.failed,
    error: paint.error,
    blocked: paint.faint,
  }
  const painted = status === undefined ? paint.faint(`${symbol} ${name}`) : style[status](symbol)
  return {
    painted: status === undefined ? painted : `${painted} ${name}`,
    // Symbols are one cell wide each. string-width knows, too, but takes 100 ms to find out the first time.
    width: 2 + name.length,
  }
}

/** Marks side by side, as many as fit in a row. */
function inRows(marks: readonly Mark[], room: number): string[] {
  const rows: string[] = []
  let row: string[] = []
  let used = 0
  for (const { painted, width } of marks) {
    if (row.length > 0 && used + GAP.length + width > room) {
      rows.push(row.join(GAP))
      row = []
      used = 0
    }
    used += (row.length > 0 ? GAP.length : 0) + width
    row.push(painted)
  }
  return [...rows, row.join(GAP)]
}
