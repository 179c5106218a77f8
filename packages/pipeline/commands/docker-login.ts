import { parseArgs } from 'node:util'
import type { Status } from '@grade4/shell'
import { cannotFollow, hasHole, UnknownError } from '@grade4/unknown'
import { parseEcrHost } from '../ecr-registry.js'
import type { JobInvocation } from './command.js'

/** `docker login`. Throws `UnknownError` where it is not known whether the registry takes the login. */
export async function logIn(
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
  const answer = ecr === null ? null : machine.twin.ecr.signIn(ecr, { username, password }, emit)
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
export function hostOf(server: string): string {
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
