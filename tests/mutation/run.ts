import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PARTS, type Part } from './parts.js'
import { addRetried, type MutationReport, readPart, unrun, writePart } from './results.js'
import { LEAST_PERCENT, percentOf, scoreLine, scoreOf } from './score.js'
import { survivorLine, survivorsOf } from './survivors.js'

// `npm run test:mutation -- [PART…] [--sample=N] [--draw=K]`: mutates the parts, all of them by default, one
// after the other; of each every line, or one in N, the same ones each time. Another draw, 0 to N - 1, takes
// others: a score is worth most on lines whose survivors nobody has looked at.
// Results stay in reports/mutation/, where `npm run test:mutation:report` takes them from.
// `npm run test:mutation -- FILE…` mutates a few files of the parts, and prints what survived.

const FOLDER = resolve('reports/mutation')
const EVIDENCE = join(FOLDER, 'evidence')
const CONFIG = 'tests/mutation/vitest.config.ts'

/** What stands beside the code and is none of it. */
const NO_CODE = ['!**/*.test.ts', '!**/test-*.ts']

/** A mutant that no test ran for is tried again so many times. */
const RETRIES = 3

/** Every scenario's evidence, gathered by the unchanged code; mutants of what works on evidence are judged by it. */
function gatherEvidence(): void {
  mkdirSync(EVIDENCE, { recursive: true })
  execFileSync('npx', ['vitest', 'run', '--config', CONFIG], {
    stdio: 'inherit',
    env: {
      ...process.env,
      MUTATION_EVIDENCE: EVIDENCE,
      MUTATION_TESTS: 'tests/mutation/gather.spec.ts',
    },
  })
}

/** One line in so many, and which of them. */
interface Sample {
  readonly sample: number
  readonly draw: number
}

function mutate(
  name: string,
  part: Part,
  { sample, draw }: Sample,
  force: boolean,
): MutationReport {
  const file = join(FOLDER, `${name}.json`)
  const lines = sample === 1 ? [...part.mutate] : someLines(part, { sample, draw })
  // What Stryker kept of an earlier run would be counted with these lines.
  runStryker(name, part, file, lines, force || sample > 1)
  writePart(file, { ...readPart(file), sample, draw })
  for (let retry = 0; retry < RETRIES; retry += 1) {
    const report = readPart(file)
    const again = unrun(report)
    if (again.length === 0) break
    const retried = join(FOLDER, `${name}-retried.json`)
    runStryker(`${name}-retried`, part, retried, again, true)
    writePart(file, addRetried(report, readPart(retried)))
  }
  return readPart(file)
}

/** Some files of the parts, a part for each; its results do not count as those of the part. */
function partsOf(files: readonly string[]): [string, Part][] {
  return files.map((file) => {
    const whole = Object.values(PARTS).find(({ mutate }) => listed(mutate).includes(file))
    if (whole === undefined) throw new Error(`No part has ${file}.`)
    return [file.replaceAll('/', '+'), { ...whole, mutate: [file] }]
  })
}

/** One line in so many of a part's files, as Stryker's `mutate` takes them; mutants over several lines are left out. */
function someLines({ mutate }: Part, { sample, draw }: Sample): string[] {
  const excluded = [...NO_CODE, ...mutate.filter((glob) => glob.startsWith('!'))]
  const without = new Set(listed(excluded.map((glob) => glob.slice(1))))
  const files = listed(mutate.filter((glob) => !glob.startsWith('!'))).filter(
    (file) => !without.has(file),
  )
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((_text, index) => {
        const chosen =
          createHash('sha256').update(`${file}:${index}`).digest().readUInt32BE() % sample
        return chosen === draw ? [`${file}:${index + 1}-${index + 1}`] : []
      }),
  )
}

/** The project's files that match these globs. Nothing is excluded here: with two exclusions git 2.39 finds nothing. */
function listed(globs: readonly string[]): string[] {
  const paths = globs.map((glob) => `:(glob)${glob}`)
  const list = execFileSync('git', ['ls-files', '--', ...paths], { encoding: 'utf8' })
  return list.split('\n').filter((file) => file !== '')
}

function runStryker(
  name: string,
  { tests }: Part,
  file: string,
  mutate: string[],
  force = false,
): void {
  const config = join(FOLDER, `${name}.stryker.json`)
  const options = {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: CONFIG, related: false },
    mutate: [...mutate, ...NO_CODE],
    coverageAnalysis: 'perTest',
    // What is worked out when a module is loaded: the worker loads each once.
    ignoreStatic: true,
    // A machine that is busy must not pass for a mutant that hangs.
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 30,
    concurrency: Number(process.env.MUTATION_CONCURRENCY) || 1,
    incremental: !force,
    incrementalFile: join(FOLDER, `${name}.incremental.json`),
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: file },
    ignorePatterns: ['/dist', '/bench', '/docs', '/reports'],
    tempDirName: 'reports/mutation/sandboxes',
    disableTypeChecks: false,
    allowConsoleColors: false,
  }
  writeFileSync(config, JSON.stringify(options))
  // It ends with 1 where it could not start; a score that is too low is reported below.
  execFileSync('node_modules/.bin/stryker', ['run', config], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_EVIDENCE: EVIDENCE, MUTATION_TESTS: tests.join(' ') },
  })
}

const words = process.argv.slice(2)

function numberOf(option: string, otherwise: number): number {
  const prefix = `--${option}=`
  const word = words.find((each) => each.startsWith(prefix))
  const number = word === undefined ? otherwise : Number(word.slice(prefix.length))
  if (Number.isInteger(number) && number >= 0) return number
  throw new Error(`${prefix} wants a whole number.`)
}

const named = words.filter((word) => !word.startsWith('--'))
const files = named.filter((word) => word.includes('/'))
const names = named.filter((word) => !files.includes(word))
const sample = numberOf('sample', 1)
const draw = numberOf('draw', 0)
if (sample < 1 || draw >= sample) throw new Error('--draw= wants a number below that of --sample=.')
for (const name of names) {
  if (!Object.hasOwn(PARTS, name)) {
    throw new Error(`No part is called ${name}; there are: ${Object.keys(PARTS).join(', ')}.`)
  }
}
if (!existsSync(EVIDENCE) || readdirSync(EVIDENCE).length === 0) gatherEvidence()
const lines: string[] = []
let enough = true
const wanted = Object.entries(PARTS).filter(([name]) => named.length === 0 || names.includes(name))
for (const [name, part] of [...wanted, ...partsOf(files)]) {
  const isWhole = Object.hasOwn(PARTS, name)
  const report = mutate(name, part, { sample, draw }, !isWhole)
  const score = scoreOf([report])
  if (!isWhole) lines.push(...survivorsOf(report).map(survivorLine))
  lines.push(scoreLine(name, score))
  enough &&= percentOf(score) >= LEAST_PERCENT
}
process.stdout.write(lines.join(''))
// A thread that lasts keeps the process, too.
process.exit(enough ? 0 : 1)
