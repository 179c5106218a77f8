import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'

// The embedded cloud in a process of its own, so that its work is not counted as grade4's.
// Argument: milliseconds before each answer. Sends its environment once it listens; any message asks for
// the requests answered since the last one.
const latencyMs = Number(process.argv[2] ?? 0)
const world = referenceWorld()
const cloud = await startCloud(world, latencyMs > 0 ? { latencyMs } : {})
let told = 0

process.on('message', () => {
  process.send?.({ requests: cloud.log.slice(told) })
  told = cloud.log.length
})
process.on('disconnect', () => process.exit())
process.send?.({ environment: cloud.environment(world.account.id) })
