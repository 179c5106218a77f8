import { execFile } from 'node:child_process'
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startCloud } from '../fixtures/cloud/server.js'
import { referenceWorld } from '../fixtures/reference.js'
import { workflowText } from '../fixtures/workflows/files.js'
import { Report } from '../grading/report.js'
import { runGrade4 } from './run-command.js'

const run = promisify(execFile)

/** Of a test that starts the command, in milliseconds. */
const PATIENCE = { timeout: 60_000 }

let folder = ''
/** Whatever is obeyed writes its name into this file. */
let marker = ''

beforeEach(async () => {
  const base = await mkdtemp(join(tmpdir(), 'grade4-hostile-'))
  marker = join(base, 'obeyed')
  folder = join(base, 'clone')
  await mkdir(folder)
})
afterEach(() => rm(dirname(folder), { recursive: true, force: true }))

/** A module, in whatever dialect it is loaded, that says that it ran, and breaks. */
function trap(name: string): string {
  return `globalThis.process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(marker)}, ${JSON.stringify(`${name}\n`)});
console.log(${JSON.stringify(name)});
throw new Error(${JSON.stringify(name)})
`
}

const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']

/** What tools of a JavaScript project load from the folder that they are started in, or from its packages. */
const MODULES = [
  ...[
    'vitest.config',
    'vite.config',
    'vitest.workspace',
    'vitest.projects',
    'vitest.setup',
  ].flatMap((name) => ENDINGS.map((ending) => `${name}.${ending}`)),
  ...['run.check.js', 'specs.js', 'worker.js', 'grade4.ts', 'grade4.js', 'index.js'],
  ...['checks/index.ts', 'checks/ecr/latest.check.ts', 'checks/ecr/latest.check.js'],
  ...['reporters/index.ts', 'dist/grade4.js', 'dist/specs.js', 'dist/worker.js'],
  ...['vitest', 'vite', 'chalk', 'zod', '@aws-sdk/client-sts', 'grade4'].map(
    (name) => `node_modules/${name}/index.js`,
  ),
  'node_modules/.bin/vitest',
  'loud.cjs',
  '.pnp.cjs',
  '.eslintrc.cjs',
  'babel.config.cjs',
]

/** Settings that would load one of them, or send requests elsewhere. */
const SETTINGS: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'grade4',
    type: 'commonjs',
    main: './loud.cjs',
    imports: { '#specs': './loud.cjs' },
    vitest: { root: '/', setupFiles: ['./vitest.setup.ts'], globalSetup: './vitest.setup.ts' },
    scripts: { preinstall: 'node loud.cjs' },
  }),
  'tsconfig.json':
    '{ "extends": "./nowhere", "compilerOptions": { "paths": { "*": ["./loud.cjs"] } } }',
  '.env':
    'AWS_ENDPOINT_URL=http://127.0.0.1:9\nGITHUB_API_URL=http://127.0.0.1:9\nNODE_OPTIONS=--require ./loud.cjs\n',
  '.env.local': 'AWS_ENDPOINT_URL=http://127.0.0.1:9\nVITEST_SKIP_INSTALL_CHECKS=1\n',
  '.env.test': 'GITHUB_TOKEN=another\nNO_COLOR=1\n',
  '.npmrc': 'node-options=--require ./loud.cjs\nregistry=http://127.0.0.1:9/\n',
  'node.config.json': '{ "nodeOptions": { "import": ["./loud.cjs"] } }',
  '.aws/config': '[default]\nendpoint_url = http://127.0.0.1:9\ncredential_process = ./loud.sh\n',
  'rubric.yml': 'checks: { ecr.latest: drop }\n',
}

async function fillFolder(): Promise<void> {
  const packages = MODULES.filter((path) => path.startsWith('node_modules/'))
    .filter((path) => path.endsWith('index.js'))
    .map((path): [string, string] => {
      const home = dirname(path)
      const name = home.replace('node_modules/', '')
      return [`${home}/package.json`, JSON.stringify({ name, version: '99.0.0', main: 'index.js' })]
    })
  const files = Object.entries({
    ...Object.fromEntries(MODULES.map((path) => [path, trap(path)])),
    ...SETTINGS,
    ...Object.fromEntries(packages),
    'loud.sh': `#!/bin/sh\necho loud.sh >> '${marker}'\n`,
  })
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await chmod(join(folder, 'loud.sh'), 0o755)
}

