import { byHand, Holes, hasHole, type Reason } from '@grade4/unknown'
import { githubText } from '../contexts.js'
import { type Action, type ActionCall, failed, input, succeeded } from './action.js'
import { linesInput } from './input-values.js'
import { asksForLatest, NotFollowed, Refused, readImages, tagsOf } from './metadata-tags.js'

const UNKNOWN: Reason = {
  because: 'docker/metadata-action makes tags in a way that the grader does not follow',
  remedy: 'Write the two tags out in the build and push steps.',
}

/** Made from the repository's page and the hour, like the action's other outputs. */
const LABEL: Reason = byHand(
  'the grader does not follow the labels that docker/metadata-action makes',
  'what depends on them',
)

/** Labels that the action always makes. */
const LABELS = ['created', 'description', 'licenses', 'source', 'title', 'url']

/**
 * docker/metadata-action: makes tags from what is known about the push. Its outputs `tags`, `tag-names`,
 * `version` and `json` are known, the last one but for its labels, and what it exports of them.
 */
export const metadata: Action = async (call) => {
  // Version 1 had other inputs.
  if (call.major === 1 || call.env.DOCKER_METADATA_SHORT_SHA_LENGTH !== undefined) return unknown()
  if (!['', 'workflow'].includes(input(call, 'context'))) return unknown()
  try {
    const flavorEntries = entriesOf(call, 'flavor')
    if (flavorEntries.some(hasHole)) return unknown()
    const images = readImages(entriesOf(call, 'images'))
    const tags = tagsOf(entriesOf(call, 'tags'), asksForLatest(flavorEntries), pushOf(call))
    return made(call, images, tags)
  } catch (error) {
    if (error instanceof Refused) return failed('input', Holes.show(error.message))
    if (error instanceof NotFollowed) return unknown()
    throw error
  }
}

function unknown() {
  return succeeded({ others: UNKNOWN })
}

function made(call: ActionCall, images: readonly string[], names: readonly string[]) {
  const references =
    images.length === 0 ? names : images.flatMap((image) => names.map((name) => `${image}:${name}`))
  const separator = call.inputs.get('sep-tags') || '\n'
  const tags = references.join(separator)
  const version = names[0] ?? ''
  const label = call.run.push.world.holes.hole(LABEL)
  const labels = Object.fromEntries(LABELS.map((name) => [named(name), label]))
  const json = JSON.stringify({
    tags: references,
    labels: { ...labels, [named('version')]: version, [named('revision')]: pushOf(call).sha },
    annotations: [label],
  })
  const silent = call.env.DOCKER_METADATA_SET_OUTPUT_ENV === 'false'
  return succeeded({
    outputs: { tags, version, json, 'tag-names': names.join(separator) },
    others: LABEL,
    exports: silent
      ? {}
      : {
          DOCKER_METADATA_OUTPUT_TAGS: tags,
          DOCKER_METADATA_OUTPUT_VERSION: version,
          DOCKER_METADATA_OUTPUT_JSON: json,
          DOCKER_METADATA_OUTPUT_LABELS: label,
        },
  })
}

function named(label: string): string {
  return `org.opencontainers.image.${label}`
}

/** The input's entries, one a line; a line that begins with `#` is a comment. */
function entriesOf(call: ActionCall, name: string): string[] {
  return linesInput(input(call, name)).filter((line) => !line.startsWith('#'))
}

function pushOf({ run }: ActionCall) {
  const sha = githubText(run.push, run.job, 'sha')
  const defaultBranch = run.push.world.input.github.repository?.defaultBranch ?? 'main'
  const { holes, clock } = run.push.world
  const shortSha = holes.hole(holes.reasonFor(sha), 'word')
  const branch = githubText(run.push, run.job, 'ref_name')
  return { branch, defaultBranch, sha, shortSha, time: () => clock.read() }
}
