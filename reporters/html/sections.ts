import { median, sum } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { sectionOf } from './class-data.js'
import { bar } from './parts.js'

/**
 * How each section of the class did, by the roster's column of that name; a section's name filters the table of
 * students. `null`: the roster tells none.
 */
export function sectionTable({ rows, otherColumns }: GradedClass): Element | null {
  const sections = new Map<string, ClassRow[]>()
  for (const row of rows) {
    const name = sectionOf(row, otherColumns)
    sections.set(name, [...(sections.get(name) ?? []), row])
  }
  if (sections.size === 1 && sections.has('')) return null
  const column = (title: string) => h('th', { scope: 'col', class: 'right' }, title)
  return h('div', { class: 'card rates scroll' }, [
    h('table', [
      h(
        'thead',
        h('tr', [
          h('th', { scope: 'col' }, 'Section'),
          column('Students'),
          column('Incomplete'),
          column('Every point'),
          column('Late'),
          column('Median'),
          h('td', { class: 'barcell', ariaHidden: 'true' }),
        ]),
      ),
      h(
        'tbody',
        [...sections]
          .toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
          .map(([name, members]) => line(name, members)),
      ),
    ]),
  ])
}

function line(name: string, members: readonly ClassRow[]): Element {
  const graded = members.filter(({ complete }) => complete)
  const middle = median(graded, ({ score }) => score)
  const maxScore = Math.max(1, ...members.map((row) => row.maxScore))
  const number = (value: number | string) => h('td', { class: 'right number' }, String(value))
  return h('tr', [
    h('th', { scope: 'row' }, [
      name === ''
        ? h('span', { class: 'soft' }, 'none')
        : h('button', { type: 'button', class: 'plain', dataSection: name }, safeText(name)),
    ]),
    number(members.length),
    number(members.length - graded.length),
    number(sum(graded, (row) => (row.score === row.maxScore ? 1 : 0))),
    number(sum(members, ({ lateBySeconds }) => ((lateBySeconds ?? 0) > 0 ? 1 : 0))),
    number(middle ?? '–'),
    h('td', { class: 'barcell', ariaHidden: 'true' }, [
      bar([{ amount: middle ?? 0, class: 'passed' }], maxScore, 8),
    ]),
  ])
}
