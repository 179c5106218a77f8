import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import type { Status, Verdict } from '../checks/verdict.js'
import { answerKey, type Evidence } from '../evidence/question.js'
import type { Source } from '../evidence/source.js'
import { afterDeploy } from '../evidence/template/after-deploy.js'
import { taskDefinition } from '../facts/task-definition.js'
import { Answers } from './answers.js'
import { redeployedWith } from './deployment.js'
import { judgeOn, type Verdicts } from './trial.js'

/** A check that a deploy of what was synthesized changes. */
export interface DeployedCheck {
  readonly id: CheckId
  /** What it will be. */
  readonly status: Status
  /** Why, one line. */
  readonly message: string
}

/** What a deploy of the subject's template brings. */
export interface Deployment {
  /** What the account and the repository would answer afterwards. */
  readonly answers: Answers
  /** The checks that come out otherwise, in rubric order. */
  readonly changed: readonly DeployedCheck[]
}

/** The checks that a template decides. */
const DECIDED: readonly CheckId[] = CHECK_IDS.filter((id) => /^(?:ecs|oidc|role)\./.test(id))

/** Judges what an account would be once the subject's template is deployed to it; `null` where there is none. */
export async function deployTemplate(
  { evidence, answers }: Pick<Source, 'evidence' | 'answers'>,
  verdicts: readonly Verdict[],
): Promise<Deployment | null> {
  const { template, withoutAccount } = evidence.subject
  if (template === undefined || withoutAccount === true) return null
  const recorded = new Map(await answers())
  const after = await afterDeploy(evidence, template)
  const recording: Evidence = {
    ...after,
    ask: async (question, ...args) => {
      const answer = await after.ask(question, ...args)
      recorded.set(answerKey(question.name, args), answer)
      return answer
    },
  }
  const ids = DECIDED.filter((id) => verdicts.some((verdict) => verdict.id === id))
  const synthesized = await judgeOn(recording, ids)
  const deployed = new Answers(evidence, recorded)
  const [now, then] = await Promise.all([
    taskDefinition(evidence),
    taskDefinition(deployed.evidence()),
  ])
  const isRestarted =
    now.state === 'found' && then.state === 'found' && now.value.arn !== then.value.arn
  return {
    answers: isRestarted ? await redeployedWith(deployed) : deployed,
    changed: verdicts.flatMap((deployed) => changeOf(deployed, synthesized)),
  }
}

function changeOf({ id, status }: Verdict, synthesized: Verdicts): DeployedCheck[] {
  const verdict = synthesized.get(id)
  if (verdict === undefined || verdict.status === status) return []
  const message =
    verdict.status === 'passed'
      ? verdict.seen
      : verdict.findings.map((finding) => finding.message).join(' ')
  return [{ id, status: verdict.status, message }]
}
