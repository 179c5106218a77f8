import { diffWordsWithSpace } from 'diff'
import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Finding, Location } from '../../checks/verdict.js'
import type { ReportCheck } from '../../grading/report.js'
import { type BlockedChecks, waitText } from '../blocked-checks.js'
import { findingsShown, hintsOf, linesOfValue } from '../findings.js'
import { safeText } from '../safe-text.js'
import { count } from '../terminal/layout.js'
import { fact } from './parts.js'

/** Where a place in main.yml stands on the page; `null` where it does not. */
export type PlaceOnPage = (location: Location) => string | null

/** What a failed or ungraded check says, what to do about it, and what waits for it. */
export function findingCard(
  check: ReportCheck,
  blocked: BlockedChecks,
  placeOf: PlaceOnPage,
): Element {
  const { findings, others } = findingsShown(check)
  const waiters = blocked.by(check.id)
  return h('article', { class: `card finding is-${check.status}`, id: check.id }, [
    h('div', { class: 'head' }, [
      h('h3', [safeText(check.title), ' ', h('code', { class: 'id' }, check.id)]),
      h('span', { class: `number ${check.status}` }, points(check)),
    ]),
    h('ul', [
      findings.map((finding) => findingItem(finding, placeOf)),
      others === null ? null : h('li', others),
    ]),
    hintsOf(check).map((hint) => h('p', { class: 'next' }, [h('b', 'Next'), safeText(hint)])),
    waiters.length === 0 ? null : waitersLine(waiters),
  ])
}

function points({ status, maxScore }: ReportCheck): string {
  return `${status === 'error' ? '?' : 0} of ${count(maxScore, 'point')}`
}

function findingItem({ message, expected, actual, location }: Finding, placeOf: PlaceOnPage) {
  const values = [
    expected === null ? null : fact('Expected', ...valueLines(expected, actual)),
    actual === null ? null : fact('Found', ...valueLines(actual, expected)),
    location === null ? null : fact('At', placeLink(location, placeOf)),
  ]
  const hasValues = values.some((value) => value !== null)
  return h('li', h('p', safeText(message)), hasValues ? h('dl', { class: 'values' }, values) : null)
}

function placeLink(location: Location, placeOf: PlaceOnPage): Element {
  const text = `${safeText(location.file)}:${location.line}:${location.column}`
  const place = placeOf(location)
  return place === null ? h('code', text) : h('a', { href: `#${place}` }, h('code', text))
}

function waitersLine(waiters: readonly ReportCheck[]): Element {
  return h('p', { class: 'waiting' }, [
    `${waitText(waiters)}: `,
    waiters.flatMap(({ id }, index) => [index === 0 ? '' : ', ', h('code', id)]),
  ])
}

/** What two values have to share for their difference to be worth marking. */
const SHARED_WORD = /\w{2}/

/**
 * A value, a line each, with what the other one does not have marked; a value of several lines (a block of tags)
 * keeps them. Nothing is marked where the two have no word in common. `other`: `null` where there is none.
 */
function valueLines(value: string, other: string | null): Element[] {
  const own = shown(value)
  const pieces = other === null ? [] : diffWordsWithSpace(shown(other), own)
  const kept = pieces.filter(({ removed }) => !removed)
  if (!kept.some(({ added, value: text }) => !added && SHARED_WORD.test(text))) {
    return own.split('\n').map((line) => h('code', line))
  }
  const lines: (Element | string)[][] = [[]]
  for (const { added, value: text } of kept) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push(added ? h('mark', part) : part)
    }
  }
  return lines.map((line) => h('code', line))
}

function shown(value: string): string {
  const lines = linesOfValue(value)
  return lines.length === 0 ? '(empty)' : lines.map((line) => safeText(line)).join('\n')
}
