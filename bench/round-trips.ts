import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CloudRequest, startCloudProcess } from './cloud.js'
import { timedRun } from './timed-run.js'

const COMMAND = fileURLToPath(new URL('../dist/grade4.js', import.meta.url))
const DRAWING = fileURLToPath(new URL('../docs/round-trips.md', import.meta.url))

/** So long that the work between two requests hardly shows, in milliseconds. */
const LATENCY_MS = 500

/** Width of one round trip in the drawing, in characters. */
const SCALE = 12

interface Bar {
  readonly name: string
  /** In round trips since the first request. */
  readonly start: number
  readonly end: number
}

/** The requests of a run, and a longest chain of them: each began after the one before had been answered. */
function readRun(requests: readonly CloudRequest[]): { bars: Bar[]; chain: Set<Bar> } {
  const first = Math.min(...requests.map(({ startedAt }) => startedAt))
  const bars = requests
    .map(({ operation, startedAt }) => {
      const start = (startedAt - first) / LATENCY_MS
      return { name: operation.replace('/repos/{owner}/{repo}', '…'), start, end: start + 1 }
    })
    .sort((a, b) => a.start - b.start)
  const chain = new Set<Bar>()
  let last = bars.at(-1)
  while (last !== undefined) {
    chain.add(last)
    const { start } = last
    // The latest answer that it can have waited for.
    last = bars.filter(({ end }) => end <= start).sort((a, b) => b.end - a.end)[0]
  }
  return { bars, chain }
}

function drawing(requests: readonly CloudRequest[]): string {
  const { bars, chain } = readRun(requests)
  const width = Math.max(...bars.map(({ name }) => name.length))
  const lines = bars.map((bar) => {
    const offset = ' '.repeat(Math.round(bar.start * SCALE))
    return `${bar.name.padEnd(width)}  ${offset}${(chain.has(bar) ? '█' : '░').repeat(SCALE)}`.trimEnd()
  })
  return `# Round trips

Every request of one grade, as recorded by \`npx tsx bench/round-trips.ts\` on the reference student with ${LATENCY_MS} ms a round trip. A bar is one round trip wide; it starts when the request was sent. Dark: a longest chain of requests of which each began after the one before had been answered: ${chain.size} of ${bars.length}.

\`\`\`text
${lines.join('\n')}
\`\`\`
`
}

// Records a run, draws it, and prints and keeps the drawing. Needs a build.
const cloud = await startCloudProcess(LATENCY_MS)
const cwd = await mkdtemp(join(tmpdir(), 'grade4-bench-'))
try {
  const env = { PATH: process.env.PATH, HOME: cwd, ...cloud.environment }
  await timedRun(process.execPath, [COMMAND, '--repo', 'ada/yoctogram-app', '--json'], { env, cwd })
  const text = drawing(await cloud.takeRequests())
  await writeFile(DRAWING, text)
  process.stdout.write(text)
} finally {
  await cloud.close()
  await rm(cwd, { recursive: true, force: true })
}
