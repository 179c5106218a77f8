import type { Status, UnknownStatus } from '@grade4/shell'
import { cannotFollow, hasHole, UnknownError, unknownFor } from '@grade4/unknown'
import { z } from 'zod'
import type { JobCommand, JobInvocation } from '../commands/command.js'
import type { Answer, Caller, Json } from '../twin/call.js'
import { operationOf } from '../twin/operations.js'
import { CALL_NEEDS_MS, whyUncertain } from '../way-to-aws.js'
import { splitCommandLine } from './arguments.js'
import { configure, readConfiguration } from './configuration.js'
import { AwsError, textOf, usage } from './errors.js'
import { type Input, readInput } from './input.js'
import { layoutFor, printed } from './print.js'
import { commandOf, inputOf, isWaiter } from './service-models.js'
import { chosen, keysFor, profileOf, refuseProfile, regionFor } from './session.js'
import { failedWaiter, waitUntilStable } from './waiters.js'

/** How long a call takes on the run's clock, in milliseconds. */
const CALL_MS = 800

/** `aws`, as version 2 of the command line, on the twin. */
export const aws: JobCommand = async (invocation) => {
  try {
    return await run(invocation)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    await invocation.err(textOf(error.fault))
    return error.exitCode
  }
}

async function run(invocation: JobInvocation): Promise<Status> {
  const { machine, host, out, environment, uncertain } = invocation
  const { globals, service, command, rest } = splitCommandLine(invocation.args)
  if (hasHole(`${service} ${command}`)) {
    throw cannotFollow('it is not known which aws command the script runs')
  }
  if (globals.has('--version') || service === 'help' || command === 'help') {
    return printUnknown(invocation, 'the script prints what aws says about itself')
  }
  if (service === 'configure' && /^list(-profiles)?$/.test(command)) {
    return printUnknown(invocation, 'the script prints the configuration of aws')
  }
  if (service === 'configure') {
    const profile = profileOf({ globals, environment }) ?? 'default'
    const text = await configure(invocation, command, rest, profile)
    await out(text ?? '')
    return text === null ? 1 : 0
  }
  const strange =
    NOT_FOLLOWED.find((option) => globals.has(option)) ??
    TIME_OUTS.find((option) => !isLongEnough(globals.get(option) ?? '0'))
  if (strange !== undefined) {
    throw cannotFollow(`the script uses aws ${strange}, which the grader lacks`)
  }
  const uncertainty = await whyUncertain({
    ...invocation,
    client: 'aws',
    service,
    timeLeftMs: invocation.timeLeft(),
    needsMs: CALL_NEEDS_MS,
  })
  if (uncertainty !== null) throw new UnknownError(uncertainty)
  const { profiles } = await readConfiguration(machine.fs, environment, invocation.directory)
  const surroundings = { globals, environment, profiles }
  refuseProfile(surroundings, host.holes)
  const region = regionFor(surroundings, host.holes)
  const credentials = machine.twin.credentialsIn(keysFor(surroundings))
  const caller = region === null ? null : { credentials, region, emit: invocation.emit }
  machine.twin.clock.advance(CALL_MS)
  if (uncertain !== null && !isValueOfAnOption(invocation.args, uncertain)) {
    return host.holes.unknown(uncertain)
  }
  if (service === '') throw usage('the following arguments are required: command')
  if (command === '') throw usage('the following arguments are required: operation')
  const call: Call = { invocation, service, caller, rest }
  if (command === 'wait') return wait(call)
  const found = commandOf(service, command)
  if (found === null) throw usage(`argument operation: Found invalid choice '${command}'`)
  if (found.operation === PASSWORD) return printPassword(call)
  const operation = operationOf(service, found.operation)
  if (operation === undefined) {
    if (!found.reads && !APART.has(found.operation)) {
      throw cannotFollow(`the script runs aws ${service} ${command}, which the grader lacks`)
    }
    const status = await look(call, command)
    await out(`${host.holes.hole(status)}\n`)
    return status
  }
  const output = chosen(surroundings, '--output', ['AWS_DEFAULT_OUTPUT'], 'output') ?? 'json'
  const layout = layoutFor(globals, output, host.holes)
  const input = await inputFor(call, found.operation)
  const answer = await send(call, found.operation, input)
  const spend = (units: number) => invocation.budget.work(units)
  await out(printed(answer, operation.pages, layout, host.holes, spend))
  return 0
}

/** Global options that change what a call means, or where it goes. */
const NOT_FOLLOWED = ['--no-sign-request', '--cli-auto-prompt', '--endpoint-url', '--ca-bundle']
const TIME_OUTS = ['--cli-connect-timeout', '--cli-read-timeout']

/** An unquoted unknown value after an option stands for that option's value. */
function isValueOfAnOption(args: readonly string[], text: string): boolean {
  const at = args.indexOf(text)
  return /^--[a-z-]+=/.test(text) || (args[at - 1] ?? '').startsWith('--')
}

/** Whether a time-out, in seconds, is one that every call keeps; 0 is none. */
function isLongEnough(value: string): boolean {
  return value === '0' || (/^\d+$/.test(value) && Number(value) * 1000 >= CALL_NEEDS_MS)
}

