import { parseEcrHost } from '../image-reference.js'
import { type Action, failed, input, succeeded, whyActionUncertain } from './action.js'

/**
 * docker/login-action: signs docker in to a registry. For ECR it takes the job's AWS credentials unless
 * it is given access keys; with `ecr: false` the user is AWS and the password ECR's own.
 * Source: docker/login-action, `src/docker.ts` and `src/aws.ts`.
 */
export const dockerLogin: Action = async (call) => {
  const { run, env } = call
  const { twin } = run.push.world
  const registry = input(call, 'registry')
  const password = input(call, 'password')
  const uncertain =
    (await whyActionUncertain(call, 'action', 'ecr')) ??
    (await whyActionUncertain(call, 'docker', 'ecr'))
  if (uncertain !== null) {
    run.machine.docker.logIn(registry, run.push.world.holes.hole(uncertain))
    return succeeded({ unknown: uncertain })
  }
  const ecr = parseEcrHost(registry)
  if (ecr === null || input(call, 'ecr').toLowerCase() === 'false') {
    const login = { username: input(call, 'username'), password }
    const answer = ecr === null ? null : twin.signIn(ecr, login, call.emit)
    if (answer?.state === 'refused')
      return failed('aws', `it can't sign in to ECR: ${answer.message}`)
    if (answer?.state === 'unknown') {
      run.machine.docker.logIn(registry, run.push.world.holes.hole(answer))
      return succeeded({ unknown: answer })
    }
    run.machine.docker.logIn(registry === '' ? 'docker.io' : registry, password)
    call.emit({ kind: 'registry-login', registry })
    return succeeded()
  }
  if (input(call, 'username') !== '' || password !== '') {
    const reason = {
      because: 'docker/login-action signs in to ECR with access keys of its own',
      remedy:
        'Assume the role through OIDC as the assignment says, or let the course staff grade this by hand.',
    }
    run.machine.docker.logIn(registry, run.push.world.holes.hole(reason))
    return succeeded({ unknown: reason })
  }
  const credentials = twin.credentialsIn(env)
  const token = twin.authorizationToken({ credentials, region: ecr.region, emit: call.emit })
  if (token.state === 'refused') return failed('aws', `it can't sign in to ECR: ${token.message}`)
  if (token.state === 'unknown') return succeeded({ unknown: token })
  run.machine.docker.logIn(registry, token.value.password)
  call.emit({ kind: 'registry-login', registry })
  return succeeded()
}
