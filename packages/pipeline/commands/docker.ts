import { parseArgs } from 'node:util'
import type { Status } from '@grade4/shell'
import { byHand, cannotFollow, hasHole, mayBeSplit, UnknownError, unknown } from '@grade4/unknown'
import { parseEcrHost, parseEcrImage } from '../image-reference.js'
import { CALL_NEEDS_MS, whyUncertain } from '../way-to-aws.js'
import type { JobCommand, JobInvocation } from './command.js'

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
  const images = await machine.twin.images(region, repository)
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

/** How long a build takes on the run's clock, in milliseconds. */
const BUILD_MS = 60_000

/** `docker build`, `docker buildx build`: assumed to succeed; the image is in the job's store. */
async function buildImage(
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

/** `docker login`. Throws `UnknownError` where it is not known whether the registry takes the login. */
async function logIn(
  { machine, host, input, out, err, emit }: JobInvocation,
  args: readonly string[],
): Promise<Status> {
  const { values, positionals } = optionsIn(args)
  const password = values['password-stdin'] ? input.rest().trimEnd() : (values.password ?? '')
  const username = values.username ?? ''
  const registry = hostOf(positionals[0] ?? '')
  if (hasHole(registry)) {
    machine.docker.logIn(registry, '')
    throw new UnknownError(host.holes.reasonFor(registry))
  }
  if (username === '' || password === '') {
    await err('Error: Cannot perform an interactive login from a non TTY device\n')
    return 1
  }
  const ecr = parseEcrHost(registry)
  const answer = ecr === null ? null : machine.twin.signIn(ecr, { username, password }, emit)
  if (answer?.state === 'refused') {
    await err(
      `Error response from daemon: login attempt to https://${registry}/v2/ failed: ${answer.message}\n`,
    )
    return 1
  }
  if (answer?.state === 'unknown') {
    machine.docker.logIn(registry, host.holes.hole(answer))
    throw new UnknownError(answer)
  }
  machine.docker.logIn(registry === '' ? 'docker.io' : registry, password)
  await out('Login Succeeded\n')
  return 0
}

/** The registry that an argument of `docker login` and `docker logout` names. */
function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

function optionsIn(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        username: { type: 'string', short: 'u' },
        password: { type: 'string', short: 'p' },
        'password-stdin': { type: 'boolean' },
      },
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw cannotFollow('the script gives docker login options that the grader lacks')
  }
}

/** `docker push REFERENCE`, `docker push --all-tags REPOSITORY`. */
async function pushImages(invocation: JobInvocation, rest: readonly string[]): Promise<Status> {
  const { docker } = invocation.machine
  const reference = rest.findLast((arg) => !arg.startsWith('-')) ?? ''
  const all = rest.some((arg) => arg === '-a' || arg === '--all-tags')
  if (!all) return pushOne(invocation, reference)
  if (docker.mayHoldOthers !== null) throw new UnknownError(docker.mayHoldOthers)
  for (const one of docker.references().filter((name) => name.startsWith(`${reference}:`))) {
    const status = await pushOne(invocation, one)
    if (status !== 0) return status
  }
  return 0
}

/** Pushes one reference; to ECR on the twin, to any other registry nowhere. */
async function pushOne(invocation: JobInvocation, reference: string): Promise<Status> {
  const { machine, emit, err, host } = invocation
  if (mayBeSplit(reference)) throw new UnknownError(host.holes.reasonFor(reference))
  const image = machine.docker.image(reference)
  if (image === undefined) {
    if (machine.docker.mayHoldOthers !== null) throw new UnknownError(machine.docker.mayHoldOthers)
    await err(`An image does not exist locally with the tag: ${reference.split(':')[0]}\n`)
    return 1
  }
  const target = parseEcrImage(reference)
  if (target === null) return 0
  await machine.pushBegins(emit)
  const answer = await machine.twin.push({
    registryAccount: target.account,
    region: target.region,
    repository: target.repository,
    tags: [target.tag],
    image,
    password: machine.docker.passwordFor(target.host),
    emit,
  })
  if (answer.state === 'unknown') throw new UnknownError(answer)
  if (answer.state === 'answered') {
    machine.docker.addImage(reference, { ...image, digest: answer.value.digest })
    return 0
  }
  await err(`${answer.message}\n`)
  return 1
}
