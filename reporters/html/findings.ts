import type { Element, ElementContent } from 'hast'
import { h } from 'hastscript'
import type { Finding } from '../../checks/verdict.js'
import type { ReportCheck } from '../../grading/report.js'
import { type BlockedChecks, waitText } from '../blocked-checks.js'
import { findingsOf, hintsOf } from '../findings.js'
import { safeText } from '../safe-text.js'
import { count } from '../terminal/layout.js'
import { fact } from './parts.js'
import { valueLines } from './value-lines.js'

/** More faults of one check than anybody reads. */
const MOST_FINDINGS = 20

/** Where a place in main.yml stands on the page; `null` where it does not. */
export type PlaceOnPage = (location: NonNullable<Finding['location']>) => string | null

/** What a failed or ungraded check says, what to do about it, and what waits for it. */
export function findingCard(
  check: ReportCheck,
  blocked: BlockedChecks,
  placeOf: PlaceOnPage,
): Element {
  const findings = findingsOf(check)
  const left = findings.length - MOST_FINDINGS
  const waiters = blocked.by(check.id)
  return h('article', { class: `card finding is-${check.status}`, id: check.id }, [
    h('div', { class: 'head' }, [
      h('h3', [safeText(check.title), ' ', h('code', { class: 'id' }, check.id)]),
      h('span', { class: `number ${check.status}` }, points(check)),
    ]),
    h('ul', [
      ...findings.slice(0, MOST_FINDINGS).map((finding) => findingItem(finding, placeOf)),
      ...(left > 0 ? [h('li', `And ${left} more.`)] : []),
    ]),
    ...hintsOf(check).map((hint) => h('p', { class: 'next' }, [h('b', 'Next'), safeText(hint)])),
    ...(waiters.length === 0 ? [] : [waitersLine(waiters)]),
  ])
}

function points({ status, maxScore }: ReportCheck): string {
  return status === 'error'
    ? `? of ${count(maxScore, 'point')}`
    : `0 of ${count(maxScore, 'point')}`
}

function findingItem({ message, expected, actual, location }: Finding, placeOf: PlaceOnPage) {
  const values = [
    ...(expected === null ? [] : [fact('Expected', ...valueLines(expected, actual))]),
    ...(actual === null ? [] : [fact('Found', ...valueLines(actual, expected))]),
    ...(location === null ? [] : [fact('At', placeLink(location, placeOf))]),
  ]
  return h('li', [
    h('p', safeText(message)),
    ...(values.length === 0 ? [] : [h('dl', { class: 'values' }, values)]),
  ])
}

function placeLink(
  location: NonNullable<Finding['location']>,
  placeOf: PlaceOnPage,
): ElementContent {
  const text = `${safeText(location.file)}:${location.line}:${location.column}`
  const place = placeOf(location)
  return place === null ? h('code', text) : h('a', { href: `#${place}` }, h('code', text))
}

function waitersLine(waiters: readonly ReportCheck[]): Element {
  return h('p', { class: 'waiting' }, [
    `${waitText(waiters)}: `,
    ...waiters.flatMap(({ id }, index) => [index === 0 ? '' : ', ', h('code', id)]),
  ])
}
