import { median } from 'd3-array'
import type { Element } from 'hast'
import { type Child, h } from 'hastscript'
import { ASSIGNMENT, COURSE } from '../../evidence/assignment.js'
import type { ClassRow, GradedClass } from '../../grading/batch/class-row.js'
import { safeText } from '../safe-text.js'
import { minute } from '../terminal/lateness.js'
import { count } from '../terminal/layout.js'
import { scoreChart, submissionChart } from './charts.js'
import { classData, studentLinks } from './class-data.js'
import { CLASS_STYLE } from './class-style.js'
import { mistakesSection } from './mistakes.js'
import { dataElement, printPage } from './page.js'
import { section } from './parts.js'
import { checkRates, sectionTable } from './rates.js'
import { studentTable } from './student-table.js'

/** So many reasons are shown; the reports have all. */
const MOST_REASONS = 12

/**
 * A class as one page that needs nothing but itself and, for the links, the students' pages: who is incomplete
 * and why, what many got wrong, how scores, submissions, checks and sections came out, and everybody in a table that
 * sorts, filters and searches.
 * `script`: the built `client/class-page.ts`.
 */
export function classPage(graded: GradedClass, script: string): string {
  const { rows } = graded
  const scores = rows.filter(({ complete }) => complete).map(({ score }) => score)
  const data = classData(graded)
  const sections = sectionTable(graded)
  return printPage({
    title: `${ASSIGNMENT}: ${count(rows.length, 'student')}`,
    style: CLASS_STYLE,
    script,
    body: [
      h('header', [
        h('p', { class: 'over' }, `${COURSE} · ${ASSIGNMENT}`),
        h('h1', 'The class'),
        tiles(rows, scores, data.maxScore),
      ]),
      h('main', [
        incomplete(graded),
        mistakesSection(graded),
        h('div', { class: 'sides' }, [
          section('scores', 'Scores', scoreChart(scores, data.maxScore)),
          section('submissions', 'Submissions', submissionChart(rows)),
        ]),
        section('rates', 'Checks', checkRates(graded)),
        sections === null ? null : section('sections', 'Sections', sections),
        section('students', 'Students', ...studentTable(graded, data)),
      ]),
      h('footer', ...footer(graded)),
      dataElement('class-data', data),
    ],
  })
}

function footer({ graders, gradedAt }: GradedClass): Child[] {
  const by = graders.length === 0 ? 'grade4' : `grade4 ${graders.join(' and ')}`
  return [
    `Graded by ${by}`,
    gradedAt === null ? null : [', last on ', h('time', minute(gradedAt))],
    '. Each student’s report is in the folder reports, as a page and as JSON.',
  ]
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
function incomplete(graded: GradedClass): Element | null {
  const reasons = new Map<string, ClassRow[]>()
  for (const row of graded.rows.filter(({ complete }) => !complete)) {
    for (const why of row.why.length === 0 ? ['A check came to no verdict.'] : row.why) {
      reasons.set(why, [...(reasons.get(why) ?? []), row])
    }
  }
  if (reasons.size === 0) return null
  const shared = [...reasons].sort(([, one], [, other]) => other.length - one.length)
  const left = shared.length - MOST_REASONS
  const range = ({ range: [lowest, highest] }: ClassRow) => ` (${lowest} to ${highest})`
  const items = shared
    .slice(0, MOST_REASONS)
    .map(([why, members]) =>
      h('li', { class: 'card' }, [
        h('p', [h('b', count(members.length, 'student')), ': ', safeText(why)]),
        h('p', { class: 'names' }, studentLinks(members, range)),
      ]),
    )
  return section(
    'incomplete',
    'Incomplete, through no fault of theirs',
    h('ul', { class: 'reasons' }, items),
    left > 0 ? h('p', { class: 'soft' }, `And ${left} other reasons, in the reports.`) : null,
  )
}
