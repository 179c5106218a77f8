import models from './service-models.json'

/** What an `aws` command does, as far as its name tells. */
export type CommandKind =
  /** It changes nothing in the account. */
  | 'reads'
  | 'changes'
  /** There is no such command. */
  | 'none'

/** Operations that only look, by how AWS names them. */
const READS = /^(batch-)?(check|describe|get|list)-/

/** Commands that the command line has beside the operations of a service. Source: AWS CLI 2, command reference. */
const ADDED: Readonly<Record<string, Readonly<Record<string, CommandKind>>>> = {
  cloudformation: { deploy: 'changes', package: 'changes' },
  ecr: { 'get-login-password': 'reads' },
  ecs: { deploy: 'changes', 'monitor-express-gateway-service': 'reads' },
  logs: { tail: 'reads' },
  s3: { ls: 'reads' },
}

/**
 * What a command of a service does. Of a service that `npm run record:aws` does not record, every command is
 * taken to be there.
 */
export function commandKind(service: string, command: string): CommandKind {
  const added = Object.hasOwn(ADDED, service) ? ADDED[service] : undefined
  if (added !== undefined && Object.hasOwn(added, command)) return added[command] ?? 'none'
  const recorded = modelOf(service)
  if (recorded !== null && !recorded.operations.some((name) => commandName(name) === command)) {
    return 'none'
  }
  return READS.test(command) ? 'reads' : 'changes'
}

/** Whether a service has a waiter of this name, as `aws … wait` takes it. */
export function isWaiter(service: string, name: string): boolean {
  return modelOf(service)?.waiters.some((waiter) => commandName(waiter) === name) ?? true
}

function modelOf(service: string): { operations: string[]; waiters: string[] } | null {
  const found = Object.entries(models).find(([name]) => name === service)
  return found === undefined ? null : found[1]
}

/** `BatchDeleteImage` is `batch-delete-image`. Source: botocore, `xform_name`. */
export function commandName(operation: string): string {
  return operation
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
}
