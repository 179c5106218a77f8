import { sum } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { bar, barCell, checkButton, numberCell, numberTable, STATUS_WORDS } from './parts.js'

const HEAD = ['Check', 'Points lost', 'Passed', null, 'Failed', 'Blocked', 'Not graded']

const STATUSES: readonly Status[] = ['passed', 'error', 'blocked', 'failed']

/**
 * How many students pass each check, and the points that it cost the class, in rubric order; a check's name filters
 * the table of students.
 */
export function checkRates({ rows, checks }: GradedClass): Element {
  return numberTable(
    HEAD,
    checks.map((id) => line(id, rows)),
  )
}

function line(id: CheckId, rows: readonly ClassRow[]): Element {
  const students = Math.max(1, rows.length)
  const amount = (status: Status) => rows.filter(({ statuses }) => statuses[id] === status).length
  const parts = STATUSES.map((status) => ({ amount: amount(status), class: status }))
  const lost = sum(rows, (row) => row.lost[id])
  return h('tr', [
    h('th', { scope: 'row' }, [checkButton(id), ' ', DESCRIPTIONS[id].title]),
    numberCell(lost, lost === 0 ? 'soft' : ''),
    numberCell(`${Math.floor((100 * amount('passed')) / students)} %`),
    barCell(bar(parts, students, 8)),
    (['failed', 'blocked', 'error'] as const).map((status) =>
      numberCell(amount(status), amount(status) === 0 ? 'soft' : status, STATUS_WORDS[status].word),
    ),
  ])
}
