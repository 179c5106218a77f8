import { existsSync, writeFileSync } from 'node:fs'
import { PARTS } from './parts.js'
import { type MutationReport, readPart } from './results.js'
import { LEAST_PERCENT, percentOf, percentTogether, type Score, scoreOf } from './score.js'
import { survivorsOf } from './survivors.js'

// `npm run test:mutation:report`: writes docs/dev/mutation.md from what the last run of each part left in
// reports/mutation/.

const parts = Object.entries(PARTS).map(([name, { of }]) => {
  const file = `reports/mutation/${name}.json`
  return { name, of, report: existsSync(file) ? readPart(file) : null }
})

function nameOf(name: string, { sample = 1 }: MutationReport): string {
  return sample === 1 ? name : `${name} (one line in ${sample})`
}

function row(name: string, score: Score): string {
  const { killed, timedOut, survived, uncovered, ignored } = score
  const tried = killed + timedOut + survived + uncovered
  const cells = [name, tried, killed, timedOut, survived, uncovered, ignored]
  return `| ${cells.join(' | ')} | ${percentOf(score).toFixed(1)} % |`
}

/** As code in a cell of a table. */
function inCode(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim()
  const short = oneLine.length > 90 ? `${oneLine.slice(0, 89)}…` : oneLine
  return short === '' ? '(nothing)' : `<code>${escaped(short)}</code>`
}

function escaped(text: string): string {
  return text.replace(/[&<>|`*_\\]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function listOf(name: string, report: MutationReport): string {
  const survivors = survivorsOf(report)
  if (survivors.length === 0) return `### ${name}\n\nNone.\n`
  const rows = survivors.map(({ place, code, change, uncovered, why }) => {
    const reason =
      why ?? (uncovered ? '**Open**: no test runs this.' : '**Open**: a test is missing.')
    return `| ${place} | ${inCode(code)} | ${inCode(change)} | ${reason} |`
  })
  return `### ${name}\n\n| where | what | becomes | why it survives |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

const done = parts.flatMap(({ report, ...part }) => (report === null ? [] : [{ ...part, report }]))
const open = parts.filter(({ report }) => report === null).map(({ name }) => name)

const together = [...new Set(done.map(({ of }) => of))].map((group) => {
  const reports = done.flatMap(({ of, report }) => (of === group ? [report] : []))
  return `| ${group} | ${percentTogether(reports).toFixed(1)} % |`
})
const whole = `| **all of these** | ${percentTogether(done.map(({ report }) => report)).toFixed(1)} % |`

writeFileSync(
  'docs/dev/mutation.md',
  `# Mutation testing

A mutant is the grader with one small thing changed: a condition turned round, a text emptied, a call left out. A test suite that notices is one that can be trusted; a mutant that survives is a rule that nobody watches.

\`npm run test:mutation\` changes the parts below, or those that are named after \`--\`, and fails when one is under ${LEAST_PERCENT} %. \`npm run test:mutation:report\` writes this page. It is not part of \`npm test\`: a whole part takes up to hours, and then only what a change touches is tried again; a draw of some lines takes minutes.

| part | mutants | killed | timed out | survived | no test | static | score |
| --- | --- | --- | --- | --- | --- | --- | --- |
${done.map(({ name, report }) => row(nameOf(name, report), scoreOf([report]))).join('\n')}

Together, each part by its size:

| | score |
| --- | --- |
${[...together, whole].join('\n')}

What is in a part, and which tests have to notice: \`tests/mutation/parts.ts\`. _Static_ mutants are in what is worked out when a module is loaded (tables of names, messages without a blank to fill in); trying one means importing everything anew, so they are left out, and not counted. _One line in N_: only the mutants of so many lines, drawn by a hash, were tried (\`--sample=N --draw=K\`), none that spans lines; the score is an estimate.
${open.length === 0 ? '' : `\nNot run yet: ${open.join(', ')}.\n`}
## Survivors

${done.map(({ name, report }) => listOf(name, report)).join('\n')}`,
)
