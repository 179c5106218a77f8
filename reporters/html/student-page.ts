import type { Element } from 'hast'
import { h } from 'hastscript'
import { ASSIGNMENT, COURSE } from '../../evidence/assignment.js'
import type { Report, ReportCheck } from '../../grading/report.js'
import type { WorkflowText } from '../../runner/index.js'
import { blockedIn } from '../blocked-checks.js'
import { DEPLOY_TITLE, deployWord, NO_CHANGE } from '../deploy-words.js'
import { adviceShown, partsOf } from '../findings.js'
import { byGroup } from '../groups.js'
import { planLines, winsText } from '../plan-lines.js'
import type { Reporter } from '../reporter.js'
import { safeCode, safeText } from '../safe-text.js'
import { scoreRange } from '../score-range.js'
import { minute, penaltyText, submissionText } from '../terminal/lateness.js'
import { count } from '../terminal/layout.js'
import { findingCard, type PlaceOnPage } from './findings.js'
import { printPage } from './page.js'
import { bar, fact, section, statusChip } from './parts.js'
import { STUDENT_STYLE } from './student-style.js'
import { anchorOf, showsLine, workflowListing } from './workflow-listing.js'

/** One student's report as a page that needs no network and runs no script. */
export const html: Reporter = {
  name: 'html',
  render: (report, _look, workflow = null) => studentPage(report, workflow),
}

/**
 * One student's report as a page that needs nothing beside itself: the score, what to fix, main.yml with
 * what was found on its lines, every check. It holds no script, and leads to no other student: it may be handed
 * to the one it is about. `workflow`: main.yml as it was graded, `null` when it is not at hand.
 */
export function studentPage(report: Report, workflow: WorkflowText | null): string {
  const placeOf: PlaceOnPage = ({ file, line }) =>
    workflow !== null && file === workflow.path && showsLine(workflow, line) ? anchorOf(line) : null
  const who = report.student ?? report.repository ?? 'Report'
  return printPage({
    title: `${safeText(who)}: ${scoreRange(report)} of ${report.maxScore}`,
    style: STUDENT_STYLE,
    body: [
      header(report, who),
      h('main', [
        planSection(report),
        findings(report, placeOf),
        deploySection(report),
        workflow === null
          ? null
          : section('file', safeText(workflow.path), workflowListing(workflow, report)),
        section('checks', 'All checks', checkTable(report)),
        advice(report),
      ]),
      h('footer', footerText(report)),
    ],
  })
}

function header(report: Report, who: string): Element {
  const { score, range, maxScore, complete, checks } = report
  const passed = checks.filter(({ status }) => status === 'passed').length
  const parts = [
    { amount: score, class: 'earned' },
    { amount: range[1] - score, class: 'open' },
  ]
  return h('header', [
    h('p', { class: 'over' }, `${COURSE} · ${ASSIGNMENT}`),
    h('h1', safeText(who)),
    h('p', { class: 'score number' }, [
      h('strong', scoreRange(report)),
      h('span', { class: 'of' }, `of ${count(maxScore, 'point')}`),
      complete ? null : h('span', { class: 'chip error' }, 'not final'),
    ]),
    h('div', { class: 'scorebar' }, bar(parts, Math.max(1, maxScore), 10)),
    h('p', { class: 'soft' }, [
      `${passed} of ${count(checks.length, 'check')} passed`,
      complete ? null : `; ${range[1] - range[0]} points could not be decided`,
      '.',
    ]),
    h('dl', { class: 'facts' }, facts(report)),
  ])
}

function facts(report: Report): (Element | null)[] {
  const { student, repository, account, region, late } = report
  const submitted = submissionText(report)
  const penalty = penaltyText(report)
  return [
    repository === null || student === null
      ? null
      : fact('Repository', h('code', safeText(repository))),
    fact(
      'AWS account',
      account === null ? 'not known' : h('code', account),
      ` in ${safeText(region)}`,
    ),
    submitted === null
      ? null
      : fact('Submitted', late ? h('span', { class: 'late' }, submitted) : submitted),
    penalty === null ? null : fact('Late penalty', safeText(penalty)),
    fact('Graded', minute(report.finishedAt)),
  ]
}

