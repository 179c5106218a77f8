import { byHand, byLog, type Reason, UnknownError } from '@grade4/unknown'
import { Choices, TooManyChoices } from './choices.js'
import { Effort, TooMuchEffort } from './effort.js'
import type { PipelineInput } from './input.js'
import { graphOf } from './jobs/graph.js'
import { runJobs } from './jobs/run-jobs.js'
import { schedulesOf } from './jobs/schedule.js'
import { RepositoryFiles } from './repository-files.js'
import {
  type PipelineTrace,
  placeOf,
  type RunTrace,
  type ScheduleTrace,
  type WorldTrace,
} from './trace.js'
import { Push, type Shared, World } from './world.js'

/** The second push comes this long after the first, in milliseconds of virtual time. */
const BETWEEN_PUSHES_MS = 60_000

const DAY_MS = 86_400_000

/** 400 days, half a day and some minutes: no field of a date or a time stays the same. */
const ANOTHER_TIME_MS = 34_604_009_171

/**
 * When the first push is made once more: where the other one is on a working day, on a weekend, and the other way
 * round, and at night for one at noon, whatever the zone. A pipeline for working hours is seen to do something else.
 */
export function anotherTime(startedAt: Date): Date {
  const later = new Date(startedAt.getTime() + ANOTHER_TIME_MS)
  const isWeekend = [0, 6].includes(startedAt.getUTCDay())
  // Saturday afternoon and Sunday morning at Greenwich are on a weekend everywhere, Wednesday is nowhere.
  const day = isWeekend ? 3 : later.getUTCHours() < 12 ? 7 : 6
  return new Date(later.getTime() + ((day - later.getUTCDay() + 7) % 7) * DAY_MS)
}

/**
 * What main.yml does when it is pushed to main twice, a minute apart: run on a twin of the account, in
 * every order that its jobs may take, and for each way that what is not known may turn out.
 */
export async function runPipeline(input: PipelineInput): Promise<PipelineTrace> {
  const { account, region } = input.view
  const effort = new Effort()
  const files = new RepositoryFiles(input.github.file ?? null)
  const { repository } = input.github
  const name = repository === null ? '' : `${repository.owner}/${repository.name}`
  const graph = await graphOf(input.workflow, { repository: name, files })
  const shared: Shared = { effort, files, graph }
  const schedules: ScheduleTrace[] = []
  const seenAtAnotherTime = new Set<string>()
  try {
    for (const order of schedulesOf(graph.nodes)) {
      schedules.push({
        order,
        worlds: await runWorlds(input, order, shared, seenAtAnotherTime),
      })
    }
    return { account, region, schedules, work: effort.work, incomplete: null }
  } catch (error) {
    const incomplete = reasonOf(error)
    if (incomplete === null) throw error
    return { account, region, schedules: [], work: effort.work, incomplete }
  }
}

function reasonOf(error: unknown): Reason | null {
  if (error instanceof UnknownError) return error.reason
  if (error instanceof TooManyChoices) {
    const because = `too much of main.yml hangs on what is not known: ${error.reason.because}`
    return { because, remedy: error.reason.remedy }
  }
  if (error instanceof TooMuchEffort) {
    const because = `main.yml takes more than the grader spends on one: ${error.message}`
    return byHand(because, 'the pipeline')
  }
  return null
}

async function runWorlds(
  input: PipelineInput,
  order: readonly string[],
  shared: Shared,
  seenAtAnotherTime: Set<string>,
): Promise<WorldTrace[]> {
  const worlds: WorldTrace[] = []
  const open: boolean[][] = [[]]
  for (let given = open.pop(); given !== undefined; given = open.pop()) {
    const choices = new Choices(given)
    const world = new World(input, choices, shared)
    const trace = await runWorld(world, order)
    const builds = buildsIn(trace.runs[0]).filter((build) => !seenAtAnotherTime.has(build))
    const same = new Choices(choices.made.map(({ holds }) => holds))
    const slow = new World(input, same, shared, anotherTime(input.startedAt))
    const first = world.clock.wasRead || builds.length > 0 ? await runPush(slow, order) : null
    for (const build of builds) seenAtAnotherTime.add(build)
    worlds.push({ ...trace, atAnotherTime: first })
    if (first !== null && world.clock.wasRead && mayHangOnTime(trace.runs, first)) {
      const other = await runWorld(slow, order, first)
      if (shapeOf(other.runs) !== shapeOf(trace.runs)) {
        const assumptions = [{ step: null, reason: CLOCK, holds: false }, ...other.assumptions]
        worlds.push({ ...other, assumptions, atAnotherTime: null })
      }
    }
    open.push(...choices.alternatives())
  }
  return worlds
}

const CLOCK: Reason = byLog(
  'what the pipeline does hangs on the time at which it runs, or on how long commands take',
)

/**
 * Whether two pushes at another time may do something else. Where the first does the same then, and the second
 * nothing but what the first does, nothing that is in the account by the second one decides either.
 */
function mayHangOnTime([first, second]: WorldTrace['runs'], atAnotherTime: RunTrace): boolean {
  const shape = shapeOf([first])
  return shapeOf([atAnotherTime]) !== shape || shapeOf([second]) !== shape
}

/** What runs did, whatever times and other numbers stand in it. */
function shapeOf(runs: readonly RunTrace[]): string {
  const shapes = runs.map(({ jobs, steps, end }) => ({
    jobs: jobs.map(({ job, result }) => [job, result]),
    steps: steps.map(({ step, outcome, effects, unknown }) => [
      `${step.job}/${placeOf(step)}`,
      outcome,
      effects,
      unknown?.reach,
    ]),
    end: end.state === 'found' ? end.value : end.state,
  }))
  return JSON.stringify(shapes).replaceAll(/[\da-f]{2,}|\d/g, '')
}

/** The steps of a run that build an image, each as a text that stands for it. */
function buildsIn({ steps }: RunTrace): string[] {
  return steps
    .filter(({ effects }) => effects.some(({ kind }) => kind === 'build'))
    .map(({ step }) => `${step.job}/${placeOf(step)}`)
}

/** Both pushes of a world; `made`: the first one, where it has been made. */
async function runWorld(
  world: World,
  order: readonly string[],
  made: RunTrace | null = null,
): Promise<Omit<WorldTrace, 'atAnotherTime'>> {
  const first = made ?? (await runPush(world, order))
  const secondAt = Date.parse(first.startedAt) + BETWEEN_PUSHES_MS
  world.clock.advance(secondAt - world.clock.now())
  const second = await runPush(world, order)
  return {
    assumptions: world.choices.made,
    reasons: world.holes.reasons,
    runs: [first, second],
  }
}

async function runPush(world: World, order: readonly string[]): Promise<RunTrace> {
  const startedAt = new Date(world.clock.now()).toISOString()
  const push = new Push(world, await world.images())
  await runJobs(push, world.graph, order)
  return {
    startedAt,
    endedAt: new Date(world.clock.now()).toISOString(),
    jobs: push.jobs,
    steps: push.steps,
    end: await push.repositoryState(),
  }
}
