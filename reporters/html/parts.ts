import type { Element } from 'hast'
import { type Child, h, s } from 'hastscript'
import type { CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'

/** What a status is called on a page, with a sign for those who don't see its colour. */
export const STATUS_WORDS: Readonly<Record<Status, { sign: string; word: string }>> = {
  passed: { sign: '✓', word: 'passed' },
  failed: { sign: '✗', word: 'failed' },
  blocked: { sign: '…', word: 'blocked' },
  error: { sign: '?', word: 'not graded' },
}

/** A status as a coloured label. */
export function statusChip(status: Status): Element {
  const { sign, word } = STATUS_WORDS[status]
  return h('span', { class: `chip ${status}` }, h('span', { ariaHidden: 'true' }, `${sign} `), word)
}

/** A bar of so many parts, drawn beside the words that say the same. `total`: more than 0. */
export function bar(
  parts: readonly { readonly amount: number; readonly class: string }[],
  total: number,
  height: number,
): Element {
  let from = 0
  const rects = parts.map((part) => {
    const width = (100 * part.amount) / total
    const rect = s('rect', { class: part.class, x: from, y: 0, width, height })
    from += width
    return rect
  })
  const size = { viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', width: '100%', height }
  return s('svg', { class: 'bar', ...size, ariaHidden: 'true', focusable: 'false' }, rects)
}

/** A check's name as a button that shows, in the table of students, who did not pass it. */
export function checkButton(id: CheckId): Element {
  const look = { class: 'plain', title: 'Show who did not pass' }
  return h('button', { type: 'button', dataCheck: id, ...look }, h('code', id))
}

/** Term and description, for a list of facts. */
export function fact(term: string, ...description: Child[]): Element {
  return h('div', h('dt', term), h('dd', ...description))
}

/** A section with its heading, known by it to those who navigate by landmarks. */
export function section(id: string, title: string, ...children: Child[]): Element {
  return h('section', { ariaLabelledBy: id }, h('h2', { id }, title), ...children)
}

/** A table of numbers by name; `null` in the head and a bar in a row are drawn beside the words that say the same. */
export function numberTable(head: readonly (string | null)[], rows: readonly Element[]): Element {
  const [first, ...columns] = head
  return h('div', { class: 'card rates scroll' }, [
    h('table', [
      h(
        'thead',
        h('tr', [
          h('th', { scope: 'col' }, first),
          columns.map((title) =>
            title === null ? barCell() : h('th', { scope: 'col', class: 'right' }, title),
          ),
        ]),
      ),
      h('tbody', [...rows]),
    ]),
  ])
}

/** The cell of a table that holds a bar. */
export function barCell(...children: Element[]): Element {
  return h('td', { class: 'barcell', ariaHidden: 'true' }, children)
}

/** The cell of a table that holds a number. `name`: class of its colour. */
export function numberCell(value: number | string, name = '', title?: string): Element {
  return h('td', { class: `right number ${name}`, title }, String(value))
}
