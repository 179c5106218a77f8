import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { gradeScenario } from '../grade-scenario.js'
import { verdictText } from '../verdict-text.js'
import { textFile } from './evidence-folder.js'

const WANTED = SCENARIOS.filter(
  ({ name }) => name === 'reference' || name.startsWith('access/') || name.startsWith('repo/'),
)

// Over HTTP, for what meets the network; the scenarios in which something there goes wrong.
test.each(WANTED.map((scenario) => [scenario.name, scenario] as const))(
  'live %s',
  async (name, scenario) => {
    const { verdicts } = await gradeScenario(scenario)
    expect(verdicts.map(verdictText).join('\n')).toBe(readFileSync(textFile(name), 'utf8'))
  },
)
