import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { EDGES } from '../../fixtures/edges.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { gradeSaved, gradeScenario } from '../grade-scenario.js'
import { verdictText } from '../verdict-text.js'
import { evidenceFile, textFile } from './evidence-folder.js'

test.each([...SCENARIOS, ...EDGES].map((scenario) => [scenario.name, scenario] as const))(
  '%s is told the same of its saved evidence',
  async (name, scenario) => {
    const saveTo = evidenceFile(name)
    const live = await gradeScenario(scenario, { saveTo })
    const saved = (await gradeSaved(saveTo)).verdicts.map(verdictText).join('\n')
    expect(saved).toBe(live.verdicts.map(verdictText).join('\n'))
    await writeFile(textFile(name), saved)
  },
)
