import type { Status } from '@grade4/shell'
import { byHand, cannotFollow, hasHole, UnknownError, unknown } from '@grade4/unknown'
import { parseEcrImage } from '../image-reference.js'
import { CALL_NEEDS_MS, whyUncertain } from '../way-to-aws.js'
import type { JobCommand, JobInvocation } from './command.js'
import { buildImage } from './docker-build.js'
import { hostOf, logIn } from './docker-login.js'
import { pushImages } from './docker-push.js'

/** A command of docker: all its arguments, and those behind its name. */
type DockerCommand = (
  invocation: JobInvocation,
  args: readonly string[],
  rest: readonly string[],
) => Promise<Status>

const push: DockerCommand = (invocation, args, rest) => {
  invocation.emit({ kind: 'raw-docker', command: 'push', args })
  return pushImages(invocation, rest)
}

const logOut: DockerCommand = async ({ machine }, _args, [server = '']) => {
  machine.docker.logOut(hostOf(server))
  return 0
}

/** Commands that only look, or tidy up: nothing that is graded hangs on them. */
const LOOKING = new Set([
  ...['version', 'info', 'images', 'image', 'ps', 'logs', 'inspect', 'history', 'context'],
  ...['system', 'container', 'network', 'volume', 'rmi', 'rm', 'stop', 'search', 'events'],
  ...['stats', 'top', 'port', 'diff', 'manifest-inspect'],
  ...['create', 'use', 'inspect', 'ls', 'version', 'rm', 'install', 'du', 'prune', 'stop'].map(
    (command) => `buildx ${command}`,
  ),
  'buildx uninstall',
  'buildx imagetools inspect',
])

/** Options by which docker talks to another machine, or keeps its logins in another folder. */
const ELSEWHERE = /^(-H|--host|-c|--context|--config)(=|$)/

/** `docker`: logs in, builds and tags in the job's own store, and pushes to the twin. */
export const docker: JobCommand = async (invocation) => {
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^(--version|-v)$/.test(option)) return look(invocation)
    if (/^(-H|--host|-c|--context|-l|--log-level|--config)$/.test(option)) args.shift()
  }
  const { uncertain, host } = invocation
  const doubt = await whyUncertain({
    ...invocation,
    client: 'docker',
    service: 'ecr',
    timeLeftMs: invocation.timeLeft(),
    needsMs: CALL_NEEDS_MS,
  })
  const own = invocation.args.slice(0, invocation.args.length - args.length)
  const isElsewhere = own.some((arg) => ELSEWHERE.test(arg))
  if ((doubt !== null || isElsewhere) && !LOOKING.has(args[0] ?? '')) {
    const reason = doubt ?? cannotFollow('the script gives docker another host or folder').reason
    if (args[0] === 'login') invocation.machine.docker.logIn(host.holes.hole(reason), '')
    throw new UnknownError(reason)
  }
  if (uncertain !== null && args[0] !== 'build') {
    if (args[0] === 'login') invocation.machine.docker.logIn(uncertain, '')
    return host.holes.unknown(uncertain)
  }
  for (const words of [3, 2, 1]) {
    const name = args.slice(0, words).join(' ')
    const command = COMMANDS.get(name)
    if (command !== undefined) return command(invocation, args, args.slice(words))
    if (LOOKING.has(name)) return look(invocation)
  }
  const name = args.slice(0, args[0] === 'buildx' ? 2 : 1).join(' ')
  throw cannotFollow(`the script runs docker ${name}, which the grader lacks`)
}

async function look({ host, out, args }: JobInvocation): Promise<Status> {
  const because = `the script prints what docker ${args[0] ?? ''} says`
  await out(`${host.holes.hole(byHand(because))}\n`)
  return 0
}

/**
 * Containers and their files: what is in them is not looked into. Afterwards there may be images that are not known.
 * `able`: the words that tell what they may have done to AWS.
 */
