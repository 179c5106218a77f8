import { z } from 'zod'
import type { Json } from '../twin/call.js'
import type { Clock } from '../twin/clock.js'
import { AwsError } from './errors.js'

/** Source: botocore's ECS waiters, ServicesStable. */
const EVERY_MS = 15_000
const ATTEMPTS = 40

const Services = z.object({
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

/** `aws ecs wait services-stable`: describes the services every 15 s of the run's clock. Throws `AwsError`. */
export async function waitUntilStable(describe: () => Promise<Json>, clock: Clock): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { services, failures } = Services.parse(await describe())
    const states = [
      ...failures.map(({ reason }) => reason).filter((reason) => reason === 'MISSING'),
      ...services.map(({ status }) => status).filter((status) => status !== 'ACTIVE'),
    ]
    if (states[0] !== undefined) {
      throw failedWaiter(`Waiter encountered a terminal failure state: ${states[0]}`)
    }
    const stable = services.every(
      ({ deployments, runningCount, desiredCount }) =>
        deployments.length === 1 && runningCount === desiredCount,
    )
    if (stable) return
    clock.advance(EVERY_MS)
  }
  throw failedWaiter('Max attempts exceeded')
}

/** The waiter ends without what it waits for. */
export function failedWaiter(problem: string): AwsError {
  return new AwsError({ kind: 'waiter', name: 'ServicesStable', problem })
}