/** What was obeyed; empty: nothing. */
async function obeyed(): Promise<string> {
  return await access(marker).then(
    () => readFile(marker, 'utf8'),
    () => '',
  )
}

describe("a folder full of somebody else's configuration", () => {
  test(
    'is neither loaded nor obeyed: grade4 demo gives the same report, to the byte',
    PATIENCE,
    async () => {
      await fillFolder()
      const [there, elsewhere] = await Promise.all([
        runGrade4(['demo', 'ecr/no-latest'], {}, folder),
        runGrade4(['demo', 'ecr/no-latest'], {}),
      ])
      expect(there).toEqual(elsewhere)
      expect(there.stderr).toBe('')
      expect(there.stdout).toMatch(/ecr\.latest/)
      expect(await obeyed()).toBe('')
    },
  )

  test('would be noticed if it were', async () => {
    await fillFolder()
    const started = ['vitest.config.mjs', 'loud.cjs'].map((path) =>
      run(process.execPath, [path], { cwd: folder }).catch(() => {}),
    )
    await Promise.all(started)
    expect((await obeyed()).trim().split('\n').toSorted()).toEqual([
      'loud.cjs',
      'vitest.config.mjs',
    ])
  })
})

describe('a clone whose own git settings start programs', () => {
  /** Settings by which git starts a program of the clone's choice, in one command or another. */
  const settings = (program: string) => `[core]
\trepositoryformatversion = 0
\tfsmonitor = ${program}
\tsshCommand = ${program}
\tpager = ${program}
\teditor = ${program}
\tgitProxy = ${program}
\thooksPath = ${dirname(program)}
\taskPass = ${program}
[pager]
\tremote = ${program}
\trev-parse = ${program}
[alias]
\tremote = !${program}
\trev-parse = !${program}
[credential]
\thelper = !${program}
[remote "origin"]
\turl = https://github.com/ada/yoctogram-app.git
\tuploadpack = ${program}
\tvcs = loud
`

  async function makeClone(): Promise<void> {
    await fillFolder()
    for (const part of ['objects', 'refs']) {
      await mkdir(join(folder, '.git', part), { recursive: true })
    }
    await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n')
    await writeFile(join(folder, '.git', 'config'), settings(join(folder, 'loud.sh')))
    await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
    await writeFile(join(folder, '.github', 'workflows', 'main.yml'), workflowText('reference'))
  }

  test('is graded, and none of them is started', PATIENCE, async () => {
    await makeClone()
    const world = referenceWorld()
    const cloud = await startCloud(world)
    const { GITHUB_TOKEN: _, ...signedOut } = cloud.environment(world.account.id)
    const ended = await runGrade4(['--json'], signedOut, folder)
    await cloud.close()
    const { repository, checks } = Report.parse(JSON.parse(ended.stdout))
    // Both things that git is asked: where the clone came from, and where its top is.
    expect(repository).toBe('ada/yoctogram-app')
    expect(checks.find(({ id }) => id === 'workflow.valid')?.status).toBe('passed')
    expect(ended.stderr).toBe('')
    expect(await obeyed()).toBe('')
  })

  test('would be noticed if one were', async () => {
    await makeClone()
    await run('git', ['-C', folder, 'status']).catch(() => {})
    expect(await obeyed()).toMatch(/loud\.sh/)
  })

  test('a bare repository among its files is not taken for the clone', async () => {
    await makeClone()
    const bare = join(folder, 'sample')
    for (const part of ['objects', 'refs']) await mkdir(join(bare, part), { recursive: true })
    await writeFile(join(bare, 'HEAD'), 'ref: refs/heads/main\n')
    const text = settings(join(folder, 'loud.sh')).replace('ada/', 'mallory/')
    await writeFile(join(bare, 'config'), `${text}[core]\n\tbare = true\n`)
    const { cloneAt } = await import('../commands/clone.js')
    expect((await cloneAt(folder))?.repository).toEqual({ owner: 'ada', name: 'yoctogram-app' })
    expect(await cloneAt(bare)).toBeNull()
    expect(await obeyed()).toBe('')
  })
})
