import { afterAll, beforeAll, describe, test, vi } from 'vitest'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { EXIT, exitCodeOf } from '../commands/exit-code.js'
import type { Fault, FaultKind } from '../fixtures/cloud/faults.js'
import { findScenario, type Scenario } from '../fixtures/scenarios/index.js'
import { reportOf } from '../grading/score.js'
import { makeWaitsBrief } from './brief-waits.js'
import {
  OPERATIONS as ALL_OPERATIONS,
  FIRST_OF_SERVICE,
  isOfGithub,
  scenarioCalling,
  WORDS_ONLY,
} from './faulty-operations.js'
import { gradeScenario } from './grade-scenario.js'
import { EVERYTHING, share } from './level.js'

/** All but what only `--wait` asks, which is tried in `faults.test.ts`. */
const OPERATIONS = ALL_OPERATIONS.filter((operation) => !operation.endsWith('/jobs'))

const KINDS = [
  'access-denied',
  'expired-token',
  'throttle',
  'reset',
  'malformed',
  'rate-limit',
  'slow-body',
  'server-error',
  'server-error-html',
  'cut-body',
  'secondary-rate-limit',
] as const satisfies readonly FaultKind[]

function fault(match: string, kind: FaultKind): Fault {
  return { match, kind, delayMs: 50 }
}

function kindAt(turn: number): FaultKind {
  return KINDS[turn % KINDS.length] ?? 'access-denied'
}

/** Every two operations, the kinds of fault taking turns. */
const EVERY_TWO = OPERATIONS.flatMap((one, index) =>
  OPERATIONS.slice(index + 1).map((other) => [one, other] as const),
).map(([one, other], turn) => [fault(one, kindAt(turn)), fault(other, kindAt(turn * 5 + 3))])

const THIRD = Math.ceil(OPERATIONS.length / 3)

/**
 * Every operation with every kind of fault, three of them at a time: a third of the list lies between them, so that
 * few checks ask for more than one.
 */
const EVERY_KIND = OPERATIONS.slice(0, THIRD).flatMap((one, index) =>
  KINDS.map((kind, turn) => [
    fault(one, kind),
    ...[OPERATIONS[index + THIRD], OPERATIONS[index + 2 * THIRD]].flatMap((other, place) =>
      other === undefined ? [] : [fault(other, kindAt((place + 1) * turn + index))],
    ),
  ]),
)

const GROUPS = EVERYTHING ? [...EVERY_KIND, ...EVERY_TWO] : EVERY_KIND

const KINDS_ALONE = EVERYTHING ? KINDS : KINDS.slice(0, 1)

/** One operation of each service never answers, and another service breaks. */
const HANGING = [
  ['ecr:DescribeImages', 'iam:GetRole'],
  ['ecs:DescribeServices', 'ecr:DescribeRepositories'],
  ['iam:ListOpenIDConnectProviders', 'ecs:DescribeServices'],
  ['cloudformation:ListStackResources', 'iam:GetRole'],
  ['sts:GetCallerIdentity', 'ecr:DescribeImages'],
  ['github:GET /repos/{owner}/{repo}', 'ecr:DescribeImages'],
] as const

/** GitHub's time out by the command only (faults.test.ts). */
const HANGING_ALONE = (EVERYTHING ? OPERATIONS : FIRST_OF_SERVICE).filter(
  (operation) => !isOfGithub(operation),
)

/** Of the session, for those that hang; too long to pass for a client's wait. */
const SHORT_LIMIT_MS = 2_500

/** A student who is in all the scenarios in which these operations are called. */
function scenarioOf(operations: readonly string[]): Scenario {
  // What takes main.yml away comes after what changes it.
  const last = 'workflow/missing'
  const names = [...new Set(operations.map(scenarioCalling))].toSorted(
    (one, other) => Number(one === last) - Number(other === last),
  )
  const scenarios = names.map((name) => {
    const scenario = findScenario(name)
    if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
    return scenario
  })
  return {
    name: names.join(' and '),
    title: scenarios.map(({ title }) => title).join('; '),
    change: (world) => {
      for (const scenario of scenarios) scenario.change(world)
    },
    arguments: scenarios.flatMap((scenario) => scenario.arguments ?? []),
    environment: Object.assign({}, ...scenarios.map(({ environment }) => environment)),
    verdicts: {},
  }
}

const withoutFaults = new Map<string, Promise<ReadonlyMap<CheckId, Verdict>>>()

/** What the scenario gets when nothing goes wrong. */
function verdictsOf(scenario: Scenario): Promise<ReadonlyMap<CheckId, Verdict>> {
  const known = withoutFaults.get(scenario.name)
  if (known !== undefined) return known
  const graded = gradeScenario(scenario).then(
    ({ verdicts }) => new Map(verdicts.map((verdict) => [verdict.id, verdict])),
  )
  withoutFaults.set(scenario.name, graded)
  return graded
}

/** What faults did to the scenario in which their operations are called. */
interface Outcome {
  /** Checks that failed, and do not without the faults. */
  readonly falselyFailed: readonly CheckId[]
  /** Checks that wait for one that passes. */
  readonly blockedByPassed: readonly CheckId[]
  readonly undecided: readonly CheckId[]
  /** The operations that were hit. */
  readonly hit: readonly string[]
  readonly exitCode: number
}

