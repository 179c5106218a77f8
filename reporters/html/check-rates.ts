import { sum } from 'd3-array'
import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { Status } from '../../checks/verdict.js'
import type { GradedClass } from '../../grading/batch/class-row.js'
import { bar, checkButton, STATUS_WORDS } from './parts.js'

const STATUSES: readonly Status[] = ['passed', 'error', 'blocked', 'failed']

/**
 * How many students pass each check, and the points that it cost the class, in rubric order; a check's name filters
 * the table of students.
 */
export function checkRates({ rows, checks }: GradedClass): Element {
  const students = Math.max(1, rows.length)
  const column = (title: string, name?: string) => h('th', { scope: 'col', class: name }, title)
  return h('div', { class: 'card rates scroll' }, [
    h('table', [
      h(
        'thead',
        h('tr', [
          column('Check'),
          column('Points lost', 'right'),
          column('Passed', 'right'),
          h('td', { class: 'barcell', ariaHidden: 'true' }),
          column('Failed', 'right'),
          column('Blocked', 'right'),
          column('Not graded', 'right'),
        ]),
      ),
      h(
        'tbody',
        checks.map((id) => {
          const amount = (status: Status) =>
            rows.filter(({ statuses }) => statuses[id] === status).length
          const parts = STATUSES.map((status) => ({ amount: amount(status), class: status }))
          const lost = sum(rows, (row) => row.lost[id])
          return h('tr', [
            h('th', { scope: 'row' }, [checkButton(id), ' ', DESCRIPTIONS[id].title]),
            h('td', { class: `right number ${lost === 0 ? 'soft' : ''}` }, String(lost)),
            h(
              'td',
              { class: 'right number' },
              `${Math.floor((100 * amount('passed')) / students)} %`,
            ),
            h('td', { class: 'barcell', ariaHidden: 'true' }, bar(parts, students, 8)),
            ...(['failed', 'blocked', 'error'] as const).map((status) =>
              h(
                'td',
                {
                  class: `right number ${amount(status) === 0 ? 'soft' : status}`,
                  title: STATUS_WORDS[status].word,
                },
                String(amount(status)),
              ),
            ),
          ])
        }),
      ),
    ]),
  ])
}
