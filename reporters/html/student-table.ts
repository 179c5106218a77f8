import type { Element, ElementContent } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { GradedClass } from '../../grading/batch/class-row.js'
import type { ClassData } from './class-lines.js'
import { STATUS_WORDS } from './parts.js'

/** Columns of the table of students; `sort`: what the script sorts by. */
const COLUMNS = [
  { title: 'Student', sort: 'student' },
  { title: 'Score', sort: 'score' },
  { title: 'Checks', sort: 'passed' },
  { title: 'Late', sort: 'late' },
  { title: 'Submitted', sort: 'submitted' },
  { title: 'Partner', sort: 'partner' },
] as const

/** Everybody, with what chooses among them; the page's script makes the rows. */
export function studentTable({ checks }: GradedClass, { lines }: ClassData): ElementContent[] {
  const sections = [...new Set(lines.map(({ section }) => section))].filter(Boolean)
  const option = (value: string, text: string) => h('option', { value }, text)
  return [
    h('noscript', h('p', 'The table needs JavaScript; grades.csv beside this page has the same.')),
    h('div', { class: 'controls screen', role: 'search' }, [
      h('label', { class: 'grow' }, [
        h('span', 'Search'),
        h('input', {
          type: 'search',
          id: 'search',
          placeholder: 'Any cell of the roster, or a partner',
          autoComplete: 'off',
          spellCheck: 'false',
        }),
      ]),
      h('label', [
        h('span', 'Show'),
        h('select', { id: 'show' }, [
          option('all', 'Everybody'),
          option('full', 'Every point'),
          option('missing', 'Points missing'),
          option('incomplete', 'Incomplete'),
          option('late', 'Late'),
        ]),
      ]),
      h('label', [
        h('span', 'Who did not pass'),
        h('select', { id: 'check' }, [
          option('', 'Any check'),
          ...checks.map((id) => option(id, `${id}: ${DESCRIPTIONS[id].title}`)),
        ]),
      ]),
      h('label', { hidden: sections.length === 0 }, [
        h('span', 'Section'),
        h('select', { id: 'section' }, [
          option('', 'Any section'),
          ...sections
            .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
            .map((name) => option(name, name)),
        ]),
      ]),
    ]),
    legend(),
    h('p', { class: 'soft paper', id: 'unprinted', hidden: true }),
    h('p', { class: 'soft status' }, [
      h('span', { role: 'status', id: 'count' }),
      h(
        'button',
        { type: 'button', id: 'clear', class: 'plain screen', hidden: true },
        'Show everybody',
      ),
    ]),
    h('div', { class: 'card scroll' }, [
      h('table', { class: 'students', id: 'table' }, [
        h('caption', { class: 'hidden' }, 'Students; the buttons in the header sort'),
        h(
          'thead',
          h(
            'tr',
            COLUMNS.map(({ title, sort }) =>
              h('th', { scope: 'col', class: `of-${sort}` }, [
                h('button', { type: 'button', class: 'sort screen', dataSort: sort }, title),
                // Browsers print a button in the header of a table on the first page alone.
                h('span', { class: 'paper', ariaHidden: 'true' }, title),
              ]),
            ),
          ),
        ),
        h('tbody', { id: 'lines' }),
      ]),
    ]),
    h('p', { class: 'screen more' }, [
      h('button', { type: 'button', id: 'more', class: 'button', hidden: true }, 'Show more'),
    ]),
  ]
}

/** What the marks of the column Checks mean. */
function legend(): Element {
  const mark = (letter: string, { word }: { readonly word: string }) =>
    h('span', [h('i', { class: letter }), ` ${word}`])
  return h('p', { class: 'strip legend soft screen' }, [
    'Each mark is a check, in rubric order:',
    mark('p', STATUS_WORDS.passed),
    mark('f', STATUS_WORDS.failed),
    mark('b', STATUS_WORDS.blocked),
    mark('e', STATUS_WORDS.error),
  ])
}
