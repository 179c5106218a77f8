import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Observed, unknown } from '@grade4/unknown'

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Verdict } from '../checks/verdict.js'
import type { SavedEvidence } from '../evidence/saved-evidence.js'
import { loadEvidence, saveEvidence } from '../evidence/saved-evidence.js'
import { findScenario, SCENARIOS, type Scenario } from '../fixtures/scenarios/index.js'
import { rootOf } from '../grading/blocked.js'
import { gradeSaved, gradeScenario } from './grade-scenario.js'
import { EVERYTHING, share } from './level.js'

const folder = mkdtempSync(join(tmpdir(), 'grade4-unknown-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NOT_KNOWN = unknown('It is not known.', 'Ask somebody.')

const TRIED = share(SCENARIOS, 10)

const ONE_IN = EVERYTHING ? 5 : 10

const gathered = new Map<Scenario, Promise<{ evidence: SavedEvidence; failed: string[] }>>()

/** What GitHub recorded of a run only takes verdicts back: without it, what main.yml does decides alone. */
function isRecord(key: string): boolean {
  return key.startsWith('github.runJobs')
}

/** A scenario's evidence, and what has no points by it, or by main.yml alone. */
function gather(scenario: Scenario) {
  const known = gathered.get(scenario)
  if (known !== undefined) return known
  const file = join(folder, `${gathered.size}.json`)
  const now = gradeScenario(scenario, { saveTo: file }).then(async ({ verdicts }) => {
    const evidence = await loadEvidence(file)
    const alone = await forget(evidence, [...evidence.answers.keys()].filter(isRecord))
    return { evidence, failed: [...lost(verdicts), ...lost(alone)] }
  })
  gathered.set(scenario, now)
  return now
}

function failing(verdicts: readonly Verdict[]): string[] {
  return verdicts.filter(({ status }) => status === 'failed').map(({ id }) => id)
}

/**
 * What has no points for a mistake of its own or for one that it waits on: where what it waits on is not known, the
 * mistake of its own is reported.
 */
function lost(verdicts: readonly Verdict[]): string[] {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
  return verdicts
    .filter((verdict) => rootOf(verdict, byId)?.status === 'failed')
    .map(({ id }) => id)
}

/** The verdicts when some answers of the evidence are not known any more. */
async function forget(evidence: SavedEvidence, keys: readonly string[]) {
  const forgotten = keys.map((key): [string, Observed<unknown>] => [key, NOT_KNOWN])
  const file = join(folder, 'forgotten.json')
  const answers = new Map([...evidence.answers, ...forgotten])
  await saveEvidence(file, { ...evidence, answers })
  return (await gradeSaved(file)).verdicts
}

test('each answer about the reference is missed by some check, which is then undecided', async () => {
  const reference = findScenario('reference')
  if (reference === undefined) throw new Error('There is no reference.')
  const { evidence } = await gather(reference)
  const missed: string[] = []
  for (const key of evidence.answers.keys()) {
    const verdicts = await forget(evidence, [key])
    expect([key, failing(verdicts)]).toEqual([key, []])
    if (verdicts.some(({ status }) => status === 'error')) missed.push(key)
  }
  const notMissed = [...evidence.answers.keys()].filter((key) => !missed.includes(key))
  expect(notMissed.filter((key) => !isRecord(key))).toEqual([])
}, 60_000)

test('whatever the state and whichever answer about it is not known, no check fails for that', async () => {
  const wronged: string[] = []
  for (const [index, scenario] of TRIED.entries()) {
    const { evidence, failed } = await gather(scenario)
    for (const [place, key] of [...evidence.answers.keys()].entries()) {
      // Each scenario misses a part of its answers, and each answer is missed in as many of the scenarios.
      if ((place + index) % ONE_IN !== 0) continue
      const now = failing(await forget(evidence, [key]))
      const more = now.filter((id) => !failed.includes(id))
      if (more.length > 0) wronged.push(`${scenario.name} without ${key}: ${more.join(', ')}`)
    }
  }
  expect(wronged).toEqual([])
}, 300_000)

test('nor when several are not known', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TRIED),
      fc.array(fc.nat(), { minLength: 2, maxLength: 4 }),
      async (scenario, picks) => {
        const { evidence, failed } = await gather(scenario)
        const keys = [...evidence.answers.keys()]
        const forgotten = picks.flatMap((pick) => keys[pick % keys.length] ?? [])
        const verdicts = await forget(evidence, forgotten)
        expect(failing(verdicts).filter((id) => !failed.includes(id))).toEqual([])
      },
    ),
    { numRuns: EVERYTHING ? 60 : 20, endOnFailure: true },
  )
}, 120_000)
