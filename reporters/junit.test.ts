import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parse } from 'junit2json'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Report } from '../grading/report.js'
import { junit } from './junit.js'
import { anyReport } from './test-any-report.js'
import { blockedChains, perfect, REPORTS, severalFailures } from './test-reports.js'

const LOOK = { color: true, columns: 80, unicode: true }
const SCHEMA = readFileSync(new URL('test-junit.xsd', import.meta.url), 'utf8')

/** What libxml2 has to say against the documents. */
async function faultsOf(documents: readonly string[]): Promise<readonly unknown[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }))
  return (await validateXML({ xml, schema: SCHEMA })).errors
}

async function suitesOf(report: Report) {
  const parsed = await parse(junit.render(report, LOOK))
  if (!parsed || !('testsuite' in parsed)) throw new Error('There are no suites.')
  return parsed.testsuite ?? []
}

test('libxml2 finds every document valid, whatever a student wrote', async () => {
  const any = fc.sample(anyReport, { numRuns: 60, seed: 40 })
  const samples = [...Object.values(REPORTS), ...any]
  expect(await faultsOf(samples.map((report) => junit.render(report, LOOK)))).toEqual([])
})

test('the schema refuses what is not JUnit', async () => {
  const document = junit.render(blockedChains, LOOK)
  const broken = [
    document.replace('<failure type="10 points"', '<failure'),
    document.replace(' hostname="localhost"', ''),
    document.replace('<skipped ', '<blocked '),
  ]
  for (const each of broken) expect(await faultsOf([each])).not.toEqual([])
})

describe('read by somebody else’s parser', () => {
  test('failed is a failure, could not be graded an error, waiting is skipped, and no other', async () => {
    const suites = await suitesOf(blockedChains)
    const cases = suites.flatMap(({ testcase = [] }) => testcase)
    const outcomes = cases.map(({ name = '', failure, error, skipped }) => [
      name.split(':')[0],
      failure ? 'failed' : error ? 'error' : skipped ? 'blocked' : 'passed',
    ])
    expect(outcomes).toEqual(blockedChains.checks.map(({ id, status }) => [id, status]))
    expect(
      suites.map(({ name, tests, failures, errors, skipped }) => [
        name,
        tests,
        failures,
        errors,
        skipped,
      ]),
    ).toEqual([
      ['Infrastructure', 3, 1, 0, 2],
      ['Pipeline', 3, 1, 1, 1],
    ])
  })

  test('the body says what is wrong, where, and what to do', async () => {
    const suites = await suitesOf(severalFailures)
    const tags = suites
      .flatMap(({ testcase = [] }) => testcase)
      .find(({ name }) => name?.startsWith('workflow.tags'))
    expect(tags?.failure?.[0]?.inner?.split('\n')).toEqual([
      'The push carries one tag; the timestamp is missing.',
      'Expected: 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:TIMESTAMP',
      'Found: 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
      'At: .github/workflows/main.yml:61:11',
      'Line: tags: ${{ env.ECR_REGISTRY }}/cs40:latest',
      expect.stringMatching(/^Next: Steps 6 and 8/),
    ])
  })

  test('markup of a student’s stays text', async () => {
    const student = ']]><testcase name="x"/><!-- & "\'>'
    const [suite] = await suitesOf({ ...perfect, student })
    expect(suite?.properties?.[0]).toEqual({ name: 'student', value: student })
    expect(suite?.testcase).toHaveLength(3)
  })
})
