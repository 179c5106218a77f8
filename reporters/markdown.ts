import type { BlockContent, ListItem, Paragraph, PhrasingContent, RootContent } from 'mdast'
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { Finding } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'
import { adviceShown } from './advice-shown.js'
import { type BlockedChecks, blockedIn, waitText } from './blocked-checks.js'
import { DEPLOY_TITLE, deployWord, NO_CHANGE } from './deploy-words.js'
import { findingsOf, hintsOf } from './findings.js'
import { codeBlock, inlineCode, prose } from './markdown-text.js'
import { planLines, winsText } from './plan-lines.js'
import type { Reporter } from './reporter.js'
import { penaltyText, submissionText } from './terminal/lateness.js'
import { count } from './terminal/layout.js'

/** More faults of one check than anybody reads. */
const MOST_FINDINGS = 20

const SYMBOLS = { passed: '✅', failed: '❌', blocked: '⏳', error: '❔' } as const

/**
 * GitHub's Markdown: the score, what to fix, what could not be graded, all checks in a table.
 * Nothing in text from outside becomes markup, a link or a mention.
 */
export const markdown: Reporter = {
  name: 'markdown',
  render: (report) =>
    printed([
      ...heading(report),
      ...deployOf(report),
      ...planOf(report),
      ...details(report),
      ...table(report),
      ...adviceOf(report),
    ]),
}

/** The score and the table alone, for where there is little room. */
export function shortMarkdown(report: Report, note: string): string {
  return printed([...heading(report), paragraph(text(note)), ...table(report)])
}

function printed(children: RootContent[]): string {
  return toMarkdown(
    { type: 'root', children },
    {
      bullet: '-',
      // What these print is also what they know to escape: the tilde, the bar.
      extensions: [gfmStrikethroughToMarkdown(), gfmTableToMarkdown({ tablePipeAlign: false })],
    },
  )
}

function heading(report: Report): RootContent[] {
  const { score, range, maxScore, complete, student, repository, account } = report
  const title = complete
    ? `${score} of ${maxScore} points`
    : `Not final: ${range[0]} to ${range[1]} of ${maxScore} points`
  const facts = [
    ...(student === null ? [] : [[text('Student '), inlineCode(student)]]),
    ...(repository === null ? [] : [[text('Repository '), inlineCode(repository)]]),
    ...(account === null ? [] : [[text('AWS account '), inlineCode(account)]]),
    ...[submissionText(report)].flatMap((line) => (line === null ? [] : [[text(line)]])),
    ...[penaltyText(report)].flatMap((line) => (line === null ? [] : [[text(line)]])),
  ]
  return [
    { type: 'heading', depth: 2, children: [text(title)] },
    ...(facts.length === 0
      ? []
      : [
          paragraph(
            ...facts.flatMap((fact, index) => (index === 0 ? fact : [text(' · '), ...fact])),
          ),
        ]),
  ]
}

/** What comes out otherwise once the template is deployed. */
function deployOf({ deploy }: Report): RootContent[] {
  if (deploy === undefined) return []
  const children = deploy.map(
    (check): ListItem => ({
      type: 'listItem',
      spread: false,
      children: [
        paragraph(
          text(`${SYMBOLS[check.status]} `),
          inlineCode(check.id),
          text(' '),
          ...prose(deployWord(check)),
        ),
      ],
    }),
  )
  return [
    { type: 'heading', depth: 3, children: [text(DEPLOY_TITLE)] },
    children.length === 0
      ? paragraph(text(NO_CHANGE))
      : { type: 'list' as const, spread: false, children },
  ]
}

/** What to do, step by step; edits of main.yml as a diff. */
function planOf(report: Report): RootContent[] {
  const { plan } = report
  if (plan === null || plan.length === 0) return []
  const children = plan.map((step): ListItem => {
    const lines = planLines(step)
    const wins = winsText(step, report)
    const isDiff = lines.some(({ sign }) => sign !== null)
    return {
      type: 'listItem',
      spread: true,
      children: [
        paragraph(...prose(step.title)),
        ...(lines.length === 0
          ? []
          : [
              codeBlock(
                lines.map(({ sign, text: line }) => (sign === null ? line : `${sign} ${line}`)),
                isDiff ? 'diff' : null,
              ),
            ]),
        ...(wins === '' ? [] : [paragraph(text(wins))]),
      ],
    }
  })
  return [
    { type: 'heading', depth: 3, children: [text('What to do')] },
    { type: 'list', ordered: true, spread: true, children },
  ]
}

