import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CHECK_IDS } from './rubric.js'

const HERE = new URL('.', import.meta.url)

const SPECS = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.check.ts'))
  .toSorted()

test('each line of the rubric has one spec, named after its id', () => {
  const files = CHECK_IDS.map((id) => `${id.replace('.', '/')}.check.ts`)
  expect(SPECS).toEqual(files.toSorted())
})

test('a run loads every spec', () => {
  const index = readFileSync(new URL('index.ts', HERE), 'utf8')
  for (const file of SPECS) expect(index).toContain(`'./${file.replace(/\.ts$/, '.js')}'`)
})
