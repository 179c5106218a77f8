import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planSaved } from '../grade-scenario.js'
import { evidenceFile, planFile } from './evidence-folder.js'
import { PLANNED } from './planned.js'

// What a student is to do, of saved evidence: for what works it out.
test.each(PLANNED)('plan of %s', async (name) => {
  const plan = await planSaved(evidenceFile(name))
  expect(plan).toEqual(JSON.parse(readFileSync(planFile(name), 'utf8')))
})
