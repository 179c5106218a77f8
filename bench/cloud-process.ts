import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'
import { SCENARIOS } from '../fixtures/scenarios/index.js'

// The embedded cloud in a process of its own, so that its work is not counted as grade4's.
// Arguments: milliseconds before each answer, and the scenarios that the reference student's account is in, all at
// once. Sends its environment once it listens; any message asks for the requests answered since the last one.
const [latency = '0', ...scenarios] = process.argv.slice(2)
const latencyMs = Number(latency)
const world = referenceWorld()
for (const name of scenarios) {
  const scenario = SCENARIOS.find((known) => known.name === name)
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`)
  scenario.change(world)
}
const cloud = await startCloud(world, latencyMs > 0 ? { latencyMs } : {})
let sent = 0

process.on('message', () => {
  process.send?.({ requests: cloud.log.slice(sent) })
  sent = cloud.log.length
})
process.on('disconnect', () => process.exit())
process.send?.({ environment: cloud.environment(world.account.id) })
