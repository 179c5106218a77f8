import type { Status } from '@grade4/shell'
import { hasHole, UnknownError } from '@grade4/unknown'
import type { JobInvocation } from './command.js'

const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?$/

/** `docker push REFERENCE`, `docker push --all-tags REPOSITORY`. */
export async function pushImages(
  invocation: JobInvocation,
  rest: readonly string[],
): Promise<Status> {
  const { docker } = invocation.machine
  const reference = rest.findLast((arg) => !arg.startsWith('-')) ?? ''
  const all = rest.some((arg) => arg === '-a' || arg === '--all-tags')
  if (!all) return pushOne(invocation, reference)
  for (const one of docker.references().filter((name) => name.startsWith(`${reference}:`))) {
    const status = await pushOne(invocation, one)
    if (status !== 0) return status
  }
  return 0
}

/** Pushes one reference; to ECR on the twin, to any other registry nowhere. */
export async function pushOne(invocation: JobInvocation, reference: string): Promise<Status> {
  const { machine, emit, err, host } = invocation
  if (hasHole(reference)) throw new UnknownError(host.holes.reasonFor(reference))
  const image = machine.docker.image(reference)
  if (image === undefined) {
    await err(`An image does not exist locally with the tag: ${reference.split(':')[0]}\n`)
    return 1
  }
  const [, account, region, repository, tag = 'latest'] = ECR.exec(reference) ?? []
  if (account === undefined || region === undefined || repository === undefined) return 0
  const answer = await machine.twin.ecr.push({
    registryAccount: account,
    region,
    repository,
    tags: [tag],
    image,
    password: machine.docker.passwordFor(`${account}.dkr.ecr.${region}.amazonaws.com`),
    emit,
  })
  if (answer.state === 'unknown') throw new UnknownError(answer.reason)
  if (answer.state === 'answered') {
    machine.docker.addImage(reference, { ...image, digest: answer.value.digest })
    return 0
  }
  await err(`${answer.message}\n`)
  return 1
}
