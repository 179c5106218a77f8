import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Report } from '../grading/report.js'
import { ClassSummary } from './class-summary.js'
import { DoctorReport } from './doctor.js'
import { reportType } from './report-type.js'
import { severalFailures } from './test-reports.js'

/** As the repository's formatter writes it, so that the file is a text with one right form. */
function formatted(schema: object): string {
  const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url))
  return execFileSync(biome, ['format', '--stdin-file-path=report.schema.json'], {
    input: JSON.stringify(schema),
    encoding: 'utf8',
  })
}

test.each([
  ['report.schema.json', Report],
  ['class.schema.json', ClassSummary],
  ['doctor.schema.json', DoctorReport],
])('the published %s is the one of the code', async (file, shape) => {
  const schema = { title: shape.shape.schema.value, ...z.toJSONSchema(shape) }
  await expect(
    formatted(schema),
    'Regenerate it: npx vitest run reporters/report-schema.test.ts --update',
  ).toMatchFileSnapshot(file)
})

/** What the compiler says of these values as reports of the published type, which is in memory alone. */
function complaintsAbout(...values: readonly object[]): string[] {
  const uses = values.map((value) => `;(${JSON.stringify(value)}) satisfies Report`)
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    types: [],
    lib: ['lib.es5.d.ts'],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) =>
    name === 'use.ts'
      ? ts.createSourceFile(name, `${reportType()}${uses.join('\n')}`, ts.ScriptTarget.ESNext)
      : getSourceFile(name, ...rest)
  return ts
    .createProgram(['use.ts'], options, host)
    .getSemanticDiagnostics()
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

test('the published type takes a report, and nothing that lacks a part or has another one', () => {
  const { score, ...others } = severalFailures
  expect(complaintsAbout({ ...others, score }, others, { ...others, score: '1' })).toEqual([
    expect.stringContaining("Property 'score' is missing"),
    expect.stringContaining("Type 'string' is not assignable to type 'number'"),
  ])
})
