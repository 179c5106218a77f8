import { cannotFollow, type Status, type UnknownStatus } from '@grade4/shell'
import { type Holes, hasHole, type Reason, UnknownError, unknown } from '@grade4/unknown'
import { z } from 'zod'
import type { JobInvocation } from '../commands/command.js'
import type { Answer } from '../twin/answer.js'
import type { Caller } from '../twin/caller.js'
import type { Json } from '../twin/json.js'
import { type GlobalOptions, usage } from './arguments.js'
import { AwsError, serviceRefusal } from './errors.js'
import { type CommandModel, commandModel } from './operations.js'
import { isObject, jsonText, plainText, withHoles } from './output.js'
import { type Parameters, readParameters } from './parameters.js'
import { type Query as ParsedQuery, parseQuery, QueryError, runQuery } from './query.js'
import { commandKind } from './service-models.js'

/** A call of the command line to a service. */
export interface AwsCall {
  readonly invocation: JobInvocation
  readonly globals: GlobalOptions
  readonly service: string
  readonly command: string
  readonly rest: readonly string[]
  /** `null`: no region is known. */
  readonly caller: Caller | null
}

/** Makes a call and prints its answer. Throws `AwsError`, `UnknownError`. */
export async function runCall(call: AwsCall): Promise<Status> {
  const { service, command, globals } = call
  if (service === '') throw usage('the following arguments are required: command')
  if (command === '') throw usage('the following arguments are required: operation')
  if (service === 'ecr' && command === 'get-login-password') return printPassword(call)
  const model = commandModel(service, command)
  if (model === undefined) return runUnmodelled(call)
  const query = globals.query === null ? null : readQuery(globals.query, call.invocation.host.holes)
  const format = outputFormat(call)
  const parameters = await readParameters(model, call.rest, (path) =>
    call.invocation.read(path.replace(/^~/, call.invocation.environment.HOME ?? '~')),
  )
  const answer = await send(call, model.operation, parameters)
  await print(call, model, answer, query, format)
  return 0
}

async function runUnmodelled(call: AwsCall): Promise<Status> {
  const { service, command } = call
  switch (commandKind(service, command)) {
    case 'none':
      throw usage(`argument operation: Found invalid choice '${command}'`)
    case 'reads': {
      const status = await look(call, command)
      await call.invocation.out(`${call.invocation.host.holes.hole(status)}\n`)
      return status
    }
    case 'changes':
      throw cannotFollow(`the script runs aws ${service} ${command}, which the grader lacks`)
  }
}

/** Services of which the role that the assignment asks for may read everything. */
const READABLE = ['ecr', 'ecs']

/** The status of a command or waiter that only looks, and that the grader does not follow. `what`: its name. */
export async function look(call: AwsCall, what: string): Promise<UnknownStatus> {
  const { service, caller } = call
  const answer = await ask(call, what, {})
  if (answer.state === 'refused') throw serviceRefusal(what, answer.code, answer.message)
  const { because, remedy } =
    answer.state === 'unknown'
      ? answer.reason
      : cannotFollow(`nobody knows what aws ${service} ${what} says`).reason
  const may = READABLE.includes(service) && caller?.credentials.state === 'session'
  return { ...unknown(because, remedy), ...(may ? { assumed: 0 } : {}) }
}

type Query = { readonly tree: ParsedQuery } | { readonly reason: Reason }

/** `reason`: why it can't be followed. */
function readQuery(text: string, holes: Holes): Query {
  if (hasHole(text)) return { reason: holes.reasonFor(text) }
  try {
    const tree = parseQuery(text)
    if (tree !== null) return { tree }
  } catch (error) {
    if (error instanceof UnknownError) return { reason: error.reason }
    throw error
  }
  throw new AwsError(252, `\naws: [ERROR]: Bad value for --query ${text}\n`)
}

type Format = 'json' | 'text' | 'other'

function outputFormat({ globals, invocation }: AwsCall): Format {
  const configured = invocation.machine.awsConfig.get('output')
  const format = globals.output ?? invocation.environment.AWS_DEFAULT_OUTPUT ?? configured ?? 'json'
  if (format === 'json' || format === 'text') return format
  if (/^(table|yaml|yaml-stream|off)$/.test(format) || hasHole(format)) return 'other'
  throw usage(`argument --output: Found invalid choice '${format}'`)
}

