import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { atMost, median, plain, printFigures } from './figures.js'
import { withSources } from './sources.js'

const WARM_UP = 10
const RUNS = 40

/** Longest that a hostile file may take, in milliseconds. */
const LONGEST_MS = 3000

const Pipeline = z.object({
  REFERENCE: z.string(),
  judge: z.custom<(text: string) => Promise<unknown>>((value) => typeof value === 'function'),
})
const Hostile = z.object({ HOSTILE: z.record(z.string(), z.string()) })
const HostileYaml = z.object({
  HOSTILE_YAML: z.record(z.string(), z.tuple([z.string(), z.instanceof(RegExp)])),
})
const Load = z.object({
  loadWorkflow: z.custom<(text: string, file: string) => { state: string }>(
    (value) => typeof value === 'function',
  ),
})

/** One main.yml on the twin, warm: loaded, run twice as two pushes, and judged; and each hostile one. */
export async function benchPipeline(): Promise<void> {
  await withSources(async (load) => {
    const { judge, REFERENCE } = Pipeline.parse(await load('/packages/pipeline/test-pipeline.ts'))
    const timed = async (text: string) => {
      const started = performance.now()
      await judge(text)
      return performance.now() - started
    }
    const times: number[] = []
    for (let run = 0; run < WARM_UP + RUNS; run += 1) {
      const ms = await timed(REFERENCE)
      if (run >= WARM_UP) times.push(ms)
    }
    printFigures('One main.yml on the twin, warm', [
      atMost('pipeline, median', median(times), 'ms', 40),
      plain('pipeline, slowest', Math.max(...times), 'ms'),
    ])

    const { HOSTILE } = Hostile.parse(await load('/packages/pipeline/test-hostile.ts'))
    const { HOSTILE_YAML } = HostileYaml.parse(
      await load('/packages/pipeline/workflow/test-workflow.ts'),
    )
    const { loadWorkflow } = Load.parse(await load('/packages/pipeline/workflow/load.ts'))
    const files = [
      ...Object.entries(HOSTILE),
      ...Object.entries(HOSTILE_YAML).map(([name, [text]]) => [name, text] as const),
    ]
    const figures = []
    for (const [name, text] of files) {
      const started = performance.now()
      if (loadWorkflow(text, 'main.yml').state === 'valid') await judge(text)
      figures.push(atMost(name, performance.now() - started, 'ms', LONGEST_MS))
    }
    printFigures('Hostile main.yml', figures)
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchPipeline()
