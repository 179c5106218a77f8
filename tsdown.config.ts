import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import hosted from 'hosted-git-info'
import license, { type Dependency } from 'rollup-plugin-license'
import { defineConfig } from 'tsdown'
import { z } from 'zod'

/** Commands of just-bash that no script gets (packages/shell/just-bash.ts) and that bring a library each. */
const LEFT_OUT =
  /^\.\/(?:chunks\/)?(?:curl|file|flag-coverage|html-to-markdown|js-exec|python3|rg|sqlite3|undici|xan|xan-view|yq)-[A-Z0-9]{8}\.js$/

const AWS_SDK = '@aws-sdk/core'

const Manifest = z.object({
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  repository: z
    .union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)])
    .default(''),
})

const program = defineConfig({
  entry: {
    grade4: 'grade4.ts',
    specs: 'runner/specs.ts',
    worker: 'runner/worker.ts',
    descriptions: 'checks/descriptions.ts',
  },
  copy: [
    'commands/start.cjs',
    'commands/grade4-reader.yaml',
    'commands/grade4-ci-reader.yaml',
    'commands/gradescope-results-setup.sh',
    'commands/gradescope-results.py',
    'commands/gradescope-grader-setup.sh',
    'commands/gradescope-grader.sh',
    'fixtures/workflows/reference.yml',
    'fixtures/workflows/starter.yml',
    'reporters/class.schema.json',
    'reporters/doctor.schema.json',
    'reporters/report.schema.json',
  ],
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  // write-file-atomic is CommonJS and names its temporary files after __filename.
  shims: true,
  target: 'node20.19',
  dts: false,
  // Less to read at every start: 100 ms of it. Names stay, for stack traces and for errors that are recognized by them.
  minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  clean: true,
  fixedExtension: false,
  hash: false,
  // vitest is the engine and stays a dependency; everything else is in the bundle.
  // Natives that just-bash can do without: main.yml needs neither zstd nor xz.
  external: [/^vitest/, '@mongodb-js/zstd', 'node-liblzma'],
  noExternal: [/.*/],
  inlineOnly: false,
  // The AWS SDK's ES modules: of its CommonJS nothing could be left out.
  inputOptions: { resolve: { mainFields: ['module', 'main'] } },
  plugins: [
    {
      name: 'leave-out-commands',
      resolveId: (source, importer) =>
        LEFT_OUT.test(source) && importer?.includes('/just-bash/')
          ? { id: source, external: true }
          : null,
    },
    {
      // The file that `writeDescriptions` makes: a title does not load what the checks look with.
      name: 'descriptions-are-data',
      resolveId: (source) =>
        source.endsWith('/descriptions.js') ? { id: './descriptions.js', external: true } : null,
    },
    license({
      thirdParty: {
        output: { file: 'dist/THIRD-PARTY-LICENSES.txt', template: licenceTexts },
      },
    }),
  ],
  hooks: {
    'build:done': writeDescriptions,
  },
})

/** What runs in the browser on a class's page: one file that the program puts into the page. */
const script = defineConfig({
  entry: { 'class-page': 'reporters/html/client/class-page.ts' },
  outDir: 'dist',
  format: 'iife',
  platform: 'browser',
  target: 'es2023',
  minify: true,
  dts: false,
  clean: false,
  outputOptions: { entryFileNames: '[name].js' },
})

export default [program, script]

/** Puts in place of the module that gathers what the checks say of themselves what it gathered. */
async function writeDescriptions(): Promise<void> {
  const file = 'dist/descriptions.js'
  const { DESCRIPTIONS } = await import(pathToFileURL(file).href)
  await writeFile(file, `export const DESCRIPTIONS=${JSON.stringify(DESCRIPTIONS)}\n`)
}

/**
 * The licence of every package in the bundle, its text included. Throws when a package comes without one.
 * just-bash is a bundle itself and does not say which of its dependencies are in which file: all are listed.
 */
function licenceTexts(bundled: readonly Dependency[]): string {
  const inJustBash = Object.keys(manifestOf('just-bash').dependencies)
  const names = new Set([...bundled.map(({ name }) => String(name)), ...inJustBash])
  const packagesByText = new Map<string, string[]>()
  for (const name of [...names].sort()) {
    const { version, license: licence, repository } = manifestOf(name)
    // Whoever gets a package under the MPL in another form than its source has to learn where that is.
    const source = hosted.fromUrl(repository)?.browse() ?? repository
    const text = licenceText(name)
    packagesByText.set(text, [
      ...(packagesByText.get(text) ?? []),
      `${name} ${version} (${licence}) ${source}`.trimEnd(),
    ])
  }
  const heading =
    'grade4 contains these packages, whose sources are at the addresses beside their names, under the licence that follows.\n'
  const parts = [...packagesByText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`)
  return [heading, ...parts].join(`\n${'-'.repeat(78)}\n\n`)
}

function licenceText(name: string): string {
  const [file] = readdirSync(`node_modules/${name}`).filter((each) => /^licen[cs]e/i.test(each))
  if (file !== undefined) return readFileSync(`node_modules/${name}/${file}`, 'utf8').trim()
  // Some packages of the AWS SDK forget the file that the others have.
  if (name.startsWith('@aws-sdk/') && name !== AWS_SDK) return licenceText(AWS_SDK)
  throw new Error(`${name} is in the bundle and has no licence file.`)
}

function manifestOf(name: string) {
  return Manifest.parse(JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')))
}
