import XMLBuilder from 'fast-xml-builder'
import type { Report, ReportCheck } from '../grading/report.js'
import { type BlockedChecks, blockedIn } from './blocked-checks.js'
import { byGroup, type Group } from './groups.js'
import { plainFindings, plainPlan } from './plain-text.js'
import type { Reporter } from './reporter.js'
import { safeText } from './safe-text.js'
import { scoreRange } from './score-range.js'

/** Marks an attribute; `#text` is what stands between the tags. */
const ATTRIBUTE = '@'

const builder = new XMLBuilder({
  attributeNamePrefix: ATTRIBUTE,
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
})

/**
 * JUnit's XML, as continuous integration reads it: a suite for each half of the rubric, a test case for each
 * check. What failed is a `failure`, what could not be graded an `error`, what waits for another is `skipped`.
 * Details stand in the body, since some readers ignore the attribute `message`.
 *
 * Text from outside goes through `safeText`, which leaves no character that XML forbids.
 * Source: windyroad/JUnit-Schema, JUnit.xsd.
 */
export const junit: Reporter = {
  name: 'junit',
  render(report) {
    const groups = byGroup(report.checks)
    const parts = [...new Set(groups.map(({ group }) => group.part))]
    const suites = parts.map((part, index) => {
      const members = groups.filter(({ group }) => group.part === part)
      return suite(report, part, members, index)
    })
    return builder.build({
      '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
      testsuites: { testsuite: suites },
    })
  },
}

type Grouped = ReturnType<typeof byGroup<ReportCheck>>[number]

function suite(report: Report, part: string, groups: readonly Grouped[], id: number) {
  const checks = groups.flatMap((each) => each.checks)
  const blocked = blockedIn(report.checks)
  const count = (wanted: string) => checks.filter(({ status }) => status === wanted).length
  return {
    '@name': part,
    '@package': report.assignment,
    '@id': id,
    // The schema wants the time without its zone, which is UTC, and a host where there is none.
    '@timestamp': report.startedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    '@hostname': 'localhost',
    '@tests': checks.length,
    '@failures': count('failed'),
    '@errors': count('error'),
    '@skipped': count('blocked'),
    '@time': seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    properties: { property: propertiesOf(report) },
    testcase: groups.flatMap(({ group, checks }) =>
      checks.map((check) => testCase(group, check, report.plan, blocked)),
    ),
    // The whole of a report stands once, in its first suite.
    'system-out': [
      ...(id === 0 ? plainPlan(report) : []),
      ...report.advice.map(({ message }) => safeText(message)),
    ].join('\n'),
    'system-err': '',
  }
}

function propertiesOf(report: Report) {
  const properties = {
    student: report.student,
    account: report.account,
    repository: report.repository,
    score: scoreRange(report),
    maxScore: String(report.maxScore),
  }
  return Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [{ '@name': name, '@value': safeText(value) }],
  )
}

function testCase(
  { part, title }: Group,
  check: ReportCheck,
  plan: Report['plan'],
  blocked: BlockedChecks,
) {
  return {
    '@name': `${check.id}: ${safeText(check.title)}`,
    '@classname': `${part}.${title}`,
    '@time': seconds(check.durationMs),
    ...(check.status === 'passed' ? {} : outcome(check, plan, blocked)),
  }
}

function outcome(check: ReportCheck, plan: Report['plan'], blocked: BlockedChecks) {
  const message = safeText(check.message)
  const body = plainFindings(check, plan, blocked.by(check.id)).join('\n')
  if (check.status === 'blocked') {
    const on = check.blockedBy === null ? '' : `Waits on ${check.blockedBy}. `
    return { skipped: { '@message': on + message } }
  }
  if (check.status === 'error')
    return { error: { '@type': 'could not be graded', '@message': message, '#text': body } }
  return { failure: { '@type': `${check.maxScore} points`, '@message': message, '#text': body } }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
