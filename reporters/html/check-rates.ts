import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { Status } from '../../checks/verdict.js'
import type { GradedClass } from '../../grading/batch/class-row.js'
import { bar, STATUS_WORDS } from './parts.js'

const STATUSES: readonly Status[] = ['passed', 'error', 'blocked', 'failed']

/** How many students pass each check, in rubric order; a check's name filters the table of students. */
export function checkRates({ rows, checks }: GradedClass): Element {
  const students = Math.max(1, rows.length)
  const column = (title: string, name?: string) => h('th', { scope: 'col', class: name }, title)
  return h('div', { class: 'card rates scroll' }, [
    h('table', [
      h(
        'thead',
        h('tr', [
          column('Check'),
          column('Passed', 'right'),
          h('td', { class: 'barcell', ariaHidden: 'true' }),
          column('Failed', 'right'),
          column('Waiting', 'right'),
          column('Not graded', 'right'),
        ]),
      ),
      h(
        'tbody',
        checks.map((id) => {
          const amount = (status: Status) =>
            rows.filter(({ statuses }) => statuses[id] === status).length
          const parts = STATUSES.map((status) => ({ amount: amount(status), class: status }))
          return h('tr', [
            h('th', { scope: 'row' }, [
              h(
                'button',
                {
                  type: 'button',
                  class: 'plain',
                  dataCheck: id,
                  title: `${DESCRIPTIONS[id].title}: show who did not pass`,
                },
                h('code', id),
              ),
            ]),
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
