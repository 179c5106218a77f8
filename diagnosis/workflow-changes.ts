import { posix } from 'node:path'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import { repositoryFile, workflowFile, workflowFileAt } from '../evidence/github/actions.js'
import { secretNames } from '../evidence/github/repository.js'
import { localFile } from '../evidence/local-file.js'
import { role } from '../facts/role.js'
import { run } from '../facts/run.js'
import { service } from '../facts/service.js'
import { workflowText } from '../facts/workflow.js'
import type { Answers } from './answers.js'
import type { Change } from './change.js'
import { linesOf } from './line-edits.js'
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

/**
 * The edits of main.yml, and of the repository's own files that it leads to, that may win a check's points: names that
 * are nowhere, then the smallest first. A file that a finding names comes first.
 */
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
  if (text.state === 'unknown') return []
  const headSha = gradedRun.state === 'found' ? gradedRun.value.headSha : null
  const main = text.state === 'found' ? text.value : { path: WORKFLOW_PATH, text: '' }
  const known = {
    id,
    region: answers.subject.region,
    role: chosenRole.state === 'found' ? chosenRole.value.role.name : null,
    cluster: graded.state === 'found' ? posix.basename(graded.value.clusterArn) : null,
    service: graded.state === 'found' ? graded.value.name : null,
    secrets: secrets.state === 'found' ? secrets.value : [],
  }
  const files = [
    { ...main, with: (after: string) => withWorkflow(answers, main.text, after, headSha) },
    ...ownFiles(answers, headSha),
  ]
  const places = (verdict?.findings ?? []).flatMap(({ location }) => location ?? [])
  const linesIn = (path: string) => places.flatMap(({ file, line }) => (file === path ? line : []))
  return files
    .toSorted((a, b) => Number(linesIn(b.path).length > 0) - Number(linesIn(a.path).length > 0))
    .flatMap((file) => {
      const ground = { ...known, file: new MainYml(file.text), lines: linesIn(file.path) }
      return changesOf(ground, file)
    })
}

/** A file of the repository, and the answers with other text in it. */
interface EditableFile {
  readonly path: string
  readonly text: string
  with(after: string): Answers
}

function changesOf(ground: Ground, { path, text, with: withText }: EditableFile): Change[] {
  const seen = new Set([text])
  const changeOf = ({ title, edits }: Repair): Change[] => {
    if (edits.length === 0) return []
    const after = ground.file.edited(edits)
    if (seen.has(after)) return []
    seen.add(after)
    let answers: Answers | undefined
    return [
      {
        kind: 'workflow',
        title,
        text: null,
        file: path,
        edits: linesOf(text, edits),
        // Few of the changes that are offered are tried.
        get after() {
          answers ??= withText(after)
          return answers
        },
      },
    ]
  }
  const [names, others] = repairsFor(ground)
  return [
    ...[...names].flatMap(changeOf),
    ...[...others].flatMap(changeOf).toSorted((a, b) => size(a) - size(b)),
  ]
}

/** The called workflows and the actions of the repository's own that were read. */
function ownFiles(answers: Answers, headSha: string | null): EditableFile[] {
  const question = answers.subject.localWorkflow === null ? repositoryFile : localFile
  return answers.foundTo(question).flatMap(({ args: [path = ''], answer }) => {
    if (!/\.ya?ml$/.test(path)) return []
    // GitHub's record of the graded run is of the files as they were.
    const unlike = (changed: Answers) =>
      headSha === null ? changed : changed.with(workflowFileAt, [headSha], '')
    return [{ path, text: answer, with: (after) => unlike(answers.with(question, [path], after)) }]
  })
}

/** How many lines a change is about. */
function size({ edits }: Change): number {
  return edits.reduce(
    (sum, { line, endLine, after }) =>
      sum + Math.max(endLine - line + 1, after === null ? 0 : after.split('\n').length),
    0,
  )
}

/**
 * The answers with another main.yml, on GitHub or on this machine as it was graded. `headSha`: of the graded run,
 * which used no such file.
 */
function withWorkflow(
  answers: Answers,
  before: string,
  after: string,
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
function repairsFor(ground: Ground): [names: Iterable<Repair>, others: Iterable<Repair>] {
  if (ground.id === 'workflow.valid') return [[], syntaxRepairs(ground)]
  if (ground.id === 'workflow.trigger') return [[], triggerRepairs(ground)]
  const others = [scriptRepairs, inputRepairs, conditionRepairs, hindranceRepairs, orderRepairs]
  return [referenceRepairs(ground), others.flatMap((propose) => [...propose(ground)])]
}
