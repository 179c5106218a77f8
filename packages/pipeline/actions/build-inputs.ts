import { parseImageReference } from '../image-reference.js'
import { withTime } from '../open-tag.js'
import { platformName } from '../platform.js'
import { type ActionCall, input } from './action.js'
import type { BuildFailure } from './effects.js'
import { booleanInput, linesInput, listInput } from './input-values.js'

/** What the inputs of docker/build-push-action come to. */
export interface BuildInputs {
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
export function readBuildInputs(call: ActionCall): BuildInputs {
  const { world } = call.run.push
  const { holes } = world
  const lenient = /^v?2\.[0-5](\.|$)/.test(call.ref)
  const named = listInput(input(call, 'tags'))
  const tags = world.input.tagsByTime ? named.map((tag) => withTime(holes, tag)) : named
  const given = listInput(input(call, 'platforms'))
  const platforms = given.length > 0 ? given.map(normalised) : runnersOwn(call)
  const unknownPlatform = holes.reasonsIn(given.join('\n')).length > 0
  const refused = BOOLEANS.flatMap((name) => {
    const read = booleanInput(call, name, lenient)
    return 'refused' in read ? [refusedInput(name, read.refused)] : []
  })
  return {
    pushes: pushes(call, lenient),
    loads: loads(call, lenient),
    platforms: unknownPlatform ? null : platforms,
    platformsDefault: given.length === 0,
    tags,
    failure: refused[0] ?? badTag(call, tags) ?? badPlatform(call, given),
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
  const { holes } = call.run.push.world
  if (value === null || holes.reasonsIn(input(call, 'outputs')).length > 0) return null
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

function badTag(call: ActionCall, tags: readonly string[]) {
  const { holes } = call.run.push.world
  const bad = tags.find(
    (tag) => holes.reasonsIn(tag).length === 0 && parseImageReference(tag) === null,
  )
  return bad === undefined ? null : refusedInput('tags', `"${bad}" is not a valid tag`)
}

function badPlatform(call: ActionCall, given: readonly string[]) {
  const { holes } = call.run.push.world
  const bad = given.find(
    (platform) =>
      holes.reasonsIn(platform).length === 0 && !/^[\w.-]+(\/[\w.-]+(\/[\w.-]+)?)?$/.test(platform),
  )
  return bad === undefined ? null : refusedInput('platforms', `"${bad}" is not a platform`)
}
