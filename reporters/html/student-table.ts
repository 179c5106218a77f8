import type { Element } from 'hast'
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

/** Names are neither completed nor corrected. */
const PLAIN_INPUT = { autoComplete: 'off', spellCheck: 'false' }

/** Who is shown; the script knows what each means. */
const SHOWS = {
  all: 'Everybody',
  full: 'Every point',
  missing: 'Points missing',
  incomplete: 'Incomplete',
  late: 'Late',
}

/** Everybody, with what chooses among them; the page's script makes the rows. */
export function studentTable({ checks }: GradedClass, { lines }: ClassData): Element[] {
  const sections = [...new Set(lines.map(({ section }) => section))]
    .filter(Boolean)
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  const placeholder = 'Any cell of the roster, or a partner'
  return [
    h('noscript', h('p', 'The table needs JavaScript; grades.csv beside this page has the same.')),
    h('div', { class: 'controls screen', role: 'search' }, [
      h('label', { class: 'grow' }, [
        h('span', 'Search'),
        h('input', { type: 'search', id: 'search', placeholder, ...PLAIN_INPUT }),
      ]),
      choice('show', 'Show', Object.entries(SHOWS)),
      choice('check', 'Who did not pass', [
        ['', 'Any check'],
        ...checks.map((id) => [id, `${id}: ${DESCRIPTIONS[id].title}`] as const),
      ]),
      choice(
        'section',
        'Section',
        [['', 'Any section'], ...sections.map((name) => [name, name] as const)],
        sections.length === 0,
      ),
    ]),
    legend(),
    h('p', { class: 'soft paper', id: 'unprinted', hidden: true }),
    h('p', { class: 'soft status' }, [
      h('span', { role: 'status', id: 'count' }),
      button('clear', 'plain screen', 'Show everybody'),
    ]),
    h('div', { class: 'card scroll' }, [
      h('table', { class: 'students', id: 'table' }, [
        h('caption', { class: 'hidden' }, 'Students; the buttons in the header sort'),
        h('thead', h('tr', COLUMNS.map(columnHead))),
        h('tbody', { id: 'lines' }),
      ]),
    ]),
    h('p', { class: 'screen more' }, button('more', 'button', 'Show more')),
  ]
}

function columnHead({ title, sort }: (typeof COLUMNS)[number]): Element {
  return h('th', { scope: 'col', class: `of-${sort}` }, [
    h('button', { type: 'button', class: 'sort screen', dataSort: sort }, title),
    // Browsers print a button in the header of a table on the first page alone.
    h('span', { class: 'paper', ariaHidden: 'true' }, title),
  ])
}

/** A list to choose from, of values and what they are called. */
function choice(
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  hidden?: boolean,
): Element {
  const items = options.map(([value, text]) => h('option', { value }, text))
  return h('label', { hidden }, [h('span', label), h('select', { id }, items)])
}

/** A button that the script shows when it does something. */
function button(id: string, name: string, text: string): Element {
  return h('button', { type: 'button', id, class: name, hidden: true }, text)
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
