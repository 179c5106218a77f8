import { parseArgs } from 'node:util'
import type { Status } from '@grade4/shell'
import { byHand, cannotFollow } from '@grade4/unknown'
import type { JobInvocation } from './command.js'
import { pushOne } from './docker-push.js'

/** How long a build takes on the run's clock, in milliseconds. */
const BUILD_MS = 60_000

/** `docker build`, `docker buildx build`: assumed to succeed; the image is in the job's store. */
export async function buildImage(
  invocation: JobInvocation,
  args: readonly string[],
  rest: readonly string[],
): Promise<Status> {
  const { machine, emit, host, out } = invocation
  emit({ kind: 'raw-docker', command: args[0] === 'buildx' ? 'buildx' : 'build', args })
  const { tags, platforms, pushes } = buildOptions(rest)
  machine.twin.clock.advance(BUILD_MS)
  const built = platforms.length > 0 ? platforms : [`linux/${machine.architecture}`]
  const image = { platforms: built }
  for (const tag of tags) machine.docker.addImage(tag, image)
  const because = 'the script prints what docker build says'
  await out(`${host.holes.hole(byHand(because))}\n`)
  if (!pushes) return 0
  for (const tag of tags) {
    const status = await pushOne(invocation, tag)
    if (status !== 0) return status
  }
  return 0
}

function buildOptions(args: readonly string[]) {
  const repeated = { type: 'string', multiple: true } as const
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      tag: { ...repeated, short: 't' },
      platform: repeated,
      push: { type: 'boolean' },
      output: { ...repeated, short: 'o' },
    },
  })
  const [tags = [], platforms = [], outputs = []] = [
    values.tag,
    values.platform,
    values.output,
  ].map((all) => [all ?? []].flat().map(String))
  const pushing = outputs.filter((output) => /type=registry|push=true/.test(output))
  if (pushing.some((output) => output.includes('name=')))
    throw cannotFollow('the script names its image in docker build --output')
  const pushes = pushing.length > 0 || !['undefined', 'false'].includes(String(values.push))
  return { tags, platforms: platforms.flatMap((each) => each.split(',')), pushes }
}
