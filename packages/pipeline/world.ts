import { found, Holes, type Observed } from '@grade4/unknown'
import type { Choices } from './choices.js'
import type { Effort } from './effort.js'
import { markGaps } from './evidence-gaps.js'
import { LATEST, REPOSITORY } from './graded.js'
import type { PipelineInput } from './input.js'
import type { JobGraph } from './jobs/graph.js'
import type { RepositoryFiles } from './repository-files.js'
import type { JobTrace, StepTrace } from './trace.js'
import { type Clock, virtualClock } from './twin/clock.js'
import type { TwinImage } from './twin/ecr-state.js'
import type { RepositoryState } from './twin/effects.js'
import { Twin } from './twin/twin.js'

/** What all worlds of one main.yml have in common. */
export interface Shared {
  readonly effort: Effort
  readonly files: RepositoryFiles
  readonly graph: JobGraph
}

/** One world: an account's twin that two pushes act on, and what they take the unknown to be. */
export class World {
  readonly input: PipelineInput
  readonly choices: Choices
  readonly effort: Effort
  readonly files: RepositoryFiles
  readonly graph: JobGraph
  readonly holes = new Holes()
  readonly clock: Clock
  readonly twin: Twin

  /** @param otherTime when the first push is made instead, on a clock that is slow: see `virtualClock` */
  constructor(
    input: PipelineInput,
    choices: Choices,
    { effort, files, graph }: Shared,
    otherTime: Date | null = null,
  ) {
    this.input = input
    this.choices = choices
    this.effort = effort
    this.files = files
    this.graph = graph
    this.clock = virtualClock(otherTime ?? input.startedAt, otherTime !== null)
    const { holes, clock } = this
    this.twin = new Twin({ view: markGaps(input.view), holes, clock })
  }

  /** The graded repository's images at this moment. */
  images(): Promise<Observed<readonly TwinImage[]>> {
    return this.twin.images(this.input.view.region, REPOSITORY)
  }
}

/** One push to main in a world: what has happened so far. */
export class Push {
  readonly world: World
  readonly steps: StepTrace[] = []
  readonly jobs: JobTrace[] = []
  /** Values of the push that are not known, by key: holes. */
  readonly unknown = new Map<string, string>()
  readonly #imagesAtStart: Observed<readonly TwinImage[]>

  constructor(world: World, imagesAtStart: Observed<readonly TwinImage[]>) {
    this.world = world
    this.#imagesAtStart = imagesAtStart
  }

  /** The graded repository now, compared with the beginning of this push. */
  async repositoryState(): Promise<Observed<RepositoryState>> {
    const now = await this.world.images()
    if (now.state !== 'found') return now
    if (this.#imagesAtStart.state === 'unknown') return this.#imagesAtStart
    const before = this.#imagesAtStart.state === 'found' ? this.#imagesAtStart.value : []
    // A tag that is on another image now was moved there by the pipeline itself.
    const held = new Set(now.value.flatMap(({ tags }) => tags))
    return found({
      latestOn: now.value.filter(({ tags }) => tags.includes(LATEST)).map(({ digest }) => digest),
      lost: before.flatMap(({ digest, tags }) =>
        tags.filter((tag) => tag !== LATEST && !held.has(tag)).map((tag) => ({ tag, digest })),
      ),
    })
  }
}
