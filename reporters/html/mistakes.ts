import type { Element } from 'hast'
import { h } from 'hastscript'
import { DESCRIPTIONS } from '../../checks/descriptions.js'
import type { GradedClass } from '../../grading/batch/class-row.js'
import { type CommonMistake, commonMistakes } from '../common-mistakes.js'
import { safeText } from '../safe-text.js'
import { count } from '../terminal/layout.js'
import { studentLinks } from './class-data.js'
import { checkButton, section } from './parts.js'

/** So many mistakes are open to see; the others are folded. */
const MOST_OPEN = 8

/** Of the folded ones, so many are on the page; the reports have all. */
const MOST_SHOWN = 100

/** What many got wrong, the commonest first: what to teach again. Nothing where nobody failed a check. */
export function mistakesSection(graded: GradedClass): Element | null {
  const mistakes = commonMistakes(graded.rows)
  if (mistakes.length === 0) return null
  const [open, folded] = [mistakes.slice(0, MOST_OPEN), mistakes.slice(MOST_OPEN, MOST_SHOWN)]
  const left = mistakes.length - open.length - folded.length
  const list = (some: readonly CommonMistake[]) =>
    h(
      'ol',
      { class: 'mistakes' },
      some.map((mistake) => item(mistake, graded)),
    )
  const others = left === 0 ? null : h('p', { class: 'soft' }, `And ${left} others, in reports.`)
  return section(
    'mistakes',
    'Common mistakes',
    list(open),
    folded.length === 0
      ? null
      : h('details', [h('summary', `${folded.length} more`), list(folded), others]),
  )
}

function item({ check, text, rows, points }: CommonMistake, graded: GradedClass): Element {
  const { title } = DESCRIPTIONS[check]
  // A course that keeps findings back sees which check it is, and no more.
  const isKept = text === ''
  return h('li', { class: 'card' }, [
    h('p', { class: 'many number' }, [
      h('b', String(rows.length)),
      ` of ${count(graded.rows.length, 'student')}`,
      h('span', { class: 'soft' }, `${count(points, 'point')} lost`),
    ]),
    h('div', [
      h('p', isKept ? title : safeText(text)),
      h('p', { class: 'soft small' }, [checkButton(check), isKept ? null : ` ${title}`]),
      h('p', { class: 'names' }, studentLinks(rows)),
    ]),
  ])
}