/** What to do, step by step; edits of main.yml as a diff. */
function planSection(report: Report): Element | null {
  const { plan } = report
  if (plan === null || plan.length === 0) return null
  const steps = plan.map((step) => {
    const wins = winsText(step, report)
    const lines = planLines(step).map(({ sign, line, text }) =>
      h('span', { class: sign === '-' ? 'gone' : sign === '+' ? 'new' : 'plain' }, [
        h('span', { class: 'line' }, line === null ? '' : String(line)),
        `${sign === null ? '' : `${sign} `}${safeCode(text)}\n`,
      ]),
    )
    return h('li', [
      h('p', safeText(step.title)),
      lines.length === 0 ? null : h('pre', { class: 'change' }, lines),
      wins === '' ? null : h('p', { class: 'soft' }, wins),
    ])
  })
  return section('plan', 'What to do', h('ol', { class: 'card plan' }, steps))
}

/** What comes out otherwise once the template is deployed. */
function deploySection({ deploy }: Report): Element | null {
  if (deploy === undefined) return null
  const changes = deploy.map((check) => {
    const word = ` ${safeText(deployWord(check))}`
    return h('li', [statusChip(check.status), ' ', h('code', check.id), word])
  })
  const list =
    changes.length === 0
      ? h('p', { class: 'card' }, NO_CHANGE)
      : h('ul', { class: 'card plan' }, changes)
  return section('deploy', DEPLOY_TITLE, list)
}

function findings({ checks }: Report, placeOf: PlaceOnPage): Element[] {
  const blocked = blockedIn(checks)
  if (checks.every(({ status }) => status === 'passed')) {
    const done = h('p', { class: 'card done' }, 'Every check passed.')
    return [section('findings', 'Nothing to fix', done)]
  }
  return partsOf(checks).map(({ id, title, checks: members }) =>
    section(id, title, ...members.map((check) => findingCard(check, blocked, placeOf))),
  )
}

function checkTable({ checks }: Report): Element {
  const column = (title: string, more?: object) => h('th', { scope: 'col', ...more }, title)
  return h('div', { class: 'card scroll' }, [
    h('table', { class: 'checks' }, [
      h(
        'thead',
        h('tr', [column('Check'), column('Status'), column('Points', { class: 'points' })]),
      ),
      byGroup(checks).map(({ group, checks: members }) =>
        h('tbody', [
          h('tr', h('th', { scope: 'rowgroup', colSpan: 3 }, `${group.part}: ${group.title}`)),
          members.map(checkLine),
        ]),
      ),
    ]),
  ])
}

function checkLine(check: ReportCheck): Element {
  const { id, title, status, message, score, maxScore, blockedBy } = check
  const shown = status === 'error' ? `? / ${maxScore}` : `${score} / ${maxScore}`
  const isListed = status === 'failed' || status === 'error'
  const seen = status === 'blocked' && blockedBy !== null ? `Waits for ${blockedBy}.` : message
  return h('tr', [
    h('td', [
      isListed ? h('a', { href: `#${id}` }, safeText(title)) : safeText(title),
      ' ',
      h('code', { class: 'soft' }, id),
      isListed || seen === '' ? null : h('div', { class: 'seen' }, safeText(seen)),
    ]),
    h('td', statusChip(status)),
    h('td', { class: 'points number' }, shown),
  ])
}

function advice(report: Report): Element | null {
  const advice = adviceShown(report)
  if (advice.length === 0) return null
  const items = advice.map(({ message }) => h('li', safeText(message)))
  return section('advice', 'Advice, at no points', h('ul', { class: 'card advice' }, items))
}

function footerText({ requests, startedAt, finishedAt }: Report): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  const asked = `${count(requests.aws, 'request')} to AWS and ${requests.github} to GitHub`
  return `Made by grade4 from ${asked} in ${seconds.toFixed(1)} s; it only reads.`
}
