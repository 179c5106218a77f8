import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { BRANCH, WORKFLOW_PATH } from '../evidence/assignment.js'
import { workflowText } from '../facts/workflow.js'
import { accountChanges } from './account-changes.js'
import type { Answers } from './answers.js'
import type { Change, ChangeKind, Proposals } from './change.js'
import { combineEdits } from './combine-edits.js'
import type { LineEdit } from './line-edits.js'
import { pushChanges } from './push-changes.js'
import { gainBetween, judge, type Verdicts } from './trial.js'
import { workflowChanges } from './workflow-changes.js'

/** Lines of a file, named as locations name it. */
export interface FileEdit extends LineEdit {
  readonly file: string
}

/** One thing to do, tried on a copy of what the account and the repository answered. */
export interface PlanStep {
  readonly kind: ChangeKind
  readonly title: string
  readonly text: string | null
  /** Lines of main.yml as it was graded. */
  readonly edits: readonly FileEdit[]
  /** The checks that pass by it and did not before. */
  readonly wins: readonly CheckId[]
}

/** A trial takes about 20 ms: more than this many and a tired student waits. */
const MOST_TRIALS = 40

/**
 * A hostile main.yml can make each trial take seconds: the plan then ends where it is. No verdict hangs on it.
 * In milliseconds; an honest plan takes a tenth of that.
 */
const LONGEST_MS = 3000

/** The order in which things have to be done: what AWS and GitHub need, then main.yml, then what its run brings. */
const PHASES: readonly Proposals[] = [accountChanges, workflowChanges, pushChanges]

/**
 * What a student has to do, in order, so that the failed checks pass: each step was tried on top of those before
 * it, wins at least one check's points, and loses none. Checks for which nothing was found to help have no step.
 * Sends no request. `first`: what is done before all else, if it wins anything.
 */
export async function planFor(
  answers: Answers,
  verdicts: Verdicts,
  first: Change | null = null,
): Promise<readonly PlanStep[]> {
  const selected = CHECK_IDS.filter((id) => verdicts.has(id))
  const made: { change: Change; wins: readonly CheckId[] }[] = []
  let now = answers
  let before = verdicts
  let trials = 0
  let spentMs = 0

  if (first !== null) {
    const after = await judge(first.after, selected)
    const { wins, losesAny } = gainBetween(before, after)
    if (!losesAny && wins.length > 0) {
      made.push({ change: first, wins })
      now = first.after
      before = after
    }
  }
  for (const propose of PHASES) {
    for (const id of selected) {
      if (before.get(id)?.status !== 'failed') continue
      for (const change of await propose(id, now, before.get(id))) {
        if (trials === MOST_TRIALS || spentMs > LONGEST_MS) break
        trials += 1
        const started = performance.now()
        const after = await judge(change.after, selected)
        spentMs += performance.now() - started
        const { wins, losesAny } = gainBetween(before, after)
        if (losesAny || !wins.includes(id)) continue
        made.push({ change, wins })
        now = change.after
        before = after
        break
      }
    }
  }
  return await stepsOf(answers, made)
}

/** What follows edits of main.yml. */
const COMMIT = {
  kind: 'push',
  title: `Commit main.yml, push it to ${BRANCH}, and wait until its run has ended`,
  text: `git add .github/workflows && git commit -m "Fix the pipeline" && git push origin ${BRANCH}`,
  edits: [],
} as const

/** The changes as steps; those of main.yml in lines of the file as it was graded, and joined where they meet. */
async function stepsOf(
  answers: Answers,
  made: readonly { readonly change: Change; readonly wins: readonly CheckId[] }[],
): Promise<PlanStep[]> {
  const fileIn = async (some: Answers) => {
    const file = await workflowText(some.evidence())
    return file.state === 'found' ? file.value : { path: WORKFLOW_PATH, text: '' }
  }
  const { path, text } = await fileIn(answers)
  const edited = made.filter(({ change }) => change.kind === 'workflow')
  const versions = (await Promise.all(edited.map(({ change }) => fileIn(change.after)))).map(
    (file) => file.text,
  )
  const steps = combineEdits(text, versions).map(({ versions: indexes, edits }): PlanStep => {
    const changes = indexes.flatMap((index) => edited[index] ?? [])
    return {
      kind: 'workflow',
      title: placeOf(edits) + changes.map(({ change }) => change.title).join('; '),
      text: null,
      edits: edits.map((edit) => ({ file: path, ...edit })),
      wins: CHECK_IDS.filter((id) => changes.some(({ wins }) => wins.includes(id))),
    }
  })
  const others = made.filter(({ change }) => change.kind !== 'workflow')
  const [before, after] = [
    others.filter(({ change }) => change.kind !== 'push'),
    others.filter(({ change }) => change.kind === 'push'),
  ].map((some) =>
    some.map(({ change: { kind, title, text }, wins }) => ({ kind, title, text, edits: [], wins })),
  )
  const pushes = after ?? []
  if (steps.length === 0) return [...(before ?? []), ...pushes]
  // On GitHub main.yml is what counts: the edits have to get there.
  const push = { ...COMMIT, wins: pushes.flatMap(({ wins }) => wins) }
  return [...(before ?? []), ...steps, push]
}

/** `Line 17: `, the first line that changes; where lines are only put in, the line before them. */
function placeOf(edits: readonly LineEdit[]): string {
  const changed = edits.find(({ line, endLine }) => endLine >= line)
  if (changed !== undefined) return `Line ${changed.line}: `
  const [{ endLine } = { endLine: 0 }] = edits
  return endLine === 0 ? '' : `After line ${endLine}: `
}
