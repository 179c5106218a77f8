import { startCloud } from '../fixtures/cloud/server.js'
import { mixedClass, teachersEnvironment } from '../fixtures/mixed-class.js'

// A class on the embedded cloud, in a process of its own.
// Arguments: students, milliseconds before each answer. Sends the roster and the teacher's environment.
const [students = 50, latencyMs = 0] = process.argv.slice(2).map(Number)
const { world, roster } = mixedClass(students)
// GitHub's quota is not what is measured here.
for (const { rateLimit } of world.github.tokens) {
  rateLimit.limit = 1_000_000
  rateLimit.remaining = 1_000_000
}
const cloud = await startCloud(world, latencyMs > 0 ? { latencyMs } : {})
process.on('disconnect', () => process.exit())
process.send?.({ roster, environment: teachersEnvironment(cloud) })
