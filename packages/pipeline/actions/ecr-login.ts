import { Holes } from '@grade4/unknown'
import { type Action, failed, input, succeeded, whyActionUncertain } from './action.js'

const REGION_MISSING = 'no region is set: give configure-aws-credentials an aws-region'

/**
 * aws-actions/amazon-ecr-login: signs docker in to the account's registry, or to those that
 * `registries` names. Only for one registry is there an output `registry`.
 * Source: aws-actions/amazon-ecr-login, `action.yml` and `index.js`.
 */
export const ecrLogin: Action = async (call) => {
  const { run, env } = call
  const { twin } = run.push.world
  if (input(call, 'registry-type') === 'public')
    return succeeded({ unknown: PUBLIC, others: PUBLIC })
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? ''
  const caller = { credentials: twin.credentialsIn(env), region, emit: call.emit }
  if (caller.credentials.state === 'none') {
    call.emit({
      kind: 'refused',
      service: 'ecr',
      operation: 'GetAuthorizationToken',
      code: 'NoCredentials',
      message: 'Could not load credentials from any providers',
      region: region === '' ? null : region,
      account: null,
      asked: {},
    })
    return failed('sign-in', 'it has no AWS credentials')
  }
  if (region === '') return failed('input', REGION_MISSING)
  const uncertain =
    (input(call, 'http-proxy') === '' ? null : PROXY) ??
    (await whyActionUncertain(call, 'action', 'ecr')) ??
    (await whyActionUncertain(call, 'docker', 'ecr'))
  const token: ReturnType<typeof twin.authorizationToken> =
    uncertain === null ? twin.authorizationToken(caller) : { state: 'unknown', ...uncertain }
  if (token.state === 'refused')
    return failed('aws', `ECR refused: ${token.message} (${token.code})`)
  if (token.state === 'unknown') {
    const { account } = run.push.world.input.view
    const unknownPassword = run.push.world.holes.hole(token)
    run.machine.docker.logIn(`${account}.dkr.ecr.${region}.amazonaws.com`, unknownPassword)
    return succeeded({ unknown: token, others: token })
  }
  const accounts = input(call, 'registries')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const own = token.value.proxyEndpoint.replace('https://', '')
  const registries =
    accounts.length === 0
      ? [own]
      : accounts.map((account) => `${account}.dkr.ecr.${region}.${suffix}`)
  const { password } = token.value
  const outputs: Record<string, string> = {}
  for (const registry of registries) {
    run.machine.docker.logIn(registry, password)
    call.emit({ kind: 'registry-login', registry })
    const name = Holes.show(registry).replaceAll(/[^\w]/g, '_')
    outputs[`docker_username_${name}`] = 'AWS'
    outputs[`docker_password_${name}`] = password
  }
  const [only, ...more] = registries
  if (only !== undefined && more.length === 0) outputs.registry = only
  return succeeded({ outputs, masks: [password] })
}

const PROXY = {
  because: 'amazon-ecr-login signs in through a proxy, which the grader does not know',
  remedy: 'Leave out "http-proxy:".',
}

const PUBLIC = {
  because: 'amazon-ecr-login signs in to a public registry, which the grader does not look at',
  remedy: 'Use the private registry of your account.',
}
