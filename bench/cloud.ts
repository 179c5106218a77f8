import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const SCRIPT = fileURLToPath(new URL('./cloud-process.ts', import.meta.url))

/** A request that the cloud answered, as it crossed from the cloud's process. */
const CloudRequest = z.object({
  operation: z.string(),
  repository: z.string().nullable(),
  input: z.record(z.string(), z.unknown()),
  status: z.number().nullable(),
  startedAt: z.string().transform((moment) => Date.parse(moment)),
})
export type CloudRequest = z.infer<typeof CloudRequest>

const Hello = z.object({ environment: z.record(z.string(), z.string()) })
const Requests = z.object({ requests: z.array(CloudRequest) })

/** The reference student's cloud, in another process. */
export interface CloudProcess {
  /** What points a program at it. */
  readonly environment: Readonly<Record<string, string>>
  /** The requests answered since this was last asked. `startedAt`: milliseconds since the epoch. */
  takeRequests(): Promise<readonly CloudRequest[]>
  close(): Promise<void>
}

/**
 * Starts the embedded cloud in a process of its own, which waits so many milliseconds before each answer. The student's
 * account is the reference, changed by the scenarios named.
 */
export async function startCloudProcess(
  latencyMs: number,
  scenarios: readonly string[] = [],
): Promise<CloudProcess> {
  const child = fork(SCRIPT, [String(latencyMs), ...scenarios], { execArgv: ['--import', 'tsx'] })
  const [hello] = await once(child, 'message')
  return {
    environment: Hello.parse(hello).environment,
    takeRequests: async () => {
      const answer = once(child, 'message')
      child.send('requests')
      return Requests.parse((await answer)[0]).requests
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