async function tryFaults(faults: readonly Fault[], timeLimitMs?: number): Promise<Outcome> {
  const scenario = scenarioOf(faults.map(({ match }) => match))
  const before = await verdictsOf(scenario)
  const options = { faults, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) }
  const { verdicts, log } = await gradeScenario(scenario, options)
  const hits = new Set(log.map((request) => request.fault))
  return {
    falselyFailed: verdicts.flatMap(({ id, status }) =>
      status === 'failed' && before.get(id)?.status !== 'failed' ? [id] : [],
    ),
    blockedByPassed: verdicts.flatMap(({ id, blockedBy }) =>
      verdicts.some((other) => other.id === blockedBy && other.status === 'passed') ? [id] : [],
    ),
    undecided: verdicts.flatMap(({ id, status }) => (status === 'error' ? [id] : [])),
    hit: faults.flatMap((one) => (hits.has(one) ? [one.match] : [])),
    exitCode: exitCodeAfter(verdicts),
  }
}

/** What the process would end with. */
function exitCodeAfter(verdicts: readonly Verdict[]): number {
  const facts = {
    student: null,
    account: null,
    region: 'us-west-2',
    repository: null,
    startedAt: '2024-03-09T20:00:00.000Z',
    finishedAt: '2024-03-09T20:00:01.000Z',
    submittedAt: null,
    submittedFrom: null,
    reality: null,
    advice: [],
    requests: { aws: 0, github: 0 },
  }
  return exitCodeOf(
    reportOf(verdicts, facts, { points: {}, due: null, latePenalty: null, hints: 'change' }),
  )
}

/** What is wrong with how the grader took faults, one line each. One that another kept away is tried alone. */
async function wrongs(faults: readonly Fault[], timeLimitMs?: number): Promise<string[]> {
  const { falselyFailed, blockedByPassed, undecided, hit, exitCode } = await tryFaults(
    faults,
    timeLimitMs,
  )
  const keptAway = faults.length === 1 ? [] : faults.filter(({ match }) => !hit.includes(match))
  const alone = await wrongsOf(keptAway.map((one) => [one]))
  tally.runs += 1
  tally.falselyFailed += falselyFailed.length
  if (hit.length > 1) tally.hitByMore += 1
  const [only] = faults
  if (only !== undefined && faults.length === 1) {
    tally.undecided.set(`${only.match} ${only.kind}`, undecided.length)
  }
  // An answer that is only slow is an answer.
  const harmless = faults.every(
    ({ match, kind }) => kind === 'slow-body' || WORDS_ONLY.includes(match) || !hit.includes(match),
  )
  const problems = [
    ...falselyFailed.map((id) => `${id} fails`),
    ...blockedByPassed.map((id) => `${id} waits for a check that passes`),
    ...(hit.length === 0 ? ['nothing was hit'] : []),
    ...(harmless === undecided.length > 0 ? [`undecided: ${undecided.join(' ') || 'none'}`] : []),
    ...((exitCode === EXIT.incomplete) === undecided.length > 0 ? [] : [`exit code ${exitCode}`]),
  ]
  const what = faults.map(({ match, kind }) => `${match} ${kind}`).join(', ')
  return [...problems.map((problem) => `${what}: ${problem}`), ...alone]
}

const tally = { runs: 0, falselyFailed: 0, hitByMore: 0, undecided: new Map<string, number>() }

async function wrongsOf(trials: readonly (readonly Fault[])[]): Promise<string[]> {
  const found: string[] = []
  for (const faults of trials) found.push(...(await wrongs(faults)))
  return found
}

beforeAll(makeWaitsBrief)
afterAll(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a fault never makes a check fail, and leaves something undecided', () => {
  test.for(OPERATIONS)('%s alone', { timeout: 120_000 }, async (one, { expect }) => {
    expect(await wrongsOf(KINDS_ALONE.map((kind) => [fault(one, kind)]))).toEqual([])
  })

  const firsts = [...new Set(GROUPS.flatMap(([one]) => one?.match ?? []))]
  test.for(firsts)('%s and others', { timeout: 240_000 }, async (first, { expect }) => {
    expect(await wrongsOf(GROUPS.filter(([one]) => one?.match === first))).toEqual([])
  })

  test.for(HANGING_ALONE)('%s never answers', { timeout: 60_000 }, async (one, { expect }) => {
    expect(await wrongs([fault(one, 'hang')], SHORT_LIMIT_MS)).toEqual([])
  })

  test.for(share(HANGING, 3))(
    '%s never answers, and %s breaks',
    { timeout: 60_000 },
    async ([one, other], { expect }) => {
      const faults = [fault(one, 'hang'), fault(other, 'reset')]
      expect(await wrongs(faults, SHORT_LIMIT_MS)).toEqual([])
    },
  )
})

afterAll(() => {
  const kinds = [...KINDS, 'hang'] as const
  const rows = OPERATIONS.map((operation) => {
    const cells = kinds.map((kind) =>
      String(tally.undecided.get(`${operation} ${kind}`) ?? '-').padStart(kind.length),
    )
    return [...cells, operation].join('  ')
  })
  const { runs, hitByMore, falselyFailed } = tally
  process.stdout.write(
    [
      'Checks that one fault leaves undecided (-: not tried here):',
      kinds.join('  '),
      ...rows,
      `${runs} runs with faults, ${hitByMore} of them hit by more than one: ${falselyFailed} checks falsely failed`,
      '',
    ].join('\n'),
  )
})
