import { cannotFollow, type Status } from '@grade4/shell'
import { hasHole, UnknownError } from '@grade4/unknown'
import type { JobCommand, JobInvocation } from '../commands/command.js'
import type { Caller } from '../twin/caller.js'
import { splitCommandLine } from './arguments.js'
import { type AwsCall, runCall } from './call.js'
import { configure } from './configure.js'
import { AwsError } from './errors.js'
import { waitFor } from './waiters.js'

/** How long a call takes on the run's clock, in milliseconds. */
const CALL_MS = 800

/** `aws`, as version 2 of the command line, on the twin. */
export const aws: JobCommand = async (invocation) => {
  try {
    return await run(invocation)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    await invocation.err(error.message)
    return error.exitCode
  }
}

async function run(invocation: JobInvocation): Promise<Status> {
  const { machine, host, out, uncertain } = invocation
  const { globals, service, command, rest } = splitCommandLine(invocation.args)
  if (hasHole(`${service} ${command}`))
    throw cannotFollow('nobody knows which aws command the script runs')
  if (globals.version || service === 'help' || command === 'help') {
    await out(
      `${host.holes.hole({ because: 'the script prints what aws says about itself', remedy: 'Grade this step by hand.' })}\n`,
    )
    return 0
  }
  if (service === 'configure') return configure(invocation, command, rest)
  const strange = globals.untold ?? (globals.endpointUrl === null ? null : '--endpoint-url')
  if (strange !== null) throw cannotFollow(`the script uses aws ${strange}, which the grader lacks`)
  await refuseProfiles(invocation, globals.profile)
  const region = regionFor(invocation, globals.region)
  const call: AwsCall = {
    invocation,
    globals,
    service,
    command,
    rest,
    caller: callerOf(invocation, region),
  }
  machine.twin.clock.advance(CALL_MS)
  if (uncertain !== null && !isValueOfAnOption(invocation.args, uncertain)) {
    return host.holes.unknown(uncertain)
  }
  if (command === 'wait') return waitFor(call)
  return runCall(call)
}

/** An unquoted unknown value after an option stands for that option's value. */
function isValueOfAnOption(args: readonly string[], text: string): boolean {
  const at = args.indexOf(text)
  return /^--[a-z-]+=/.test(text) || (args[at - 1] ?? '').startsWith('--')
}

async function refuseProfiles(invocation: JobInvocation, profile: string | null): Promise<void> {
  const { environment } = invocation
  const { fs } = invocation.machine
  const home = environment.HOME ?? '/home/runner'
  for (const file of ['config', 'credentials']) {
    if (await fs.exists(`${home}/.aws/${file}`)) {
      throw cannotFollow(
        'the script writes its own AWS configuration, which the grader does not read',
      )
    }
  }
  const named = profile ?? environment.AWS_PROFILE ?? ''
  if (named !== '' && named !== 'default') {
    throw new AwsError(255, `\naws: [ERROR]: The config profile (${named}) could not be found\n`)
  }
}

/** Source: AWS CLI user guide: `--region`, then AWS_REGION, AWS_DEFAULT_REGION, then the profile. */
function regionFor(invocation: JobInvocation, given: string | null): string | null {
  const { environment, machine, host } = invocation
  const named = [
    given,
    environment.AWS_REGION,
    environment.AWS_DEFAULT_REGION,
    machine.awsConfig.get('region'),
  ].find((one) => one !== undefined && one !== null && one !== '')
  if (named !== undefined && named !== null && hasHole(named)) {
    throw new UnknownError(host.holes.reasonFor(named))
  }
  return named ?? null
}

function callerOf(invocation: JobInvocation, region: string | null): Caller | null {
  const { machine, emit, environment } = invocation
  const configured = machine.awsConfig.get('aws_access_key_id')
  const own = environment.AWS_ACCESS_KEY_ID ?? ''
  const keys: Record<string, string> =
    own !== '' || configured === undefined
      ? { ...environment }
      : {
          AWS_ACCESS_KEY_ID: configured,
          AWS_SECRET_ACCESS_KEY: machine.awsConfig.get('aws_secret_access_key') ?? '',
        }
  if (region === null) return null
  return { credentials: machine.twin.credentialsIn(keys), region, emit }
}
