import { posix } from 'node:path'
import { byHand, hasHole, type Reason } from '@grade4/unknown'
import { isAddress, repositoryBuilt } from '../build-context.js'
import { workspaceOf } from '../contexts.js'
import { parseEcrHost, parseImageReference } from '../image-reference.js'
import type { JobRun } from '../jobs/job-run.js'
import { isMissing } from '../jobs/missing-path.js'
import { mayReadRepository } from '../jobs/repository-access.js'
import { withTime } from '../open-tag.js'
import { platformName } from '../platform.js'
import { BUILD_NEEDS_MS } from '../way-to-aws.js'
import {
  type Action,
  type ActionCall,
  type ActionResult,
  failed,
  input,
  succeeded,
  whyActionUncertain,
} from './action.js'
import type { BuildFailure } from './effects.js'
import { booleanInput, linesInput, listInput } from './input-values.js'

/** A build takes about this long, in milliseconds. */
const BUILD_MS = 20_000

/**
 * docker/build-push-action: builds, and pushes where its inputs say so.
 * Source: docker/build-push-action, `README.md` and `src/context.ts`; docker/buildx.
 */
export const buildPush: Action = async (call) => {
  const { run } = call
  if (call.major === 1) return succeeded({ unknown: VERSION_ONE, others: VERSION_ONE })
  const inputs = readBuildInputs(call)
  const failure = inputs.failure ?? (await unbuildable(call, inputs))
  const source = repositoryBuilt(run, input(call, 'context'))
  const uncertain =
    (/^(build)?$/i.test(input(call, 'call')) ? null : BUILDS_NOTHING) ??
    run.machine.builderDoubt ??
    (await whyActionUncertain(call, 'docker', 'ecr', BUILD_NEEDS_MS))
  call.emit({
    kind: 'build',
    pushes: inputs.pushes,
    ...(source === 'graded' ? {} : { otherRepository: source.repository }),
    platforms: inputs.platforms,
    platformsDefault: inputs.platformsDefault,
    tags: inputs.tags,
    inputs: Object.fromEntries(call.inputs),
    places: Object.fromEntries(call.places),
    failure,
  })
  if (failure !== null) return failed(failure.kind, failure.message)
  run.push.world.clock.advance(BUILD_MS)
  for (const folder of cacheFolders(input(call, 'cache-to'))) {
    const path = posix.resolve(workspaceOf(run.push), folder)
    run.machine.fs.mkdirSync(path, { recursive: true })
    run.machine.fs.addUnlisted(path)
  }
  if (inputs.loads) {
    for (const tag of inputs.tags) {
      run.machine.docker.addImage(tag, { platforms: inputs.platforms ?? [] })
    }
  }
  const outcome = inputs.pushes === true ? await pushAll(call, inputs) : null
  // The rest is judged as if it went well.
  if (uncertain !== null) return succeeded({ unknown: uncertain, others: OUTPUTS })
  if (outcome?.failure != null) return outcome
  const unknown = inputs.pushes === null ? PUSH_UNKNOWN : (outcome?.unknown ?? null)
  return succeeded({ unknown, others: OUTPUTS })
}

/** Folders that a build writes its cache to. Source: Docker docs, "Local cache". */
function cacheFolders(caches: string): string[] {
  return linesInput(caches).flatMap((cache) => {
    const fields = new Map(cache.split(',').map((field) => settingOf(field.trim())))
    const folder = fields.get('dest')
    return fields.get('type') === 'local' && folder !== undefined && !hasHole(folder)
      ? [folder]
      : []
  })
}

/** `NAME=VALUE`. */
function settingOf(field: string): [string, string] {
  const at = field.indexOf('=')
  return [field.slice(0, at), field.slice(at + 1)]
}

const VERSION_ONE: Reason = {
  because: 'docker/build-push-action@v1 is another action than its later versions',
  remedy: 'Use docker/build-push-action@v2 or later.',
}

const PUSH_UNKNOWN: Reason = byHand(
  'whether docker/build-push-action pushes hangs on a value that is not known',
)

const BUILDS_NOTHING: Reason = {
  because:
    'the input call may make docker/build-push-action look at the Dockerfile and build nothing',
  remedy: 'Leave out "call:", or let the course staff grade this step by hand.',
}

const OUTPUTS: Reason = byHand(
  'the outputs of docker/build-push-action are only known when it runs',
  'what depends on them',
)

