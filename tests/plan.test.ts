import { afterAll, describe, expect, test } from 'vitest'
import { type CheckId, MAX_POINTS } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import type { PlanStep } from '../diagnosis/plan.js'
import { WORKFLOW_PATH } from '../fixtures/reference.js'
import { SCENARIOS, worldOf } from '../fixtures/scenarios/index.js'
import { edited, STEPS } from '../fixtures/scenarios/workflow-edits.js'
import { setWorkflow } from '../fixtures/scenarios/workflow-file.js'
import { NO_RULES } from '../grading/rules.js'
import { reportOf } from '../grading/score.js'
import { REPORTERS } from '../reporters/index.js'
import { applyPlan } from './apply-plan.js'
import { gradeScenario } from './grade-scenario.js'
import { covering } from './level.js'

afterAll(() => {
  process.stdout.write(`${whole} of ${TRIED.length} plans win every failed check\n`)
})

const FAILING = SCENARIOS.filter(({ verdicts }) => Object.values(verdicts).includes('failed'))

/** Each check that fails, twice in each family of scenarios; all of them when everything is tried. */
const TRIED = covering(FAILING, 2, ({ name, verdicts }) =>
  Object.entries(verdicts).flatMap(([id, status]) =>
    status === 'failed' ? [`${name.split('/', 1)[0]} ${id}`] : [],
  ),
)

/** Why nothing that would win these can be tried. */
const NO_PLAN: Readonly<Record<string, string>> = {
  'reality/time-that-is-none': 'what a push would tag the image with is not known',
  'workflow/called-missing': 'what the called workflow would be is not known',
}

const whyPlanned = (name: string, left: readonly string[]) =>
  `${name}: nothing in the plan wins ${left.join(', ')}. Propose a change in diagnosis/, or say in NO_PLAN why there is none`

/** One slip each, and more than one failed check: why each of them stands by itself. */
const SEVERAL: Readonly<Record<string, string>> = {
  'look-alike/amd64': 'build and push each name their platform, on two lines',
  'look-alike/two-platforms': 'the same',
  'look-alike/no-platform': 'the same',
  'look-alike/raw-docker':
    'RUBRIC asks for the action in both steps, and for what is reported in both',
  'delivery/laptop-amd64': 'what the image is, and who pushed it, can each be looked at',
  'reality/step-failed': 'what main.yml does, and how its newest run ended',
  'stack/no-clue': 'two mistakes: no stack, and a service that is not there',
}

/** Plans that win every failed check of their scenario. */
let whole = 0

describe('the plan of each scenario in which something failed', () => {
  test.each(TRIED.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (name, scenario) => {
      const { verdicts, plan, askedForPlan } = await gradeScenario(scenario, { withPlan: true })
      // A main.yml that is not valid leaves one thing unasked that one which is would ask for.
      expect(askedForPlan.map(({ operation }) => operation)).toEqual(
        askedForPlan.length === 0 ? [] : [CUSTOMIZATION],
      )
      const report = reportOf(verdicts, { ...FACTS, steps: plan }, { ...NO_RULES, due: null })
      const failures = report.checks.filter(({ status }) => status === 'failed')
      if (failures.length > 1) expect(SEVERAL, name).toHaveProperty([name])
      else expect(SEVERAL).not.toHaveProperty([name])
      const failed = verdicts.filter(({ status }) => status === 'failed').map(({ id }) => id)
      const won = plan.flatMap(({ wins }) => wins)
      expect(new Set(won).size).toBe(won.length)
      const left = failed.filter((id) => !won.includes(id))
      if (left.length === 0) {
        whole += 1
        expect(NO_PLAN).not.toHaveProperty([name])
      } else expect(NO_PLAN, whyPlanned(name, left)).toHaveProperty([name])
      for (const { line, endLine, before, after } of plan.flatMap(({ edits }) => edits)) {
        if (endLine >= line) expect(after).not.toBe(before)
      }
      if (plan.some(({ kind }) => kind === 'workflow')) placed.push(isAtEdit(verdicts, plan))
      const { main } = worldOf(scenario).repository.branches
      await expectNoLeak(verdicts, plan, main?.files[WORKFLOW_PATH] ?? '')
      if (plan.length === 0) return

      const isWhole = report.checks.every(
        ({ status, change }) => status === 'passed' || change !== null,
      )
      const again = await gradeScenario({
        ...scenario,
        change: (world) => {
          scenario.change?.(world)
          applyPlan(world, plan, isWhole)
        },
      })
      expect(passedIn(again.verdicts)).toEqual([...passedIn(verdicts), ...won].toSorted())
      const { score } = reportOf(again.verdicts, FACTS, { ...NO_RULES, due: null })
      expect(score).toBe(report.plan?.at(-1)?.scoreAfter)
    },
  )
})

