import { z } from 'zod'
import recorded from './service-models.json'

/** What an operation's input, or a part of it, may be. `other`: a blob, a time or a document. */
export type Shape = 'string' | 'integer' | 'boolean' | 'other' | List | Structure | { map: Shape }
interface List {
  readonly list: Shape
}
/** `required` comes first among the `members`. */
export interface Structure {
  readonly members: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
}

const Shape: z.ZodType<Shape> = z.lazy(() =>
  z.union([
    z.enum(['string', 'integer', 'boolean', 'other']),
    z.strictObject({ list: Shape }),
    z.strictObject({ map: Shape }),
    Structure,
  ]),
)
const Structure = z.strictObject({
  members: z.record(z.string(), Shape),
  required: z.array(z.string()),
})

/** The form of `service-models.json`, by service; `inputs` of the operations that are followed. */
export const ServiceModels = z.record(
  z.string(),
  z.strictObject({
    operations: z.array(z.string()),
    waiters: z.array(z.string()),
    inputs: z.record(z.string(), Structure),
  }),
)

/** A command of the command line. */
export interface Command {
  /** The API's name of its operation; the command's own where there is none. */
  readonly operation: string
  /** It changes nothing in the account. */
  readonly reads: boolean
}

/** Operations that only look, by how AWS names them. */
const READS = /^(batch-)?(check|describe|get|list)-/

/** Commands that the command line has beside the operations of a service: whether they only look. Source: AWS CLI 2, command reference. */
const ADDED: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  cloudformation: { deploy: false, package: false },
  ecr: { 'get-login-password': true },
  ecs: { deploy: false, 'monitor-express-gateway-service': true },
  logs: { tail: true },
  s3: { ls: true },
}

/** A command by its words; `null` when there is none. Of a service that is not recorded, every command is taken to be there. */
export function commandOf(service: string, command: string): Command | null {
  const added = ownValue(ownValue(ADDED, service), command)
  if (added !== undefined) return { operation: command, reads: added }
  const model = modelOf(service)
  const operation =
    model === undefined ? command : model.operations.find((name) => commandName(name) === command)
  return operation === undefined ? null : { operation, reads: READS.test(command) }
}

/** Whether a service has a waiter of this name, as `aws … wait` takes it. */
export function isWaiter(service: string, name: string): boolean {
  return modelOf(service)?.waiters.some((waiter) => commandName(waiter) === name) ?? true
}

/** The input of an operation that is followed. */
export function inputOf(service: string, operation: string): Structure {
  const input = ownValue(modelOf(service)?.inputs, operation)
  if (input === undefined)
    throw new Error(`npm run record:aws has not seen ${service} ${operation}`)
  return input
}

let models: z.infer<typeof ServiceModels> | undefined

function modelOf(service: string) {
  models ??= ServiceModels.parse(recorded)
  return ownValue(models, service)
}

function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
}

/** `BatchDeleteImage` is `batch-delete-image`, and `imageIds` is `image-ids`. Source: botocore, `xform_name`. */
export function commandName(name: string): string {
  const known = commandNames.get(name)
  if (known !== undefined) return known
  const written = name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
  commandNames.set(name, written)
  return written
}

/** Names of the models alone are asked for. */
const commandNames = new Map<string, string>()
