import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { install, ROOT, type Tarball } from './packed.js'

const run = promisify(execFile)

/** Something that the package must withstand. It throws when the package does not. */
export interface Trial {
  readonly name: string
  attempt(): Promise<void>
}

/** Somebody who owns nothing. Source: Debian's base-passwd, the user nobody. */
const NOBODY = { uid: 65534, gid: 65534 }

interface Surroundings {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly uid?: number
  readonly gid?: number
}

/** Runs the demo. Throws unless it ends with every point, exit code 0 and nothing on standard error. */
async function demo(program: string, args: readonly string[], around: Surroundings): Promise<void> {
  const { stdout, stderr } = await run(program, [...args, 'demo'], around)
  if (stderr !== '') throw new Error(`standard error: ${stderr}`)
  if (!/(\d+) \/ \1\b/.test(stdout)) throw new Error(stdout)
}

/** The tarball holds what it should and nothing else. */
export function contents({ files }: Tarball): Trial {
  const beside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'npm-shrinkwrap.json', 'package.json']
  const inDist =
    /^dist\/[\w.-]+\.js$|^dist\/(start\.cjs|report\.d\.ts|(report|class|doctor)\.schema\.json|(reference|starter)\.yml|grade4-(ci-)?reader\.yaml|gradescope-[\w-]+\.(sh|py)|THIRD-PARTY-LICENSES\.txt)$/
  return {
    name: 'contents of the tarball',
    attempt: async () => {
      const missing = [...beside, 'dist/THIRD-PARTY-LICENSES.txt', 'dist/report.d.ts'].filter(
        (name) => !files.includes(name),
      )
      const surplus = files.filter((name) => !beside.includes(name) && !inDist.test(name))
      if (missing.length + surplus.length > 0) {
        throw new Error(`missing: ${missing.join(', ')}; too much: ${surplus.join(', ')}`)
      }
    },
  }
}

/** Judgements of others on the tarball. They are fetched here: nothing else wants them. */
export function linters({ path }: Tarball): Trial[] {
  const tool = (name: string, version: string, ...args: string[]) => ({
    name: `${name} ${args.join(' ')}`,
    attempt: async () => {
      await run('npx', ['--yes', `${name}@${version}`, ...args, path])
    },
  })
  // node10 and require() resolve nothing: the package is ES modules, and asks for Node 20.
  return [
    tool('publint', '0.3.25', '--strict'),
    tool('@arethetypeswrong/cli', '0.18.5', '--profile', 'esm-only'),
  ]
}

/** The installed command, in the places and states that machines are found in. */
export function situations(folder: string, modules: string): Trial[] {
  const command = join(modules, 'grade4/dist/grade4.js')
  const { HOME: _home, TMPDIR: _folder, ...env } = process.env
  const trial = (name: string, around: Partial<Surroundings>) => ({
    name,
    attempt: () => demo(process.execPath, [command], { cwd: folder, env, ...around }),
  })
  const odd = join(folder, 'a b #1 50% ä')
  return [
    trial('working folder /', { cwd: '/' }),
    trial('HOME not there', { env: { ...env, HOME: join(folder, 'nowhere') } }),
    trial('HOME unset, nothing else set either', { env: {} }),
    trial('TMPDIR not there', { env: { ...env, TMPDIR: join(folder, 'nowhere') } }),
    trial('TMPDIR relative', { env: { ...env, TMPDIR: '.' } }),
    trial('TMPDIR is a file', { env: { ...env, TMPDIR: command } }),
    {
      name: 'a working folder with an odd name',
      attempt: async () => {
        await mkdir(odd)
        await demo(process.execPath, [command], { cwd: odd, env: { ...env, TMPDIR: odd } })
      },
    },
    {
      name: 'installed in a folder with an odd name',
      attempt: async () => {
        const elsewhere = join(odd, 'node_modules')
        await cp(modules, elsewhere, { recursive: true, verbatimSymlinks: true })
        const there = join(elsewhere, 'grade4/dist/grade4.js')
        await demo(process.execPath, [there], { cwd: folder, env })
      },
    },
    {
      name: 'installed read-only, run by somebody who may write nowhere',
      attempt: async () => {
        const before = await stateOf(modules)
        await run('chmod', ['-R', 'a+rX,a-w', modules])
        const who = process.getuid?.() === 0 ? NOBODY : {}
        await demo(process.execPath, [command], { cwd: '/', env, ...who })
        if ((await stateOf(modules)) !== before) throw new Error('node_modules has changed')
      },
    },
  ]
}

/** Names, sizes and times of everything in a folder. */
async function stateOf(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).sort()
  const states = names.map(async (name) => {
    const { size, mtimeMs } = await stat(join(folder, name))
    return `${name} ${size} ${mtimeMs}`
  })
  return (await Promise.all(states)).join('\n')
}

/** npx fetches the package itself and runs it from its cache, in an empty folder. */
export function fromCache(folder: string, { path }: Tarball): Trial {
  return {
    name: 'from the cache of npx',
    attempt: async () => {
      const cwd = join(folder, 'empty')
      await mkdir(cwd)
      const env = {
        ...process.env,
        npm_config_cache: join(folder, 'cache'),
        npm_config_loglevel: 'error',
      }
      await demo('npx', ['--yes', `--package=${path}`, 'grade4'], { cwd, env })
    },
  }
}

/** `npx grade4` in the checkout runs what was built there. */
export function fromCheckout(): Trial {
  return {
    name: 'npx in the checkout',
    attempt: () => demo('npx', ['grade4'], { cwd: ROOT, env: process.env }),
  }
}

/** vite's natives, of which npm installs one each: by processor, and rollup's by C library. */
const nativesOf = (cpu: string, kind: string) => [`@esbuild/linux-${cpu}`, `@rollup/rollup-${kind}`]

/** Every kind of Linux that students have gets the natives of its own kind. */
export function architectures(folder: string, { path }: Tarball): Trial[] {
  return [
    ['x64', 'glibc', 'linux-x64-gnu'],
    ['arm64', 'glibc', 'linux-arm64-gnu'],
    ['arm64', 'musl', 'linux-arm64-musl'],
  ].map(([cpu = '', libc = '', kind = '']) => ({
    name: `natives of ${kind}`,
    attempt: async () => {
      const there = join(folder, `${cpu}-${libc}`)
      await install(there, `--cpu=${cpu}`, '--os=linux', `--libc=${libc}`, '--ignore-scripts', path)
      for (const native of nativesOf(cpu, kind)) await stat(join(there, 'node_modules', native))
    },
  }))
}

const CONSUMER = `
import type { Report } from 'grade4'
import schema from 'grade4/report.schema.json' with { type: 'json' }
export const open = ({ checks, range: [low, high] }: Report): number =>
  high - low + checks.filter(({ status }) => status === 'failed').length
export const title: string = schema.title
// @ts-expect-error: the score is a number.
export const wrong = ({ score }: Report): string => score
`

/** A program that reads a report compiles against the package's types. */
export function types(home: string): Trial {
  return {
    name: 'types and JSON Schema of a report',
    attempt: async () => {
      await writeFile(join(home, 'consumer.mts'), CONSUMER)
      const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', types: [] }
      const config = {
        compilerOptions: { ...compilerOptions, resolveJsonModule: true },
        files: ['consumer.mts'],
      }
      await writeFile(join(home, 'tsconfig.json'), JSON.stringify(config))
      await run(join(ROOT, 'node_modules/.bin/tsc'), ['--project', home])
    },
  }
}
