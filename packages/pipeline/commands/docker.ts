import { cannotFollow, type Status } from '@grade4/shell'
import { hasHole, UnknownError } from '@grade4/unknown'
import type { JobCommand, JobInvocation } from './command.js'
import { buildImage } from './docker-build.js'
import { pushImages } from './docker-push.js'

/** Commands that only look, or tidy up. */
const LOOKING = new Set(
  'version info images image ps logs inspect history context system container network volume rmi rm stop search events stats top port diff manifest-inspect'.split(
    ' ',
  ),
)

/** `docker`: logs in, builds and tags in the job's own store, and pushes to the twin. */
export const docker: JobCommand = async (invocation) => {
  const { machine, emit, host, uncertain } = invocation
  const args = [...invocation.args]
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? ''
    if (/^(--version|-v)$/.test(option)) return look(invocation)
    if (/^(-H|--host|-c|--context|-l|--log-level|--config)$/.test(option)) args.shift()
  }
  if (uncertain !== null && args[0] !== 'build') {
    return host.holes.unknown(uncertain)
  }
  const [command = '', ...rest] = args
  switch (command) {
    case 'login':
      return logIn(invocation, rest)
    case 'logout':
      machine.docker.logOut(rest[0] ?? '')
      return 0
    case 'build':
      return buildImage(invocation, 'build', args, rest)
    case 'buildx':
      return buildx(invocation, args, rest)
    case 'tag':
      return tag(invocation, args, rest)
    case 'push':
      emit({ kind: 'raw-docker', command: 'push', args })
      return pushImages(invocation, rest)
    case 'pull':
      return pull(invocation, args, rest)
    case 'run':
      // Emulators for other architectures, the one container that pipelines need.
      if (rest.some((arg) => /^(tonistiigi\/binfmt|multiarch\/qemu-user-static)/.test(arg)))
        return look(invocation)
      break
    case 'image':
      if (rest[0] === 'tag') return tag(invocation, args, rest.slice(1))
      if (rest[0] === 'build') return buildImage(invocation, 'build', args, rest.slice(1))
      if (rest[0] === 'push') {
        emit({ kind: 'raw-docker', command: 'push', args })
        return pushImages(invocation, rest.slice(1))
      }
      return look(invocation)
  }
  if (LOOKING.has(command)) return look(invocation)
  throw cannotFollow(`the script runs docker ${command}, which the grader lacks`)
}

async function look({ host, out, args }: JobInvocation): Promise<Status> {
  const because = `the script prints what docker ${args[0] ?? ''} says`
  await out(`${host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`)
  return 0
}

async function buildx(
  invocation: JobInvocation,
  args: readonly string[],
  rest: readonly string[],
): Promise<Status> {
  const [command = '', ...more] = rest
  if (command === 'build' || command === 'b') return buildImage(invocation, 'buildx', args, more)
  if (/^(create|use|inspect|ls|version|rm|install|du|prune|stop|uninstall)$/.test(command))
    return look(invocation)
  throw cannotFollow(`the script runs docker buildx ${command}, which the grader lacks`)
}

async function logIn(
  { machine, host, input, out, err }: JobInvocation,
  rest: readonly string[],
): Promise<Status> {
  const { docker } = machine
  let password: string | null = null
  let server = ''
  const left = [...rest]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, attached] = /^(--\w[\w-]*|-[up])(?:=(.*))?$/s.exec(arg) ?? []
    if (name === '--password-stdin') password = input.rest().trimEnd()
    else if (name === '-p' || name === '--password') password = attached ?? left.shift() ?? ''
    else if (name === '-u' || name === '--username') attached ?? left.shift()
    else if (name !== undefined) throw cannotFollow(`the script uses docker login ${name}`)
    else server = arg
  }
  const registry = server.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  if (hasHole(registry)) {
    docker.logIn(registry, '')
    throw new UnknownError(host.holes.reasonFor(registry))
  }
  if (password === null || password === '') {
    await err('Error: Cannot perform an interactive login from a non TTY device\n')
    return 1
  }
  docker.logIn(registry === '' ? 'docker.io' : registry, password)
  await out('Login Succeeded\n')
  return 0
}

async function tag(
  { machine, emit, host, err }: JobInvocation,
  args: readonly string[],
  rest: readonly string[],
): Promise<Status> {
  const [source = '', target = ''] = rest
  emit({ kind: 'raw-docker', command: 'tag', args })
  if (hasHole(source)) throw new UnknownError(host.holes.reasonFor(source))
  const image = machine.docker.image(source)
  if (image === undefined) {
    await err(`Error response from daemon: No such image: ${source}\n`)
    return 1
  }
  machine.docker.addImage(target, image)
  return 0
}

async function pull(
  { machine, emit, host, err }: JobInvocation,
  args: readonly string[],
  rest: readonly string[],
): Promise<Status> {
  const reference = rest.findLast((arg) => !arg.startsWith('-')) ?? ''
  emit({ kind: 'raw-docker', command: 'pull', args })
  if (hasHole(reference)) throw new UnknownError(host.holes.reasonFor(reference))
  const ecr = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?$/.exec(
    reference,
  )
  if (ecr?.[2] === undefined || ecr[3] === undefined) {
    machine.docker.addImage(reference, { platforms: [`linux/${machine.architecture}`] })
    return 0
  }
  const [, account, region, repository, name = 'latest'] = ecr
  const password = machine.docker.passwordFor(`${account}.dkr.ecr.${region}.amazonaws.com`)
  if (password === null || account !== machine.twin.account) {
    await err('Error response from daemon: no basic auth credentials\n')
    return 1
  }
  const images = await machine.twin.ecr.images(region, repository)
  if (images.state === 'unknown') throw new UnknownError(images)
  const image =
    images.state === 'found' ? images.value.find(({ tags }) => tags.includes(name)) : undefined
  if (image === undefined) {
    await err(`Error response from daemon: manifest for ${reference} not found\n`)
    return 1
  }
  machine.docker.addImage(reference, { platforms: image.platforms, digest: image.digest })
  return 0
}
