import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAction } from '@actions/workflow-parser/actions/action-parser'
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer'
import { loadWorkflow } from '@grade4/pipeline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { MAX_POINTS } from '../checks/rubric.js'
import { VERSION } from '../commands/version.js'
import { type Cloud, startCloud } from '../fixtures/cloud/server.js'
import { findScenario, worldOf } from '../fixtures/scenarios/index.js'
import { Report } from '../grading/report.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const Step = z.object({
  env: z.record(z.string(), z.string()),
  run: z.string(),
  shell: z.literal('bash'),
})
const Action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({ using: z.literal('composite'), steps: z.tuple([Step]) }),
})

const action = Action.parse(parse(await readFile(join(ROOT, 'action.yml'), 'utf8')))
const [step] = action.runs.steps

describe('what GitHub would say', () => {
  test('action.yml is an action by its own schema', async () => {
    const content = await readFile(join(ROOT, 'action.yml'), 'utf8')
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([])
  })

  test('by default it grades with the grade4 that it came with', () => {
    expect(action.inputs.version?.default).toBe(VERSION)
  })

  test('a mistake in it would be seen', () => {
    const content = 'name: x\ndescription: y\nruns:\n  using: composite\n  steps:\n    - run: ls\n'
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
    expect(context.errors.count).toBeGreaterThan(0)
  })

  test('our own workflows are valid, and so is the one in the documentation', async () => {
    const folder = join(ROOT, '.github/workflows')
    const names = await readdir(folder)
    expect(names).toContain('ci.yml')
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    const page = await readFile(join(ROOT, 'docs/batch-on-actions.md'), 'utf8')
    const [, documented = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
    for (const text of [...texts, documented]) {
      expect(loadWorkflow(text, 'workflow.yml')).toMatchObject({ state: 'valid' })
    }
  })

  test('no expression stands in a script: whoever chooses a value could write commands', async () => {
    const folder = join(ROOT, '.github/workflows')
    const texts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    )
    const Workflow = z.object({
      jobs: z.record(
        z.string(),
        z.object({ steps: z.array(z.object({ run: z.string().default('') })) }),
      ),
    })
    const scripts = texts.flatMap((text) =>
      Object.values(Workflow.parse(parse(text)).jobs).flatMap(({ steps }) =>
        steps.map(({ run }) => run),
      ),
    )
    for (const script of [...scripts, step.run]) expect(script).not.toContain('${{')
  })
})

/** What the action left behind. */
interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

let folder: string
let cloud: Cloud

const scenario = findScenario('ecr/no-latest')
if (scenario === undefined) throw new Error('The scenario is gone.')
const world = worldOf(scenario)

beforeAll(async () => {
  cloud = await startCloud(world)
  folder = await mkdtemp(join(tmpdir(), 'grade4-action-'))
  await mkdir(join(folder, 'bin'))
  // In place of what npx would fetch: what was built here. Its first two arguments are --yes and the package.
  const npx = `#!/bin/sh\necho "$2" > "$RUNNER_TEMP/asked"\nshift 2\nexec "${process.execPath}" "${ROOT}dist/grade4.js" "$@"\n`
  await writeFile(join(folder, 'bin/npx'), npx)
  await chmod(join(folder, 'bin/npx'), 0o755)
})

afterAll(async () => {
  await cloud.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the action's script as a runner does: inputs reach it through `env` alone. */
async function runAction(inputs: Readonly<Record<string, string>>): Promise<Ended> {
  const here = await mkdtemp(join(folder, 'run-'))
  const value = (expression: string) =>
    expression.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, (_all, name: string) => {
      const given = inputs[name] ?? action.inputs[name]?.default ?? ''
      return given.includes('${{') ? '' : given
    })
  const env = Object.fromEntries(
    Object.entries(step.env).map(([name, text]) => [name, value(text)]),
  )
  const [outputFile, summaryFile] = [join(here, 'output'), join(here, 'summary')]
  await writeFile(join(here, 'script.sh'), step.run)
  // Source: GitHub Actions documentation, "Workflow syntax", shell: bash.
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', join(here, 'script.sh')]
  const ended = await new Promise<Pick<Ended, 'exitCode' | 'stdout'>>((resolve) => {
    const child = execFile(
      'bash',
      args,
      {
        cwd: here,
        env: {
          PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
          HOME: here,
          RUNNER_TEMP: here,
          GITHUB_OUTPUT: outputFile,
          GITHUB_STEP_SUMMARY: summaryFile,
          ...cloud.environment(world.account.id),
          ...env,
        },
      },
      (_error, stdout) => resolve({ exitCode: child.exitCode, stdout }),
    )
  })
  const read = (file: string) => readFile(file, 'utf8').catch(() => '')
  const outputs = (await read(outputFile)).split('\n').filter((line) => line !== '')
  return {
    ...ended,
    outputs: Object.fromEntries(outputs.map((line) => line.split(/=(.*)/s).slice(0, 2))),
    summary: await read(summaryFile),
  }
}

const { login, repository } = world.student
const inputs = {
  repo: `${login}/${repository}`,
  'github-token': world.github.tokens[0]?.token ?? '',
}

describe('the script of the action', () => {
  test('tells the score in its outputs, in annotations and in the summary, and fails for points', async () => {
    const { exitCode, stdout, outputs, summary } = await runAction(inputs)
    expect(exitCode).toBe(1)
    const report = Report.parse(JSON.parse(await readFile(outputs.report ?? '', 'utf8')))
    expect(outputs).toMatchObject({
      score: String(report.score),
      'max-score': String(MAX_POINTS),
      complete: 'true',
    })
    expect(report.score).toBeLessThan(MAX_POINTS)
    expect(stdout).toContain('::error title=ecr.latest')
    expect(summary).toContain('ecr.latest')
  })

  test('a step that never fails still tells the score', async () => {
    const ended = await runAction({ ...inputs, only: 'oidc.provider', 'fail-on': 'never' })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { 'max-score': '10', complete: 'true' } })
  })

  test('inputs are words, never commands', async () => {
    const hostile = '$(touch pwned)`touch pwned`"; touch pwned; #\n::set-output name=score::150'
    for (const name of ['repo', 'only', 'role-arn']) {
      const { exitCode, outputs } = await runAction({ ...inputs, [name]: hostile })
      expect([exitCode, outputs]).toEqual([2, {}])
    }
    const ended = await runAction({ ...inputs, only: 'repo.private', version: hostile })
    expect(ended.outputs.score).toBe('2')
    const left = await readdir(folder, { recursive: true })
    expect(left.filter((name) => name.includes('pwned'))).toEqual([])
  })
})

test('each output is one that the script writes', () => {
  for (const [name, { value }] of Object.entries(action.outputs)) {
    expect(value).toBe(`\${{ steps.grade.outputs.${name} }}`)
    expect(step.run).toContain(`${name}=`)
  }
})
