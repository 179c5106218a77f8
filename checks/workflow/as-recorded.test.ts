import { describe, expect, test } from 'vitest'
import { asRecorded } from '../../facts/as-recorded.js'
import { compareRun } from '../../facts/compare-run.js'
import {
  judgeTrace,
  REFERENCE,
  referenceStep,
  type Setting,
  traceOf,
} from '../../packages/pipeline/test-pipeline.js'

const REASON = { because: 'the record says otherwise', remedy: 'look' }

const NAMES = Array.from(
  { length: 9 },
  (_, at) => /name: (.*)/.exec(referenceStep(at + 1))?.[1] ?? '',
)

/** What each check says of a main.yml whose steps GitHub recorded with these conclusions, success where none is given. */
async function judged(
  text: string,
  recorded: Readonly<Record<string, string>> = {},
  setting: Setting = {},
) {
  const trace = await traceOf(text, setting)
  const steps = NAMES.map((name) => ({
    name,
    status: 'completed',
    conclusion: recorded[name] ?? 'success',
    startedAt: null,
  }))
  const jobs = [{ name: 'build-and-push', status: 'completed', conclusion: 'success', steps }]
  const doubts = compareRun(trace, jobs)
    .disagreements.filter(({ decides }) => decides)
    .map((of) => ({ of, reason: REASON }))
  const { refusal, ...outcomes } = judgeTrace(asRecorded(trace, doubts))
  return { doubts: doubts.length, outcomes: Object.entries(outcomes) }
}

const ids = (outcomes: [string, { outcome: string }][], wanted: string) =>
  outcomes.flatMap(([id, { outcome }]) => (outcome === wanted ? [id] : []))

test('what GitHub recorded alike changes nothing', async () => {
  const { doubts, outcomes } = await judged(REFERENCE)
  expect([doubts, ids(outcomes, 'passed').length]).toEqual([0, 6])
})

/** Fails the step by itself: its script, an input, its condition. */
function broken(number: number): string[] {
  const step = referenceStep(number)
  const failing = step.includes('run: ')
    ? step.replace('run: ', 'run: exit 3; ')
    : `${step.replace(/\n {6}with:[\s\S]*/, '')}\n      run: exit 3`.replace(/\n {6}uses: .*/, '')
  const skipped = step.replace('\n', "\n      if: github.ref == 'main'\n")
  return [failing, skipped].map((other) => REFERENCE.replace(step, other))
}

describe.each(NAMES.map((name, at) => [name, at + 1] as const))('%s', (name, number) => {
  test('where it succeeded for real, nothing fails for what the simulation says of it', async () => {
    for (const text of broken(number)) {
      for (const account of [{}, { images: [] }, { tagMutability: 'IMMUTABLE' }]) {
        const { doubts, outcomes } = await judged(text, {}, { account })
        expect(doubts).toBeGreaterThan(0)
        expect(ids(outcomes, 'failed')).toEqual([])
      }
    }
  })

  test('where it was skipped for real, what counts it does not pass', async () => {
    const { outcomes } = await judged(REFERENCE, { [name]: 'skipped' })
    expect(ids(outcomes, 'failed')).toEqual([])
    expect(ids(outcomes, 'passed')).toEqual(PASSED_WITHOUT[number])
  })
})

const [CREDENTIALS, BUILD, TAGS, UNTAG, PUSH, REDEPLOY] = [
  'workflow.credentials',
  'workflow.build',
  'workflow.tags',
  'workflow.untag',
  'workflow.push',
  'workflow.redeploy',
]

/** What does not hang on each step. */
const PASSED_WITHOUT: Readonly<Record<number, unknown>> = {
  1: [CREDENTIALS, BUILD, UNTAG, PUSH, REDEPLOY],
  2: [CREDENTIALS, BUILD, TAGS, UNTAG, PUSH, REDEPLOY],
  3: [BUILD, TAGS, UNTAG, PUSH, REDEPLOY],
  4: [CREDENTIALS, BUILD, TAGS, UNTAG, PUSH, REDEPLOY],
  5: [CREDENTIALS, BUILD, TAGS, UNTAG, PUSH, REDEPLOY],
  6: [CREDENTIALS, UNTAG, PUSH, REDEPLOY],
  7: [CREDENTIALS, BUILD, TAGS, PUSH, REDEPLOY],
  8: [CREDENTIALS, BUILD, REDEPLOY],
  9: [CREDENTIALS, BUILD, TAGS, UNTAG, PUSH],
}
