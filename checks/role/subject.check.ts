import { judgeSubject } from '@grade4/trust'
import { repository } from '../../evidence/github/repository.js'
import { check, known } from '../check.js'
import { conditionsToJudge, tellJudgement } from './claim.js'

/**
 * `role.subject`: no other repository, owner or branch gets in.
 * GitHub's own spelling of the name decides, since IAM compares case. Both forms of the subject count; that
 * the name-only one may not work in a newer repository is what `workflow.credentials` finds.
 * Rule: "Configuring GitHub OIDC", the condition on `sub`. Source: GitHub Docs, "OpenID Connect reference".
 */
check('role.subject', async ({ evidence, ...tell }) => {
  const [trust, named] = await Promise.all([conditionsToJudge(evidence), evidence.ask(repository)])
  const judgement = judgeSubject(trust, { repository: known(named, 'role.subject', '') })
  tellJudgement(judgement, tell, 'Only pushes to main of your repository get in.')
})
