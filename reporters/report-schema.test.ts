import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { Report } from '../grading/report.js'
import { ClassSummary } from './class-summary.js'
import { DoctorReport } from './doctor.js'
import type { Report as Published } from './report.js'

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

// The compiler compares them: `npm run check`. `npm run pages` writes report.d.ts anew, from the schema.
test('the published type is the one of the code', () => {
  expectTypeOf<Published>().toExtend<Report>()
})
