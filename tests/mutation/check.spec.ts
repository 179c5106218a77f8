import { expect, test } from 'vitest'
import { CHECKS } from '../../checks/index.js'
import { reachVerdict } from '../../checks/reach-verdict.js'
import { CHECK_IDS } from '../../checks/rubric.js'
import { EDGES } from '../../fixtures/edges.js'
import { SCENARIOS } from '../../fixtures/scenarios/index.js'
import { verdictText } from '../verdict-text.js'
import { lastingSource, textsBefore } from './lasting-sources.js'

// One check in every scenario, on facts that last: for what judges facts and doesn't work them out.
// The first mutant after a start pays for the facts, hence the time.
test.each(CHECK_IDS)('check %s', { timeout: 90_000 }, async (id) => {
  for (const { name } of [...SCENARIOS, ...EDGES]) {
    const { verdict } = await reachVerdict(CHECKS[id], await lastingSource(name))
    expect(textsBefore(name), name).toContain(verdictText(verdict))
  }
})
