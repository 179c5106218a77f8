import type { Status } from '@grade4/shell'
import { mayBeSplit, UnknownError } from '@grade4/unknown'
import { parseEcrImage } from '../image-reference.js'
import type { JobInvocation } from './command.js'

/** `docker push REFERENCE`, `docker push --all-tags REPOSITORY`. */
export async function pushImages(
  invocation: JobInvocation,
  rest: readonly string[],
): Promise<Status> {
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
export async function pushOne(invocation: JobInvocation, reference: string): Promise<Status> {
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
  const answer = await machine.twin.ecr.push({
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
