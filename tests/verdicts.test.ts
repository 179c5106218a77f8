import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { EDGES } from '../fixtures/edges.js'
import { findScenario, SCENARIOS } from '../fixtures/scenarios/index.js'
import { Report, type ReportCheck } from '../grading/report.js'
import { OPERATIONS } from './faulty-operations.js'
import { gradeScenario } from './grade-scenario.js'
import { share } from './level.js'
import { regradeFiles } from './run-command.js'
import { verdictText, verdictTexts } from './verdict-text.js'

/** Every operation that the cloud saw, over all scenarios. */
const called = new Set<string>()

/** What each scenario got, by the file that its evidence was saved to. */
const graded = new Map<string, readonly Verdict[]>()

/** What the report of each scenario says that that of the reference does not. */
const texts = new Map<string, string>()

/** Verdicts that were as they must be. */
let right = 0

let ofReference: readonly string[] = []
let evidence = ''
beforeAll(async () => {
  evidence = await mkdtemp(join(tmpdir(), 'grade4-evidence-'))
  const reference = findScenario('reference')
  if (reference !== undefined)
    ofReference = (await gradeScenario(reference)).verdicts.map(verdictText)
})
afterAll(async () => {
  process.stdout.write(`${graded.size} scenarios, ${right} verdicts right\n`)
  await rm(evidence, { recursive: true })
})

const WANTED = [...SCENARIOS, ...EDGES].map((scenario) => [scenario.name, scenario] as const)

describe('each scenario', () => {
  test.each(WANTED)('%s', async (name, scenario) => {
    const file = `${name.replaceAll('/', '.')}.json`
    const { verdicts, reality, log } = await gradeScenario(scenario, {
      saveTo: join(evidence, file),
    })
    const { reason, ...compared } = scenario.reality ?? {}
    if (scenario.reality !== undefined) expect(reality).toMatchObject(compared)
    if (reason !== undefined) expect(reality?.reason).toMatch(reason)
    graded.set(file, verdicts)
    for (const { operation } of log) called.add(operation)
    const statuses = Object.fromEntries(verdicts.map(({ id, status }) => [id, status]))
    const wanted = CHECK_IDS.map((id) => [id, scenario.verdicts[id] ?? 'passed'])
    expect(statuses).toEqual(Object.fromEntries(wanted))
    right += wanted.length
    for (const verdict of verdicts) {
      const pattern = scenario.messages?.[verdict.id]
      if (pattern !== undefined) expect(verdictText(verdict)).toMatch(pattern)
      if (verdict.status !== 'blocked') continue
      expect(statuses[verdict.blockedBy ?? '']).not.toBe('passed')
    }
    const different = verdicts.filter(
      (verdict) => name === 'reference' || !ofReference.includes(verdictText(verdict)),
    )
    texts.set(name, verdictTexts(different))
  })

  // `npx vitest run tests/verdicts -u` writes it down anew: read the difference before you keep it.
  test('says what stands in verdicts.txt, beyond what the report of the reference says', async () => {
    const sections = [...texts].filter(([, text]) => text !== '').toSorted(byName)
    const all = sections.map(([name, text]) => `# ${name}\n${text}\n`).join('\n')
    if (texts.size === WANTED.length) await expect(all).toMatchFileSnapshot('verdicts.txt')
  })
})

describe('the saved evidence of a scenario', () => {
  test('gets the same verdicts again from the command, with no network', {
    timeout: 120_000,
  }, async () => {
    const tried = share([...graded.keys()].toSorted(), 10)
    const again = await regradeFiles(evidence, tried)
    expect([...again.keys()]).toEqual(tried)
    for (const [file, report] of again) {
      const { checks } = Report.parse(JSON.parse(report))
      expect(checks.map(judged), file).toEqual(graded.get(file)?.map(judged))
    }
  })

  test('is its owner’s alone and holds no key, token or presigned URL', async () => {
    for (const file of await readdir(evidence)) {
      const path = join(evidence, file)
      expect((await stat(path)).mode & 0o777, file).toBe(0o600)
      const text = await readFile(path, 'utf8')
      expect(text, file).not.toMatch(SIGNS_IN)
    }
  })
})

/** How the cloud's keys, secrets, tokens and presigned URLs look, and where it listens. */
const SIGNS_IN = /FAKEKEY|FAKESESSION|not-a-secret|fake-token|X-Amz-|127\.0\.0\.1/

function byName([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1
}

/** What a report and a verdict both say of a check. */
/** Without place and hint, which a report takes from its plan. */
function judged({ id, status, blockedBy, findings }: Verdict | ReportCheck) {
  const found = findings.map(({ message, expected, actual }) => ({ message, expected, actual }))
  return { id, status, blockedBy, found }
}

// That every one on the list is called: policy.test.ts.
test('every operation that was called is on the read-only list', () => {
  expect(called.size).toBeGreaterThan(20)
  expect([...called].filter((operation) => !OPERATIONS.includes(operation))).toEqual([])
})
