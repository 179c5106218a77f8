import { loadWorkflow } from './load.js'

/** What is said of a file: `valid`, `unknown`, or its problems with line and column. */
export function problems(text: string): string[] {
  const loaded = loadWorkflow(text, '.github/workflows/main.yml')
  if (loaded.state !== 'invalid') return [loaded.state]
  return loaded.problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`)
}

/** A workflow of one job with these steps. */
export const job = (steps: string) => `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
${steps}`

const LEVELS = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i}]`)
/** Files that would keep a parser busy, and what is said of each. */
export const HOSTILE_YAML: Readonly<Record<string, [text: string, said: RegExp]>> = {
  'alias bomb': [`a0: &a0 x\n${LEVELS.join('\n')}\n`, /Maximum YAML nodes exceeded/],
  'three megabytes': ['#'.repeat(3_000_000), /Maximum object size exceeded/],
  'deep flow nesting': [`on: ${'['.repeat(1000)}${']'.repeat(1000)}`, /1:54 Maximum object depth/],
  'deep flow nesting, unclosed': [`on: ${'['.repeat(50_000)}`, /Maximum object depth/],
  'deep block nesting': [
    Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    /51:51 Maximum object depth/,
  ],
  'many aliases': [`a: &a x\nb: [${'*a,'.repeat(60_000)}]`, /Maximum YAML nodes exceeded/],
  'ten thousand steps': [
    job('      - run: echo\n'.repeat(10_000)),
    /^3:3 Unable to create a unique name$/m,
  ],
  'a million empty items': [`on: [${','.repeat(1_000_000)}]`, /unknown/],
  'a text that never ends': [`on: "\n${'a: b\n'.repeat(20_000)}`, /20002:1 Missing closing "quote/],
  'a thousand lists at the margin': [
    Array.from({ length: 1000 }, (_, i) => `a${i}: [\nx\n]\n`).join(''),
    /unknown/,
  ],
  'lists at the margin above a megabyte of comments': [
    Array.from({ length: 100 }, (_, i) => `a${i}: [\nx\n]\n`).join('') + '#\n'.repeat(500_000),
    /unknown/,
  ],
  'fifteen thousand items': ['- a\n'.repeat(15_000), /A sequence was not expected/],
}
