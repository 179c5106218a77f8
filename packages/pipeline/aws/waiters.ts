import type { Status } from '@grade4/shell'
import { z } from 'zod'
import { usage } from './arguments.js'
import { type AwsCall, look, send } from './call.js'
import { AwsError } from './errors.js'
import { commandModel } from './operations.js'
import { readParameters } from './parameters.js'
import { isWaiter } from './service-models.js'

/** Source: botocore's ECS waiters, ServicesStable. */
const EVERY_MS = 15_000
const ATTEMPTS = 40

const Answer = z.object({
  services: z.array(
    z.object({
      deployments: z.array(z.unknown()),
      runningCount: z.number(),
      desiredCount: z.number(),
      status: z.string(),
    }),
  ),
  failures: z.array(z.object({ reason: z.string() })),
})

/** `aws ecs wait services-stable`: asks every 15 s of the run's clock. */
export async function waitFor(call: AwsCall): Promise<Status> {
  const [waiter = '', ...rest] = call.rest
  const model = commandModel('ecs', 'describe-services')
  if (waiter === '') throw usage('the following arguments are required: subcommand')
  if (!isWaiter(call.service, waiter))
    throw usage(`argument subcommand: Found invalid choice '${waiter}'`)
  if (call.service !== 'ecs' || waiter !== 'services-stable' || model === undefined) {
    return look(call, `wait ${waiter}`)
  }
  const parameters = await readParameters(model, rest, async () => null)
  const { twin } = call.invocation.machine
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { services, failures } = Answer.parse(await send(call, model.operation, parameters))
    if (failures.some(({ reason }) => reason === 'MISSING')) throw failed('MISSING')
    const gone = services.find(({ status }) => status !== 'ACTIVE')
    if (gone !== undefined) throw failed(gone.status)
    const stable = services.every(
      ({ deployments, runningCount, desiredCount }) =>
        deployments.length === 1 && runningCount === desiredCount,
    )
    if (stable) return 0
    twin.clock.advance(EVERY_MS)
  }
  throw new AwsError(255, '\nWaiter ServicesStable failed: Max attempts exceeded\n')
}

function failed(state: string): AwsError {
  return new AwsError(
    255,
    `\nWaiter ServicesStable failed: Waiter encountered a terminal failure state: ${state}\n`,
  )
}
