import { PUBLISHED_LIMIT } from '../fixtures/cloud/github/secondary-limit.js'
import { type CloudOptions, startCloud } from '../fixtures/cloud/server.js'
import { mixedClass, STATES, teachersEnvironment } from '../fixtures/mixed-class.js'
import { SCENARIOS } from '../fixtures/scenarios/index.js'

// A class on the embedded cloud, in a process of its own.
// Arguments: students, milliseconds before each answer, how many times faster than ours time passes for GitHub's
// secondary limit (0: there is none), and "ordinary" for a class in which two of five have every point. Sends the roster and the teacher's environment.
// Understands "use up" (another program exceeds GitHub's limit) and "github" (when each request to it came, and
// whether it was refused).
const [students = 50, latencyMs = 0, speed = 0] = process.argv.slice(2, 5).map(Number)
const [right] = SCENARIOS
const wrong = STATES.filter(({ verdicts }) => Object.values(verdicts).includes('failed'))
const ordinary = wrong.flatMap((state, index) =>
  right !== undefined && index % 3 === 0 ? [right, right, state] : [state],
)
const states = process.argv[5] === 'ordinary' ? ordinary : STATES
// Where it is about time, everybody is perfect: whoever is not complete was kept from it by the limit.
const { world, roster } = mixedClass(students, speed > 0 ? SCENARIOS.slice(0, 1) : states)
// GitHub's quota is not what is measured here.
for (const { rateLimit } of world.github.tokens) {
  rateLimit.limit = 1_000_000
  rateLimit.remaining = 1_000_000
}
const options: CloudOptions = {
  ...(latencyMs > 0 ? { latencyMs } : {}),
  ...(speed > 0
    ? { githubLimit: { ...PUBLISHED_LIMIT, windowMs: PUBLISHED_LIMIT.windowMs / speed } }
    : {}),
}
const cloud = await startCloud(world, options)
process.on('disconnect', () => process.exit())
process.on('message', (message) => {
  if (message === 'use up') cloud.useUpGithub()
  if (message === 'github') {
    const asked = cloud.log.filter(({ operation }) => operation.startsWith('github:'))
    process.send?.(
      asked.map(({ startedAt, status }) => ({
        at: startedAt.getTime(),
        refused: status === 403 || status === 429,
      })),
    )
  }
})
process.send?.({ roster, environment: teachersEnvironment(cloud) })
