import { CHECKS } from '../checks/index.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { findTemplate } from '../commands/find-template.js'
import { REGION, STACK, WORKFLOW_PATH } from '../evidence/assignment.js'
import { openSource } from '../evidence/source.js'
import type { Subject } from '../evidence/subject.js'
import type { LocalTemplate } from '../evidence/template/local-template.js'

/** What is in a `cdk.out`, as the command reads it. */
export async function readTemplate(folder: string): Promise<LocalTemplate> {
  const template = await findTemplate({ template: [folder], stack: STACK }, '/')
  if (template === null) throw new Error(`${folder} was not read.`)
  return template
}

/**
 * Grades a template in this process as `grade4 --template PATH --repo ada/yoctogram-app` does where nobody is signed
 * in. `workflow`: text of a main.yml that is given with it.
 */
export async function gradeTemplate(
  template: LocalTemplate,
  workflow: string | null = null,
): Promise<ReadonlyMap<CheckId, Verdict>> {
  const subject: Subject = {
    student: null,
    repository: { owner: 'ada', name: 'yoctogram-app' },
    region: REGION,
    stack: STACK,
    profile: null,
    roleArn: null,
    externalId: null,
    localWorkflow: workflow === null ? null : { path: WORKFLOW_PATH, text: workflow },
    template,
    withoutAccount: true,
  }
  const access = { githubToken: null, githubUrl: '', timeLimitMs: 20_000 }
  const source = await openSource(subject, access, { loadFrom: null, saveTo: null })
  try {
    const reached = await Promise.all(CHECK_IDS.map((id) => reachVerdict(CHECKS[id], source)))
    return new Map(reached.map(({ verdict }) => [verdict.id, verdict]))
  } finally {
    source.timeLimit.end()
  }
}
