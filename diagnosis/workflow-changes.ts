import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { workflowFile, workflowFileAt } from '../evidence/github/actions.js'
import { secretNames } from '../evidence/github/repository.js'
import { role } from '../facts/role.js'
import { run } from '../facts/run.js'
import { service } from '../facts/service.js'
import { workflowText } from '../facts/workflow.js'
import type { Answers } from './answers.js'
import type { Change } from './change.js'
import { lineEdits } from './line-edits.js'
import { conditionRepairs } from './main-yml/conditions.js'
import { MainYml } from './main-yml/file.js'
import { hindranceRepairs } from './main-yml/hindrances.js'
import { inputRepairs } from './main-yml/inputs.js'
import { orderRepairs } from './main-yml/order.js'
import { referenceRepairs } from './main-yml/references.js'
import type { Ground, Repair } from './main-yml/repair.js'
import { scriptRepairs } from './main-yml/scripts.js'
import { syntaxRepairs } from './main-yml/syntax.js'
import { triggerRepairs } from './main-yml/trigger.js'

/** The edits of main.yml that may win a check's points: names that are nowhere, then the smallest first. */
export async function workflowChanges(
  id: CheckId,
  answers: Answers,
  verdict: Verdict | undefined,
): Promise<readonly Change[]> {
  if (!id.startsWith('workflow.')) return []
  const evidence = answers.evidence()
  const [text, chosenRole, graded, secrets, gradedRun] = await Promise.all([
    workflowText(evidence),
    role(evidence),
    service(evidence),
    evidence.ask(secretNames),
    run(evidence),
  ])
  const headSha = gradedRun.state === 'found' ? gradedRun.value.headSha : null
  if (text.state === 'unknown') return []
  const file = new MainYml(text.state === 'found' ? text.value.text : '')
  const ground: Ground = {
    file,
    id,
    lines: verdict?.findings.flatMap(({ location }) => location?.line ?? []) ?? [],
    region: answers.subject.region,
    role: chosenRole.state === 'found' ? chosenRole.value.role.name : null,
    cluster: graded.state === 'found' ? lastPart(graded.value.clusterArn) : null,
    service: graded.state === 'found' ? graded.value.name : null,
    secrets: secrets.state === 'found' ? secrets.value : [],
  }
  const seen = new Set([file.text])
  const changeOf = ({ title, edits }: Repair): Change[] => {
    if (edits.length === 0) return []
    const after = file.edited(edits)
    if (seen.has(after)) return []
    seen.add(after)
    return [
      {
        kind: 'workflow',
        title,
        text: null,
        edits: lineEdits(file.text, after),
        after: withWorkflow(answers, { before: file.text, after }, headSha),
      },
    ]
  }
  const [names, others] = repairsFor(ground)
  return [
    ...names.flatMap(changeOf),
    ...others.flatMap(changeOf).toSorted((a, b) => size(a) - size(b)),
  ]
}

/** How many lines a change is about. */
function size({ edits }: Change): number {
  return edits.reduce(
    (sum, { line, endLine, after }) =>
      sum + Math.max(endLine - line + 1, after === null ? 0 : after.split('\n').length),
    0,
  )
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/**
 * The answers with another main.yml, on GitHub or on this machine as it was graded. `headSha`: of the graded run,
 * which used no such file.
 */
function withWorkflow(
  answers: Answers,
  { before, after }: { readonly before: string; readonly after: string },
  headSha: string | null,
): Answers {
  const { localWorkflow } = answers.subject
  if (localWorkflow !== null) {
    return answers.of({
      subject: { ...answers.subject, localWorkflow: { ...localWorkflow, text: after } },
    })
  }
  const changed = answers.with(workflowFile, [], after)
  return headSha === null ? changed : changed.with(workflowFileAt, [headSha], before)
}

/** A name that is nowhere is a mistake for certain, wherever it is read: such repairs come before all others. */
function repairsFor(ground: Ground): [names: Repair[], others: Repair[]] {
  if (ground.id === 'workflow.valid') return [[], syntaxRepairs(ground)]
  if (ground.id === 'workflow.trigger') return [[], triggerRepairs(ground)]
  return [
    referenceRepairs(ground),
    [
      ...scriptRepairs(ground),
      ...inputRepairs(ground),
      ...conditionRepairs(ground),
      ...hindranceRepairs(ground),
      ...orderRepairs(ground),
    ],
  ]
}
