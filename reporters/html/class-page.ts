import { median } from 'd3-array'
import type { Element, ElementContent } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { count } from '../terminal/layout.js'
import { checkRates } from './check-rates.js'
import { classData, pageOf } from './class-data.js'
import { CLASS_STYLE } from './class-style.js'
import { dataElement, printPage } from './page.js'
import { section } from './parts.js'
import { scoreChart } from './score-chart.js'
import { THEME } from './theme.js'

/** Of the students with one reason, so many are named; the table has them all. */
const MOST_NAMED = 12

/** Columns of the table of students; `sort`: what the script sorts by. */
const COLUMNS = [
  { title: 'Student', sort: 'student' },
  { title: 'Score', sort: 'score' },
  { title: 'Checks', sort: 'passed' },
  { title: 'Late', sort: 'late' },
  { title: 'Submitted', sort: 'submitted' },
  { title: 'Partner', sort: 'partner' },
] as const

/**
 * A class as one page that needs nothing but itself and, for the links, the students' pages: who is incomplete
 * and why, how scores and checks came out, and everybody in a table that sorts, filters and searches.
 * `script`: the built `client/class-page.ts`.
 */
export function classPage(graded: GradedClass, script: string): string {
  const { rows } = graded
  const scores = rows.filter(({ complete }) => complete).map(({ score }) => score)
  const data = classData(graded)
  return printPage({
    title: `Assignment 4: ${count(rows.length, 'student')}`,
    style: THEME + CLASS_STYLE,
    script,
    body: [
      h('header', [
        h('p', { class: 'over' }, 'CS 40 · Assignment 4'),
        h('h1', 'The class'),
        tiles(rows, scores, data.maxScore),
      ]),
      h('main', [
        ...incomplete(rows),
        h('div', { class: 'sides' }, [
          section('scores', 'Scores', scoreChart(scores, data.maxScore)),
          section('rates', 'Checks', checkRates(graded)),
        ]),
        section('students', 'Students', ...table(graded)),
      ]),
      h(
        'footer',
        'Made by grade4. Each student’s report is in the folder reports, as a page and as JSON.',
      ),
      dataElement('class-data', data),
    ],
  })
}

function tiles(rows: readonly ClassRow[], scores: readonly number[], maxScore: number): Element {
  const missing = rows.filter(({ complete }) => !complete).length
  const late = rows.filter(({ lateBySeconds }) => (lateBySeconds ?? 0) > 0).length
  const full = scores.filter((score) => score === maxScore).length
  const tile = (title: string, value: string, name?: string) =>
    h('div', { class: 'card tile' }, [
      h('dt', title),
      h('dd', { class: `number ${name ?? ''}` }, value),
    ])
  return h('dl', { class: 'tiles' }, [
    tile('Students', String(rows.length)),
    tile('Graded', String(scores.length)),
    tile('Incomplete', String(missing), missing > 0 ? 'error' : ''),
    tile('Every point', String(full)),
    tile('Median', scores.length === 0 ? '–' : `${median(scores)} of ${maxScore}`),
    tile('Late', String(late)),
  ])
}

/** Who is incomplete, by reason, the one that most share first; what is nobody’s fault is said so. */
function incomplete(rows: readonly ClassRow[]): ElementContent[] {
  const reasons = new Map<string, ClassRow[]>()
  for (const row of rows.filter(({ complete }) => !complete)) {
    for (const why of row.why.length === 0 ? ['A check came to no verdict.'] : row.why) {
      reasons.set(why, [...(reasons.get(why) ?? []), row])
    }
  }
  if (reasons.size === 0) return []
  const shared = [...reasons].sort(([, one], [, other]) => other.length - one.length)
  return [
    section(
      'incomplete',
      'Incomplete, through no fault of theirs',
      h(
        'ul',
        { class: 'reasons' },
        shared
          .slice(0, MOST_NAMED)
          .map(([why, members]) =>
            h('li', { class: 'card' }, [
              h('p', [h('b', count(members.length, 'student')), ': ', safeText(why)]),
              h('p', { class: 'names' }, names(members)),
            ]),
          ),
      ),
      ...(shared.length > MOST_NAMED
        ? [
            h(
              'p',
              { class: 'soft' },
              `And ${shared.length - MOST_NAMED} other reasons, in the reports.`,
            ),
          ]
        : []),
    ),
  ]
}

function names(members: readonly ClassRow[]): (ElementContent | string)[] {
  const left = members.length - MOST_NAMED
  return [
    ...members
      .slice(0, MOST_NAMED)
      .flatMap(({ student, range }, index) => [
        index === 0 ? '' : ', ',
        h('a', { href: pageOf(student) }, student),
        ` (${range[0]} to ${range[1]})`,
      ]),
    ...(left > 0 ? [` and ${left} more`] : []),
  ]
}

function table({ checks }: GradedClass): ElementContent[] {
  const option = (value: string, text: string) => h('option', { value }, text)
  return [
    h('noscript', h('p', 'The table needs JavaScript; grades.csv beside this page has the same.')),
    h('div', { class: 'controls screen', role: 'search' }, [
      h('label', { class: 'grow' }, [
        h('span', 'Search'),
        h('input', {
          type: 'search',
          id: 'search',
          placeholder: 'Student, name, repository or partner',
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
    ]),
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
                h('button', { type: 'button', class: 'sort', dataSort: sort }, title),
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