async function printUnknown({ host, out }: JobInvocation, because: string): Promise<Status> {
  await out(`${host.holes.hole(cannotFollow(because).reason)}\n`)
  return 0
}

/** A command line that comes to a call. */
interface Call {
  readonly invocation: JobInvocation
  readonly service: string
  /** `null`: no region is known. */
  readonly caller: Caller | null
  /** What follows the command. */
  readonly rest: readonly string[]
}

/** The input of an operation that the twin has. Throws `UnknownError` for a parameter that it does not follow. */
async function inputFor({ invocation, service, rest }: Call, operation: string): Promise<Input> {
  const home = invocation.environment.HOME ?? '~'
  const read = (path: string) => invocation.read(path.replace(/^~/, home))
  const input = await readInput(inputOf(service, operation), rest, read)
  const follows = operationOf(service, operation)?.follows ?? []
  const other = Object.keys(input).find((name) => follows !== 'all' && !follows.includes(name))
  if (other === undefined) return input
  throw cannotFollow(`the script uses ${other} of ${operation}, which the grader lacks`)
}

/** Makes a call. Throws `AwsError`, `UnknownError`. */
async function send(call: Call, operation: string, input: Input): Promise<Json> {
  const answer = await ask(call, operation, input)
  if (answer.state === 'answered') return answer.value
  throw answer.state === 'unknown' ? new UnknownError(answer) : refusal(operation, answer)
}

function refusal(operation: string, { code, message }: Refused): AwsError {
  return code === 'NoCredentials'
    ? new AwsError({ kind: 'no-credentials' })
    : new AwsError({ kind: 'refused', operation, code, message })
}

type Refused = Extract<Answer<Json>, { state: 'refused' }>

/** Asks the twin; the account may have to be looked up for it. Throws `AwsError` where nothing is sent. */
async function ask(call: Call, operation: string, input: Input): Promise<Answer<Json>> {
  const { invocation, service, caller } = call
  if (operation === 'UpdateService') {
    const { cluster = 'default', service: name } = input
    invocation.emit({ kind: 'redeploy-asked', cluster: String(cluster), service: String(name) })
  }
  if (caller === null) {
    const message = 'You must specify a region.'
    const where = { region: null, account: null, asked: {} }
    invocation.emit({ kind: 'refused', service, operation, code: 'NoRegion', message, ...where })
    throw new AwsError({ kind: 'no-region' })
  }
  try {
    return await invocation.machine.twin.call(service, operation, input, caller)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw cannotFollow(`the grader cannot follow the input of aws ${service} ${operation}`)
  }
}

/** Services of which the role that the assignment asks for may read everything. */
const READABLE = ['ecr', 'ecs', 'elbv2']

/** Operations that change neither images and their tags, nor services. */
const APART = new Set(['RunTask', 'StartImageScan', 'PutImageScanningConfiguration'])

/** A command that only looks, or changes nothing that is graded, and is not followed: its status. `what`: its name. */
async function look(call: Call, what: string): Promise<UnknownStatus> {
  const { service, caller } = call
  const answer = await ask(call, what, {})
  if (answer.state === 'refused') throw refusal(what, answer)
  const reason =
    answer.state === 'unknown'
      ? answer
      : cannotFollow(`the grader does not follow aws ${service} ${what}`).reason
  const may = READABLE.includes(service) && caller?.credentials.state === 'session'
  return { ...unknownFor(reason), ...(may ? { assumed: 0 } : {}) }
}

async function wait(call: Call): Promise<Status> {
  const { invocation, service } = call
  const [waiter = '', ...rest] = call.rest
  if (waiter === '') throw usage('the following arguments are required: subcommand')
  if (!isWaiter(service, waiter)) {
    throw usage(`argument subcommand: Found invalid choice '${waiter}'`)
  }
  if (service !== 'ecs' || waiter !== 'services-stable') return look(call, `wait ${waiter}`)
  const operation = 'DescribeServices'
  const input = await inputFor({ ...call, rest }, operation)
  const describe = async () => {
    const answer = await ask(call, operation, input)
    if (answer.state === 'answered') return answer.value
    if (answer.state === 'unknown') throw new UnknownError(answer)
    throw failedWaiter(`An error occurred (${answer.code}): ${answer.message}`)
  }
  await waitUntilStable(describe, invocation.machine.twin.clock)
  return 0
}

const PASSWORD = 'get-login-password'

const Token = z.object({
  authorizationData: z.array(z.object({ authorizationToken: z.string() })).min(1),
})

async function printPassword(call: Call): Promise<Status> {
  if (call.rest.length > 0) throw usage(`Unknown options: ${call.rest.join(', ')}`)
  const answer = Token.parse(await send(call, 'GetAuthorizationToken', {}))
  const token = answer.authorizationData[0]?.authorizationToken ?? ''
  const [, password = ''] = Buffer.from(token, 'base64').toString().split(':')
  await call.invocation.out(`${password}\n`)
  return 0
}