function details({ checks }: Report): RootContent[] {
  const blocked = blockedIn(checks)
  const part = (title: string, isIn: (check: ReportCheck) => boolean): RootContent[] => {
    const members = checks.filter(isIn)
    if (members.length === 0) return []
    const children = members.map((check) => checkItem(check, blocked))
    return [
      { type: 'heading', depth: 3, children: [text(title)] },
      { type: 'list', spread: true, children },
    ]
  }
  return [
    ...part('To fix', ({ status }) => status === 'failed'),
    ...part('Could not be graded, no points lost', ({ status }) => status === 'error'),
    ...part(
      'Not looked at yet',
      ({ status, blockedBy }) => status === 'blocked' && blockedBy === null,
    ),
  ]
}

function checkItem(check: ReportCheck, blocked: BlockedChecks): ListItem {
  const findings = findingsOf(check)
  const left = findings.length - MOST_FINDINGS
  const waiters = blocked.by(check.id)
  return {
    type: 'listItem',
    spread: true,
    children: [
      paragraph(
        strong(`${SYMBOLS[check.status]} ${check.title}`),
        text(' '),
        inlineCode(check.id),
        text(`, ${count(check.maxScore, 'point')}`),
      ),
      ...findings.slice(0, MOST_FINDINGS).flatMap(findingBlocks),
      ...(left > 0 ? [paragraph(text(`And ${left} more.`))] : []),
      ...hintsOf(check).map((hint) => paragraph(strong('Next:'), text(' '), ...prose(hint))),
      ...(waiters.length === 0
        ? []
        : [
            paragraph(
              text(`${SYMBOLS.blocked} ${waitText(waiters)}: `),
              ...commaSeparated(waiters.map(({ id }) => inlineCode(id))),
            ),
          ]),
    ],
  }
}

function findingBlocks({ message, expected, actual, location }: Finding): BlockContent[] {
  const source = location?.source?.split(/\r\n|\r|\n/)[0] ?? ''
  return [
    paragraph(...prose(message)),
    ...(expected === null ? [] : [labelled('Expected:', expected)]),
    ...(actual === null ? [] : [labelled('Found:', actual)]),
    ...(location === null
      ? []
      : [labelled('At:', `${location.file}:${location.line}:${location.column}`)]),
    ...(source.trim() === '' ? [] : [codeBlock([source.trim()])]),
  ]
}

function table({ checks }: Report): RootContent[] {
  const cell = (...children: PhrasingContent[]) => ({ type: 'tableCell' as const, children })
  const row = (...children: ReturnType<typeof cell>[]) => ({ type: 'tableRow' as const, children })
  return [
    { type: 'heading', depth: 3, children: [text('All checks')] },
    {
      type: 'table',
      align: [null, null, null, 'right'],
      children: [
        row(cell(text('Status')), cell(text('Check')), cell(text('Id')), cell(text('Points'))),
        ...checks.map(({ id, title, status, score, maxScore }) =>
          row(
            cell(text(`${SYMBOLS[status]} ${status}`)),
            cell(text(title)),
            cell(inlineCode(id)),
            cell(text(`${status === 'error' ? '?' : score}/${maxScore}`)),
          ),
        ),
      ],
    },
  ]
}

function adviceOf(report: Report): RootContent[] {
  const advice = adviceShown(report)
  if (advice.length === 0) return []
  return [
    { type: 'heading', depth: 3, children: [text('Advice, at no points')] },
    {
      type: 'list',
      spread: false,
      children: advice.map(({ message }) => ({
        type: 'listItem',
        children: [paragraph(...prose(message))],
      })),
    },
  ]
}

/** A value of several lines keeps them. */
function labelled(label: string, value: string): BlockContent {
  const lines = value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  const values = lines.length === 0 ? [text('(empty)')] : lines.map(inlineCode)
  return paragraph(text(`${label} `), ...commaSeparated(values))
}

function commaSeparated(parts: readonly PhrasingContent[]): PhrasingContent[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [text(', '), part]))
}

function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children }
}

function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [text(value)] }
}

function text(value: string): PhrasingContent {
  return { type: 'text', value }
}