/** The one read that a plan may add. */
const CUSTOMIZATION = 'github:GET /repos/{owner}/{repo}/actions/oidc/customization/sub'

test('what a change lays open is put right, too', async () => {
  const { verdicts, plan } = await gradeScenario(
    {
      name: 'two slips',
      title: 'the id of step 1 hides the platform of step 6',
      change: (world) =>
        setWorkflow(
          world,
          edited([
            ['id: timestamp', 'id: stamp'],
            [STEPS.build, STEPS.build.replace('linux/arm64', 'linux/amd64')],
          ]),
        ),
      verdicts: {},
    },
    { withPlan: true },
  )
  const statuses = new Map(verdicts.map(({ id, status }) => [id, status]))
  expect(statuses.get('workflow.build')).toBe('blocked')
  const report = reportOf(verdicts, { ...FACTS, steps: plan }, { ...NO_RULES, due: null })
  expect(report.plan?.at(-1)?.scoreAfter).toBe(MAX_POINTS)
})

/** Whether the first finding of a plan that edits main.yml stands where one of the edits is, for each such plan. */
const placed: boolean[] = []

test('the first finding stands at a line that the plan edits, nearly always', () => {
  const right = placed.filter((isRight) => isRight).length
  process.stdout.write(`${right} of ${placed.length} first findings stand where an edit is\n`)
  expect(right).toBeGreaterThanOrEqual(0.95 * placed.length)
})

function isAtEdit(verdicts: readonly Verdict[], plan: readonly PlanStep[]): boolean {
  const { checks } = reportOf(verdicts, { ...FACTS, steps: plan }, { ...NO_RULES, due: null })
  const first = checks.find(
    ({ status, change }) => status === 'failed' && plan[(change ?? 0) - 1]?.kind === 'workflow',
  )
  const location = first?.location
  return plan
    .flatMap(({ edits }) => edits)
    .some(({ file, line, endLine }) => {
      // Lines that are put in stand below one line and above another.
      const [from, to] = endLine < line ? [endLine, line] : [line, endLine]
      return location?.file === file && location.line >= from && location.line <= to
    })
}

function passedIn(verdicts: readonly Verdict[]): CheckId[] {
  return verdicts.flatMap(({ id, status }) => (status === 'passed' ? [id] : [])).toSorted()
}

/** With `--hints place` or `none` no format tells what to write. */
async function expectNoLeak(
  verdicts: readonly Verdict[],
  plan: readonly PlanStep[],
  mainYml: string,
) {
  const texts = plan.flatMap(({ title, text, edits }) => [
    title,
    ...(text ?? '').split('\n'),
    ...edits.flatMap(({ before, after }) =>
      (after ?? '').split('\n').filter((line) => !before.split('\n').includes(line)),
    ),
  ])
  // What the file has already is no secret.
  const pieces = texts
    .map((line) => line.trim())
    .filter((line) => line.length > 12 && !mainYml.includes(line))
  for (const hints of ['place', 'none'] as const) {
    const report = reportOf(verdicts, { ...FACTS, steps: plan }, { ...NO_RULES, due: null, hints })
    for (const [name, load] of REPORTERS) {
      const shown = (await load()).render(report, LOOK, null)
      for (const piece of pieces) expect(shown, `${name} with ${hints}`).not.toContain(piece)
    }
  }
}

const LOOK = { color: false, columns: 120, unicode: true }

const FACTS = {
  student: 'ada',
  account: '111122223333',
  region: 'us-west-2',
  repository: 'ada/yoctogram-app',
  startedAt: '2024-03-09T20:00:00.000Z',
  finishedAt: '2024-03-09T20:00:01.000Z',
  submittedAt: null,
  submittedFrom: null,
  advice: [],
  reality: null,
  requests: { aws: 0, github: 0 },
}
