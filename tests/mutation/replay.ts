import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EDGES } from '../../fixtures/edges.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import type { Scenario } from '../../fixtures/scenarios/scenario.js'
import { gradeSaved } from '../grade-scenario.js'
import { verdictText } from '../verdict-text.js'
import { evidenceFile, textFile } from './evidence-folder.js'

/** `verdicts.test.ts` without the network, which takes most of its time: for what works on evidence. */
export function replay(wanted: (scenario: Scenario) => boolean): void {
  const scenarios = [...SCENARIOS, ...EDGES].filter(wanted)
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'replay %s',
    async (name, scenario) => {
      const { verdicts, reality } = await gradeSaved(evidenceFile(name))
      expect(verdicts.map(verdictText).join('\n')).toBe(readFileSync(textFile(name), 'utf8'))
      const { reason, ...compared } = scenario.reality ?? {}
      if (scenario.reality !== undefined) expect(reality).toMatchObject(compared)
      if (reason !== undefined) expect(reality?.reason).toMatch(reason)
    },
  )
}
