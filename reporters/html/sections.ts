import { group, median, sum } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { sectionOf } from './class-data.js'
import { bar, barCell, numberCell, numberTable } from './parts.js'

const HEAD = ['Section', 'Students', 'Incomplete', 'Every point', 'Late', 'Median', null]

/**
 * How each section of the class did, by the roster's column of that name; a section's name filters the table of
 * students. `null`: the roster tells none.
 */
export function sectionTable({ rows, otherColumns }: GradedClass): Element | null {
  const sections = group(rows, (row) => sectionOf(row, otherColumns))
  if (sections.size === 1 && sections.has('')) return null
  return numberTable(
    HEAD,
    [...sections]
      .toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
      .map(([name, members]) => line(name, members)),
  )
}

function line(name: string, members: readonly ClassRow[]): Element {
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
