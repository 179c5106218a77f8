import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Report } from '../grading/report.js'

/** As the repository's formatter writes it, so that the file is a text with one right form. */
function formatted(schema: object): string {
  const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url))
  return execFileSync(biome, ['format', '--stdin-file-path=report.schema.json'], {
    input: JSON.stringify(schema),
    encoding: 'utf8',
  })
}

test('the published schema is the one of the code', async () => {
  const schema = { title: 'grade4/report@1', ...z.toJSONSchema(Report) }
  await expect(
    formatted(schema),
    'Regenerate it: npx vitest run reporters/report-schema.test.ts --update',
  ).toMatchFileSnapshot('report.schema.json')
})
