import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { EDGES } from '../../fixtures/edges.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { gradeSaved, gradeScenario, planSaved } from '../grade-scenario.js'
import { verdictText } from '../verdict-text.js'
import { evidenceFile, planFile, textFile } from './evidence-folder.js'
import { PLANNED } from './planned.js'

test.each([...SCENARIOS, ...EDGES].map((scenario) => [scenario.name, scenario] as const))(
  '%s gets the same report of its saved evidence',
  async (name, scenario) => {
    const saveTo = evidenceFile(name)
    const live = await gradeScenario(scenario, { saveTo })
    const saved = (await gradeSaved(saveTo)).verdicts.map(verdictText).join('\n')
    expect(saved).toBe(live.verdicts.map(verdictText).join('\n'))
    await writeFile(textFile(name), saved)
  },
)

test.each(PLANNED)('%s is planned', async (name) => {
  await writeFile(planFile(name), JSON.stringify(await planSaved(evidenceFile(name))))
})
