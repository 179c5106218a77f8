import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Report, ReportCheck } from '../../grading/report.js'
import type { WorkflowText } from '../../runner/index.js'
import { findingsOf } from '../findings.js'
import { safeText } from '../safe-text.js'

/** An honest main.yml has a hundred lines; more than these nobody reads on a page. */
const MOST_LINES = 2000

interface Note {
  readonly check: ReportCheck
  readonly message: string
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** Around a line with a note so many lines are open to see. */
const CONTEXT = 4

/** Where a line of main.yml stands on the page. */
export function anchorOf(line: number): string {
  return `L${line}`
}

/** Whether the page shows that line. */
export function showsLine({ text }: WorkflowText, line: number): boolean {
  return line <= Math.min(MOST_LINES, linesOf(text).length)
}

/** main.yml with its line numbers, and what was found on a line below it; lines far from any note are folded. */
export function workflowListing(workflow: WorkflowText, { checks }: Report): Element {
  const lines = linesOf(workflow.text)
  const notes = notesOn(workflow.path, checks)
  const left = lines.length - MOST_LINES
  return h('div', { class: 'card file', tabIndex: 0, role: 'region', ariaLabel: 'main.yml' }, [
    runsOf(Math.min(lines.length, MOST_LINES), [...notes.keys()]).map(({ from, to, open }) => {
      const items = lines
        .slice(from - 1, to)
        .map((line, index) => lineItem(line, from + index, notes.get(from + index) ?? []))
      if (open) return h('ol', items)
      return h('details', [h('summary', `Lines ${from} to ${to}`), h('ol', items)])
    }),
    left > 0 ? h('p', { class: 'soft' }, `And ${left} more lines.`) : null,
  ])
}

interface Run {
  /** The first and the last line. */
  readonly from: number
  readonly to: number
  readonly open: boolean
}

/** Lines 1 to `total` in runs: open around those with notes, folded between. */
function runsOf(total: number, noted: readonly number[]): Run[] {
  const isOpen = (line: number) => noted.some((each) => Math.abs(each - line) <= CONTEXT)
  const runs: Run[] = []
  for (let line = 1; line <= total; line += 1) {
    const last = runs.at(-1)
    const open = isOpen(line)
    if (last?.open === open) runs.splice(-1, 1, { ...last, to: line })
    else runs.push({ from: line, to: line, open })
  }
  return runs
}

function notesOn(path: string, checks: readonly ReportCheck[]): Map<number, Note[]> {
  const notes = new Map<number, Note[]>()
  for (const check of checks) {
    if (check.status !== 'failed' && check.status !== 'error') continue
    for (const { message, location } of findingsOf(check)) {
      if (location === null || location.file !== path) continue
      const others = notes.get(location.line) ?? []
      notes.set(location.line, [...others, { check, message, column: location.column }])
    }
  }
  return notes
}

function lineItem(line: string, number: number, notes: readonly Note[]): Element {
  const [first] = notes
  const status = first === undefined ? '' : ` at is-${first.check.status}`
  return h('li', { id: anchorOf(number), class: status.trim() || undefined }, [
    h('span', { class: 'no' }, String(number)),
    h('code', { class: 'src' }, first === undefined ? shown(line) : marked(line, first.column)),
    notes.map(({ check, message }) =>
      h('p', { class: 'note' }, [
        safeText(message),
        ' ',
        h('a', { href: `#${check.id}` }, h('code', check.id)),
      ]),
    ),
  ])
}

/** The line with what stands from the column on underlined. */
function marked(line: string, column: number) {
  const [before, after] = [line.slice(0, column - 1), line.slice(column - 1)]
  return after.trim() === '' ? [shown(line)] : [shown(before), h('mark', shown(after))]
}

/** A line as it is, but for what nobody could see or a browser would act on. */
function shown(line: string): string {
  return (
    line
      .split('\t')
      .map((part) => safeText(part))
      .join('\t') || ' '
  )
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