async function passOver(
  { host, out, machine, input }: JobInvocation,
  args: readonly string[],
  able: readonly string[] = args,
): Promise<Status> {
  const { reason } = cannotFollow(`the script runs docker ${args[0]}, which is not looked into`)
  machine.docker.mayHoldOthers ??= reason
  input.rest()
  await out(`${host.holes.hole(reason)}\n`)
  return { ...unknown(reason.because, reason.remedy), passedOver: { reason, words: able } }
}

/** Options of `docker run` that give a container nothing of the machine's: those that stand alone, and with a value. */
const ALONE = /^(--rm|--init|--quiet|-q|-[itd]+)$/
const WITH_VALUE =
  /^(--(platform|name|publish|workdir|entrypoint|network|memory|cpus|user|pull)(=|$)|-[pwmu]$)/

function givesNothing(options: readonly string[]): boolean {
  const left = [...options]
  for (let arg = left.shift(); arg?.startsWith('-'); arg = left.shift()) {
    if (ALONE.test(arg)) continue
    if (!WITH_VALUE.test(arg)) return false
    if (!arg.includes('=')) left.shift()
  }
  return true
}

/**
 * Emulators for other architectures are the one container that pipelines need. What runs in one that is given nothing
 * has no credentials.
 */
const run: DockerCommand = async (invocation, args, rest) => {
  if (rest.some((arg) => /^(tonistiigi\/binfmt|multiarch\/qemu-user-static)/.test(arg))) {
    return look(invocation)
  }
  return passOver(invocation, args, givesNothing(rest) ? [] : args)
}

const tag: DockerCommand = async (
  { machine, emit, host, err },
  args,
  [source = '', target = ''],
) => {
  emit({ kind: 'raw-docker', command: 'tag', args })
  if (hasHole(source)) throw new UnknownError(host.holes.reasonFor(source))
  const image = machine.docker.image(source)
  if (image === undefined) {
    if (machine.docker.mayHoldOthers !== null) throw new UnknownError(machine.docker.mayHoldOthers)
    await err(`Error response from daemon: No such image: ${source}\n`)
    return 1
  }
  machine.docker.addImage(target, image)
  return 0
}

const pull: DockerCommand = async ({ machine, emit, host, err }, args, rest) => {
  const reference = rest.findLast((arg) => !arg.startsWith('-')) ?? ''
  emit({ kind: 'raw-docker', command: 'pull', args })
  if (hasHole(reference)) throw new UnknownError(host.holes.reasonFor(reference))
  const wanted = parseEcrImage(reference)
  if (wanted === null) {
    machine.docker.addImage(reference, { platforms: [`linux/${machine.architecture}`] })
    return 0
  }
  const { host: registry, account, region, repository, tag: name } = wanted
  if (machine.docker.passwordFor(registry) === null || account !== machine.twin.account) {
    await err('Error response from daemon: no basic auth credentials\n')
    return 1
  }
  const images = await machine.twin.ecr.images(region, repository)
  if (images.state === 'unknown') throw new UnknownError(images)
  const all = images.state === 'found' ? images.value : []
  const image = all.find(({ tags }) => tags.includes(name))
  if (image === undefined) {
    await err(`Error response from daemon: manifest for ${reference} not found\n`)
    return 1
  }
  machine.docker.addImage(reference, { platforms: image.platforms, digest: image.digest })
  return 0
}

/** What is followed, by the words that it begins with. */
const COMMANDS: ReadonlyMap<string, DockerCommand> = new Map([
  ['login', (invocation, _args, rest) => logIn(invocation, rest)],
  ['logout', logOut],
  ['build', buildImage],
  ['image build', buildImage],
  ['buildx build', buildImage],
  ['buildx b', buildImage],
  ['tag', tag],
  ['image tag', tag],
  ['push', push],
  ['image push', push],
  ['pull', pull],
  ['image pull', pull],
  ['run', run],
  ['compose', passOver],
  ['exec', passOver],
  ['save', passOver],
  ['load', passOver],
])
