import type { BlockContent, PhrasingContent, RootContent } from 'mdast'
import type { Finding } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'
import { type BlockedChecks, blockedIn, waitText } from './blocked-checks.js'
import { DEPLOY_TITLE, deployWord, NO_CHANGE } from './deploy-words.js'
import { adviceShown, findingsShown, hintsOf, linesOfValue, partsOf } from './findings.js'
import {
  codeBlock,
  heading,
  inlineCode,
  list,
  paragraph,
  printed,
  prose,
  strong,
  table,
  text,
} from './markdown-text.js'
import { planLines, winsText } from './plan-lines.js'
import type { Reporter } from './reporter.js'
import { scoreRange } from './score-range.js'
import { penaltyText, submissionText } from './terminal/lateness.js'
import { count } from './terminal/layout.js'

const SYMBOLS = { passed: '✅', failed: '❌', blocked: '⏳', error: '❔' } as const

/**
 * GitHub's Markdown: the score, what to fix, what could not be graded, all checks in a table.
 * Nothing in text from outside becomes markup, a link or a mention.
 */
export const markdown: Reporter = {
  name: 'markdown',
  render: (report) =>
    printed([
      ...headOf(report),
      ...deployOf(report),
      ...planOf(report),
      ...details(report),
      ...tableOf(report),
      ...adviceOf(report),
    ]),
}

/** The score and the table alone, for where there is little room. */
export function shortMarkdown(report: Report, note: string): string {
  return printed([...headOf(report), paragraph(text(note)), ...tableOf(report)])
}

function headOf(report: Report): RootContent[] {
  const { maxScore, complete, student, repository, account } = report
  const points = `${scoreRange(report)} of ${maxScore} points`
  const facts = [
    ...(student === null ? [] : [[text('Student '), inlineCode(student)]]),
    ...(repository === null ? [] : [[text('Repository '), inlineCode(repository)]]),
    ...(account === null ? [] : [[text('AWS account '), inlineCode(account)]]),
    ...[submissionText(report), penaltyText(report)].flatMap((line) =>
      line === null ? [] : [[text(line)]],
    ),
  ]
  return [
    heading(2, text(complete ? points : `Not final: ${points}`)),
    ...(facts.length === 0
      ? []
      : [paragraph(...facts.flatMap((fact, at) => (at === 0 ? fact : [text(' · '), ...fact])))]),
  ]
}

/** What comes out otherwise once the template is deployed. */
function deployOf({ deploy }: Report): RootContent[] {
  if (deploy === undefined) return []
  const changes = deploy.map((check) => [
    paragraph(
      text(`${SYMBOLS[check.status]} `),
      inlineCode(check.id),
      text(' '),
      ...prose(deployWord(check)),
    ),
  ])
  return [
    heading(3, text(DEPLOY_TITLE)),
    changes.length === 0 ? paragraph(text(NO_CHANGE)) : list(changes, {}),
  ]
}

/** What to do, step by step; edits of main.yml as a diff. */
function planOf(report: Report): RootContent[] {
  const { plan } = report
  if (plan === null || plan.length === 0) return []
  const steps = plan.map((step): BlockContent[] => {
    const lines = planLines(step)
    const wins = winsText(step, report)
    const shown = lines.map(({ sign, text: line }) => (sign === null ? line : `${sign} ${line}`))
    const isDiff = lines.some(({ sign }) => sign !== null)
    return [
      paragraph(...prose(step.title)),
      ...(lines.length === 0 ? [] : [codeBlock(shown, isDiff ? 'diff' : null)]),
      ...(wins === '' ? [] : [paragraph(text(wins))]),
    ]
  })
  return [heading(3, text('What to do')), list(steps, { ordered: true, spread: true })]
}

function details({ checks }: Report): RootContent[] {
  const blocked = blockedIn(checks)
  return partsOf(checks).flatMap((part) => [
    heading(3, text(part.title)),
    list(
      part.checks.map((check) => checkBlocks(check, blocked)),
      { spread: true },
    ),
  ])
}

function checkBlocks(check: ReportCheck, blocked: BlockedChecks): BlockContent[] {
  const { findings, others } = findingsShown(check)
  const waiters = blocked.by(check.id)
  return [
    paragraph(
      strong(`${SYMBOLS[check.status]} ${check.title}`),
      text(' '),
      inlineCode(check.id),
      text(`, ${count(check.maxScore, 'point')}`),
    ),
    ...findings.flatMap(findingBlocks),
    ...(others === null ? [] : [paragraph(text(others))]),
    ...hintsOf(check).map((hint) => paragraph(strong('Next:'), text(' '), ...prose(hint))),
    ...(waiters.length === 0
      ? []
      : [
          paragraph(
            text(`${SYMBOLS.blocked} ${waitText(waiters)}: `),
            ...commaSeparated(waiters.map(({ id }) => inlineCode(id))),
          ),
        ]),
  ]
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

function tableOf({ checks }: Report): RootContent[] {
  const rows = checks.map(({ id, title, status, score, maxScore }) => [
    [text(`${SYMBOLS[status]} ${status}`)],
    [text(title)],
    [inlineCode(id)],
    [text(`${status === 'error' ? '?' : score}/${maxScore}`)],
  ])
  const header = ['Status', 'Check', 'Id', 'Points'].map((title) => [text(title)])
  return [heading(3, text('All checks')), table([null, null, null, 'right'], [header, ...rows])]
}

function adviceOf(report: Report): RootContent[] {
  const advice = adviceShown(report)
  if (advice.length === 0) return []
  return [
    heading(3, text('Advice, at no points')),
    list(
      advice.map(({ message }) => [paragraph(...prose(message))]),
      {},
    ),
  ]
}

/** A value of several lines keeps them. */
function labelled(label: string, value: string): BlockContent {
  const lines = linesOfValue(value)
  const values = lines.length === 0 ? [text('(empty)')] : lines.map(inlineCode)
  return paragraph(text(`${label} `), ...commaSeparated(values))
}

function commaSeparated(parts: readonly PhrasingContent[]): PhrasingContent[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [text(', '), part]))
}

/** What GitHub takes for one step; of a larger file it shows nothing. Source: actions/runner, FileCommandManager.cs. */
const LARGEST_BYTES = 1024 * 1024

const CUT = 'The details are longer than GitHub shows here; they are in the log of this step.'

/**
 * The report as GitHub shows it on the page of a run, in Markdown; empty where it no longer fits.
 * `usedBytes`: what the step's summary holds already.
 */
export function stepSummary(report: Report, usedBytes: number): string {
  const room = LARGEST_BYTES - usedBytes
  const look = { color: false, columns: 80, unicode: true }
  const texts = [markdown.render(report, look), shortMarkdown(report, CUT)]
  // The report may not be the first in the file, whose last line may have no end.
  const fitting = texts.map((text) => `\n${text}`).find((text) => Buffer.byteLength(text) <= room)
  return fitting ?? ''
}