/** What keeps the build from working although its inputs are fine. */
async function unbuildable(
  call: ActionCall,
  { platforms }: BuildInputs,
): Promise<BuildFailure | null> {
  const { run } = call
  const context = input(call, 'context')
  if (!isAddress(context)) {
    const dockerfile = input(call, 'file') || posix.join(context, 'Dockerfile')
    for (const path of [context, dockerfile]) {
      if (await isMissing(run, path)) {
        return { kind: 'input', message: absence(run, context, path), input: 'context' }
      }
    }
  }
  if (context === '' && !mayReadRepository(run)) {
    return {
      kind: 'contents-permission',
      message: `its token may not read the repository (${run.permissions.words} leaves out contents: read)`,
      input: null,
    }
  }
  const own = run.runner.architecture
  const foreign = platforms?.find((platform) => own !== null && platform !== `linux/${own}`)
  if (foreign !== undefined && !run.canBuildForeign) {
    return {
      kind: 'builder',
      message: `the runner (${run.runner.label}) can't run programs for ${foreign}: no step before it sets up Buildx or QEMU`,
      input: 'platforms',
    }
  }
  return null
}

/** Why the build's files are not there. */
function absence(run: JobRun, context: string, path: string): string {
  const [folder] = run.machine.checkouts
  if (folder === undefined) {
    return `context ${context} is empty, since no step before it checks out the repository`
  }
  const where = posix.relative(workspaceOf(run.push), folder.directory)
  return where === ''
    ? `${path} does not exist: it is outside the repository, and no step before makes it`
    : `${path} does not exist: the repository is checked out to the folder ${where}`
}

async function pushAll(call: ActionCall, inputs: BuildInputs): Promise<ActionResult> {
  const { run } = call
  if (inputs.tags.length === 0) return failed('input', 'a push needs a tag, and it has none')
  await run.machine.pushBegins(call.emit)
  let unknown: Reason | null = null
  for (const { registry, repository, tags } of destinations(inputs.tags)) {
    const result = await pushTo(call, inputs, registry, repository, tags)
    if (result.failure !== null) return result
    unknown ??= result.unknown
  }
  return succeeded({ unknown })
}

interface Destination {
  readonly registry: string
  readonly repository: string
  readonly tags: readonly string[]
}

/** Tags by the repository they go to, in order. */
function destinations(references: readonly string[]): Destination[] {
  const found = new Map<string, { registry: string; repository: string; tags: string[] }>()
  for (const reference of references) {
    const { registry, repository, tag } = split(reference)
    const key = `${registry}/${repository}`
    const destination = found.get(key) ?? { registry, repository, tags: [] }
    destination.tags.push(tag)
    found.set(key, destination)
  }
  return [...found.values()]
}

function split(reference: string): { registry: string; repository: string; tag: string } {
  const parsed = parseImageReference(reference)
  if (parsed !== null) return { ...parsed, tag: parsed.tag ?? 'latest' }
  // It holds marks, or it would have been refused before.
  const slash = reference.indexOf('/')
  const colon = reference.indexOf(':', Math.max(slash, 0))
  const end = colon < 0 ? reference.length : colon
  return {
    // Without a slash the mark may hold the registry, too.
    registry: reference.slice(0, slash < 0 ? end : slash),
    repository: reference.slice(slash + 1, end),
    tag: colon < 0 ? 'latest' : reference.slice(colon + 1),
  }
}

async function pushTo(
  call: ActionCall,
  inputs: BuildInputs,
  registry: string,
  repository: string,
  tags: readonly string[],
): Promise<ActionResult> {
  const { run } = call
  const { twin, holes } = run.push.world
  const password = run.machine.docker.passwordFor(registry)
  const ecr = parseEcrHost(registry)
  const [unknown] = holes.reasonsIn(registry)
  if (unknown !== undefined) return succeeded({ unknown })
  if (ecr === null) {
    return password === null
      ? failed(
          'sign-in',
          `it may not push to ${registry}/${repository}: nothing signed in to ${registry}`,
        )
      : succeeded()
  }
  const answer = await twin.push({
    registryAccount: ecr.account,
    region: ecr.region,
    repository,
    tags,
    image: { platforms: inputs.platforms ?? [] },
    password,
    emit: call.emit,
  })
  if (answer.state === 'unknown') return succeeded({ unknown: answer })
  return answer.state === 'refused'
    ? failed('aws', `ECR refuses the push: ${answer.message} (${answer.code})`)
    : succeeded()
}

/** What the inputs of docker/build-push-action come to. */
interface BuildInputs {
  /** `null`: not known. */
  readonly pushes: boolean | null
  /** The image also goes to the runner's own store. */
  readonly loads: boolean
  /** Normalised; `null`: not known. */
  readonly platforms: readonly string[] | null
  readonly platformsDefault: boolean
  readonly tags: readonly string[]
  /** Why the action refuses them, and which input is at fault. */
  readonly failure: BuildFailure | null
}

