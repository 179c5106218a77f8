import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const ROOT = new URL('../', import.meta.url)

/** The text of a file of the repository. */
async function textOf(path: string): Promise<string> {
  return await readFile(new URL(path, ROOT), 'utf8')
}

/** Addresses of links to files, without what stands behind a #. */
const LINKS = /\]\(([\w./-]+)(?:#[^)]*)?\)/g

test('every link of the documents leads to a file', async () => {
  const broken: string[] = []
  const pages = [
    ...(await readdir(ROOT)),
    ...(await readdir(new URL('docs', ROOT), { recursive: true })).map((name) => `docs/${name}`),
  ].filter((name) => name.endsWith('.md'))
  expect(pages.length).toBeGreaterThan(10)
  for (const path of pages) {
    for (const [, link = ''] of (await textOf(path)).matchAll(LINKS)) {
      if (!existsSync(new URL(link, new URL(path, ROOT)))) broken.push(`${path}: ${link}`)
    }
  }
  expect(broken).toEqual([])
})

test('the workflow of course-ci.md starts after main.yml and uses inputs that the action has', async () => {
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(await textOf('docs/course-ci.md')) ?? []
  const Step = z.object({ uses: z.string(), with: z.record(z.string(), z.unknown()) })
  const workflow = z
    .object({
      on: z.object({ workflow_run: z.object({ workflows: z.array(z.string()) }) }),
      jobs: z.object({ grade: z.object({ steps: z.array(Step) }) }),
    })
    .parse(parse(text))
  const named = z.object({ name: z.string() })
  const mainYml = named.parse(parse(await textOf('fixtures/workflows/reference.yml')))
  expect(workflow.on.workflow_run.workflows).toEqual([mainYml.name])
  const action = z.object({ inputs: z.record(z.string(), z.unknown()) })
  const { inputs } = action.parse(parse(await textOf('action.yml')))
  const step = workflow.jobs.grade.steps.find(({ uses }) => uses.startsWith('OWNER/grade4@'))
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})))
  expect(step).toBeDefined()
})
