import { group, median, sum } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { sectionOf } from './class-data.js'
import { bar, barCell, checkButton, numberCell, numberTable, STATUS_WORDS } from './parts.js'

const CHECK_HEAD = ['Check', 'Points lost', 'Passed', null, 'Failed', 'Blocked', 'Not graded']

const STATUSES: readonly Status[] = ['passed', 'error', 'blocked', 'failed']

/**
 * How many students pass each check, and the points that it cost the class, in rubric order; a check's name filters
 * the table of students.
 */
export function checkRates({ rows, checks }: GradedClass): Element {
  return numberTable(
    CHECK_HEAD,
    checks.map((id) => checkLine(id, rows)),
  )
}

function checkLine(id: CheckId, rows: readonly ClassRow[]): Element {
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

const SECTION_HEAD = ['Section', 'Students', 'Incomplete', 'Every point', 'Late', 'Median', null]

/**
 * How each section of the class did, by the roster's column of that name; a section's name filters the table of
 * students. `null`: the roster tells none.
 */
export function sectionTable({ rows }: GradedClass): Element | null {
  const sections = group(rows, sectionOf)
  if (sections.size === 1 && sections.has('')) return null
  return numberTable(
    SECTION_HEAD,
    [...sections]
      .toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      .map(([name, members]) => sectionLine(name, members)),
  )
}

function sectionLine(name: string, members: readonly ClassRow[]): Element {
  const graded = members.filter(({ complete }) => complete)
  const middle = median(graded, ({ score }) => score)
  const maxScore = Math.max(1, ...members.map((row) => row.maxScore))
  return h('tr', [
    h('th', { scope: 'row' }, [
      name === ''
        ? h('span', { class: 'soft' }, 'none')
        : h('button', { type: 'button', class: 'plain', dataSection: name }, safeText(name)),
    ]),
    numberCell(members.length),
    numberCell(members.length - graded.length),
    numberCell(sum(graded, (row) => (row.score === row.maxScore ? 1 : 0))),
    numberCell(sum(members, ({ lateBySeconds }) => ((lateBySeconds ?? 0) > 0 ? 1 : 0))),
    numberCell(middle ?? '–'),
    barCell(bar([{ amount: middle ?? 0, class: 'passed' }], maxScore, 8)),
  ])
}
