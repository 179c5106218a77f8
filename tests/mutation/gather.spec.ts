import { writeFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { answerKey } from '../../evidence/answer-key.js'
import { workflowFile } from '../../evidence/github/actions.js'
import { loadEvidence } from '../../evidence/store.js'
import { EDGES } from '../../fixtures/edges.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { gradeSaved, gradeScenario, planSaved } from '../grade-scenario.js'
import { verdictText } from '../verdict-text.js'
import { evidenceFile, planFile, textFile, WORKFLOWS_FILE } from './evidence-folder.js'
import { PLANNED } from './planned.js'

/** The first scenario for each main.yml and what is said of it. */
const workflows = new Map<string, string>()
afterAll(async () => {
  await writeFile(WORKFLOWS_FILE, JSON.stringify([...workflows.values()]))
})

test.each([...SCENARIOS, ...EDGES].map((scenario) => [scenario.name, scenario] as const))(
  '%s is told the same of its saved evidence',
  async (name, scenario) => {
    const saveTo = evidenceFile(name)
    const live = await gradeScenario(scenario, { saveTo })
    const saved = (await gradeSaved(saveTo)).verdicts.map(verdictText).join('\n')
    expect(saved).toBe(live.verdicts.map(verdictText).join('\n'))
    await writeFile(textFile(name), saved)
    const mainYml = (await loadEvidence(saveTo)).answers.get(answerKey(workflowFile.name, []))
    const said = saved.split('\n').filter((line) => line.startsWith('workflow.'))
    const key = JSON.stringify([mainYml, said])
    if (!workflows.has(key)) workflows.set(key, name)
  },
)

test.each(PLANNED)('%s is planned', async (name) => {
  await writeFile(planFile(name), JSON.stringify(await planSaved(evidenceFile(name))))
})