const BOOLEANS = ['push', 'load', 'no-cache', 'pull']

/**
 * Reads the inputs of docker/build-push-action v2 and later.
 * Source: docker/build-push-action v2.0.0, v2.6.0, v2.10.0, v6.16.0; docker/buildx, `--output`.
 */
function readBuildInputs(call: ActionCall): BuildInputs {
  const { world } = call.run.push
  const { holes } = world
  const lenient = /^v?2\.[0-5](\.|$)/.test(call.ref)
  const named = listInput(input(call, 'tags'))
  const tags = world.input.tagsByTime ? named.map((tag) => withTime(holes, tag)) : named
  const given = listInput(input(call, 'platforms'))
  const platforms = given.length > 0 ? given.map(normalised) : runnersOwn(call)
  const refused = BOOLEANS.flatMap((name) => {
    const read = booleanInput(call, name, lenient)
    return 'refused' in read ? [refusedInput(name, read.refused)] : []
  })
  return {
    pushes: pushes(call, lenient),
    loads: loads(call, lenient),
    platforms: given.some(hasHole) ? null : platforms,
    platformsDefault: given.length === 0,
    tags,
    failure: refused[0] ?? badTag(tags) ?? badPlatform(given),
  }
}

function refusedInput(input: string, message: string): BuildFailure {
  return { kind: 'input', message, input }
}

function runnersOwn({ run }: ActionCall): string[] | null {
  return run.runner.architecture === null ? null : [`linux/${run.runner.architecture}`]
}

/** `linux/arm64/v8` and `arm64` are `linux/arm64`. Source: github.com/containerd/platforms, `Parse`. */
function normalised(platform: string): string {
  const parts = platform.split('/')
  const [os = '', architecture = '', variant = null] =
    parts.length === 1 ? ['linux', platform] : parts
  return platformName({ os, architecture, variant })
}

function pushes(call: ActionCall, lenient: boolean): boolean | null {
  const push = booleanInput(call, 'push', lenient)
  // A word that the action refuses still says what was meant.
  const value = 'refused' in push ? !/^(no|n|off|0)?$/i.test(input(call, 'push')) : push.value
  const exporters = outputsOf(call)
  if (value === null || hasHole(input(call, 'outputs'))) return null
  if (value !== true && !exporters.some((exporter) => exporter.pushes)) return false
  return exporters.every(({ isPlain }) => isPlain) ? true : null
}

function loads(call: ActionCall, lenient: boolean): boolean {
  const load = booleanInput(call, 'load', lenient)
  if (!('refused' in load) && load.value === true) return true
  return outputsOf(call).some(({ type }) => type === 'docker')
}

/** Attributes of an image's exporter that change neither where the image goes nor under which tags. */
const PLAIN =
  /^(type|push|compression.*|force-compression|oci-mediatypes|rewrite-timestamp|store|unpack|annotation.*)$/

interface Exporter {
  readonly type: string
  readonly pushes: boolean
  /** With a push it puts the image into the registry under the tags of the action, and does nothing else. */
  readonly isPlain: boolean
}

/** The exporters of `outputs:`, of which `type=registry` and `type=image,push=true` push. */
function outputsOf(call: ActionCall): Exporter[] {
  return linesInput(input(call, 'outputs')).map((line) => {
    const attributes = new Map(
      line.split(',').map((pair): [string, string] => {
        const [key = '', ...value] = pair.split('=')
        return [key.trim().toLowerCase(), value.join('=').trim().toLowerCase()]
      }),
    )
    const type = attributes.get('type') ?? ''
    const pushed = attributes.get('push') === 'true'
    return {
      type,
      pushes: type === 'registry' || (type === 'image' && pushed),
      isPlain:
        (type === 'registry' || type === 'image') &&
        attributes.get('push') !== 'false' &&
        [...attributes.keys()].every((name) => PLAIN.test(name)),
    }
  })
}

function badTag(tags: readonly string[]): BuildFailure | null {
  const bad = tags.find((tag) => !hasHole(tag) && parseImageReference(tag) === null)
  return bad === undefined ? null : refusedInput('tags', `"${bad}" is not a valid tag`)
}

const PLATFORM = /^[\w.-]+(\/[\w.-]+(\/[\w.-]+)?)?$/

function badPlatform(given: readonly string[]): BuildFailure | null {
  const bad = given.find((platform) => !hasHole(platform) && !PLATFORM.test(platform))
  return bad === undefined ? null : refusedInput('platforms', `"${bad}" is not a platform`)
}