/** Sends a call to the twin; the account may have to be looked up for it. */
export async function send(
  call: AwsCall,
  operation: string,
  parameters: Parameters,
): Promise<Json> {
  const answer = await ask(call, operation, parameters)
  if (answer.state === 'unknown') throw new UnknownError(answer.reason)
  if (answer.state === 'refused') throw serviceRefusal(operation, answer.code, answer.message)
  return answer.value
}

async function ask(
  call: AwsCall,
  operation: string,
  parameters: Parameters,
): Promise<Answer<Json>> {
  const { invocation, caller, service } = call
  if (operation === 'UpdateService') {
    const { cluster = 'default', service: name } = parameters
    invocation.emit({ kind: 'redeploy-asked', cluster: String(cluster), service: String(name) })
  }
  if (caller === null) {
    refuseUnsent(call, operation, 'NoRegion')
    throw new AwsError(
      253,
      '\naws: [ERROR]: You must specify a region. You can also configure your region by running "aws configure".\n',
    )
  }
  if (caller.credentials.state === 'none') {
    refuseUnsent(call, operation, 'NoCredentials')
    throw new AwsError(
      253,
      '\naws: [ERROR]: Unable to locate credentials. You can configure credentials by running "aws login".\n',
    )
  }
  return await invocation.machine.twin
    .call(service, operation, parameters, caller)
    .catch((error: unknown) => {
      if (!(error instanceof z.ZodError)) throw error
      throw cannotFollow(`the grader cannot follow the input of aws ${service} ${call.command}`)
    })
}

function refuseUnsent(call: AwsCall, operation: string, code: 'NoRegion' | 'NoCredentials'): void {
  call.invocation.emit({
    kind: 'refused',
    service: call.service,
    operation,
    code,
    message: code === 'NoRegion' ? 'You must specify a region.' : 'Unable to locate credentials.',
    region: call.caller?.region ?? null,
    account: null,
    asked: {},
  })
}

async function print(
  call: AwsCall,
  model: CommandModel,
  answer: Json,
  query: Query | null,
  format: Format,
): Promise<void> {
  const { out, host, budget } = call.invocation
  try {
    if (!call.globals.paginate && pagesOf(answer, model).length > 1) {
      throw cannotFollow('the script asks aws for the first page only')
    }
    if (query !== null && 'reason' in query) throw new UnknownError(query.reason)
    if (format === 'other') {
      throw cannotFollow('the grader does not lay out the answers of aws as tables or YAML')
    }
    // Text is queried and printed page by page, everything else as a whole.
    for (const page of format === 'text' ? pagesOf(answer, model) : [answer]) {
      const value =
        query === null ? page : runQuery(query.tree, page, (units) => budget.work(units))
      const shown = withHoles(value, host.holes)
      await out(format === 'json' ? jsonText(shown) : plainText(shown))
    }
  } catch (error) {
    if (error instanceof QueryError) throw new AwsError(255, `\naws: [ERROR]: ${error.message}\n`)
    if (!(error instanceof UnknownError)) throw error
    await out(`${host.holes.hole(error.reason)}\n`)
  }
}

const PAGE = 100

/** The answer as the service sends it, a page at a time. Throws `UnknownError` where what is paged is not known. */
function pagesOf(answer: Json, model: CommandModel): Json[] {
  const items = model.paged === undefined || !isObject(answer) ? null : answer[model.paged]
  if (!Array.isArray(items) || items.length <= PAGE) return [answer]
  return Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) => ({
    [model.paged ?? '']: items.slice(index * PAGE, (index + 1) * PAGE),
  }))
}

const Token = z.object({
  authorizationData: z.array(z.object({ authorizationToken: z.string() })).min(1),
})

async function printPassword(call: AwsCall): Promise<Status> {
  if (call.rest.length > 0) throw usage(`Unknown options: ${call.rest.join(', ')}`)
  const answer = Token.parse(await send(call, 'GetAuthorizationToken', {}))
  const token = answer.authorizationData[0]?.authorizationToken ?? ''
  const [, password = ''] = Buffer.from(token, 'base64').toString().split(':')
  await call.invocation.out(`${password}\n`)
  return 0
}
