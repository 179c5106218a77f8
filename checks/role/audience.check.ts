import { judgeAudience } from '@grade4/trust'
import { check } from '../check.js'
import { conditionsToJudge, tellJudgement } from './claim.js'

/**
 * `role.audience`: a token that GitHub issued for somebody else's service is refused.
 * Rule: "Configuring GitHub OIDC", the condition on `aud`.
 */
check('role.audience', async ({ evidence, ...tell }) => {
  const trust = await conditionsToJudge(evidence)
  tellJudgement(judgeAudience(trust), tell, 'Only tokens for sts.amazonaws.com get in.')
})
