import { posix } from 'node:path'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { BRANCH, WORKFLOW_FILE, WORKFLOW_PATH } from '../evidence/assignment.js'
import { pipeline } from '../facts/pipeline.js'
import { fileOf, workflowText } from '../facts/workflow.js'
import { accountChanges } from './account-changes.js'
import type { Answers } from './answers.js'
import type { Change, ChangeKind, Proposals } from './change.js'
import { combineEdits } from './combine-edits.js'
import type { LineEdit } from './line-edits.js'
import { BROUGHT_ABOUT, pushChanges, pushedTo } from './push-changes.js'
import { gainBetween, judge, type Verdicts } from './trial.js'
import { workflowChanges } from './workflow-changes.js'

/** Lines of a file, named as locations name it. */
export interface FileEdit extends LineEdit {
  readonly file: string
  /** The last line with text above them, where they are put in and replace none; `null` at the top. */
  readonly above: { readonly line: number; readonly text: string } | null
}

/** A failed check whose change a step is, and what passes by that change. */
export interface Mistake {
  readonly check: CheckId
  /** In rubric order, the check itself among them. */
  readonly wins: readonly CheckId[]
}

/** One thing to do, tried on a copy of what the account and the repository answered. */
export interface PlanStep {
  readonly kind: ChangeKind
  readonly title: string
  readonly text: string | null
  /** Lines of files as they were graded. */
  readonly edits: readonly FileEdit[]
  /** The checks that pass by it and did not before. */
  readonly wins: readonly CheckId[]
  /** The mistakes that it puts right; several where their edits meet. */
  readonly mistakes: readonly Mistake[]
}

/** A trial takes about 20 ms: more than this many and a tired student waits. */
const MOST_TRIALS = 40

/**
 * A hostile main.yml can make each trial take seconds: the plan then ends where it is. No verdict hangs on it. In
 * the shell's units of work, of some 20 to 100 nanoseconds; an honest plan takes a tenth of that.
 */
const MOST_WORK = 60_000_000

/** What a trial of a main.yml takes that could not be run to its end, in the same units. */
const UNFINISHED_WORK = MOST_WORK / 3

/** The order in which things have to be done: what AWS and GitHub need, then main.yml, then what its run brings. */
const PHASES: readonly Proposals[] = [accountChanges, workflowChanges, pushChanges]

/** A change that was tried and won. */
interface Made extends Mistake {
  readonly change: Change
}

/** What has been tried so far, and where it led. */
interface Tried {
  readonly selected: readonly CheckId[]
  readonly made: Made[]
  now: Answers
  verdicts: Verdicts
  trials: number
  work: number
}

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
  const tried: Tried = { selected, made: [], now: answers, verdicts, trials: 0, work: 0 }
  if (first !== null) await tryChange(tried, null, first)
  for (const propose of PHASES) await tryPhase(tried, propose)
  return await stepsOf(answers, tried)
}

/** Tries what is proposed for each failed check, and again for one that fails, or still fails, once others are made. */
async function tryPhase(tried: Tried, propose: Proposals): Promise<void> {
  const triedAfter = new Map<CheckId, number>()
  for (;;) {
    const id = tried.selected.find(
      (one) =>
        tried.verdicts.get(one)?.status === 'failed' && triedAfter.get(one) !== tried.made.length,
    )
    if (id === undefined) return
    triedAfter.set(id, tried.made.length)
    for (const change of await propose(id, tried.now, tried.verdicts.get(id))) {
      if (tried.trials === MOST_TRIALS || tried.work > MOST_WORK) return
      if (await tryChange(tried, id, change)) break
    }
  }
}

/** Tries a change for a check, `null`: for any; it is made where it wins that and loses nothing. */
async function tryChange(tried: Tried, id: CheckId | null, change: Change): Promise<boolean> {
  // What main.yml does is the same after a push of it.
  const ids = change.kind === 'push' ? broughtAbout(tried.selected) : tried.selected
  const after = new Map([...tried.verdicts, ...(await judge(change.after, ids))])
  tried.trials += 1
  tried.work += await workOf(change.after, tried.now)
  const { wins, losesAny } = gainBetween(tried.verdicts, after)
  const check = id ?? wins[0]
  if (losesAny || check === undefined || !wins.includes(check)) return false
  tried.made.push({ change, check, wins })
  tried.now = change.after
  tried.verdicts = after
  return true
}

/** What running main.yml took, where that was done anew. */
async function workOf(answers: Answers, before: Answers): Promise<number> {
  const [trace, same] = await Promise.all(
    [answers, before].map((each) => pipeline.ifAsked(each.evidence())),
  )
  if (trace === same) return 0
  if (trace?.state === 'unknown') return UNFINISHED_WORK
  return trace?.state === 'found' ? trace.value.work : 0
}

/** What follows edits of files. */
const COMMIT = { kind: 'push', edits: [] } as const

const COMMIT_TITLES = {
  /** All of the pipeline is right then: what its run brings was tried, too. */
  whole: (what: string) => `Commit ${what}, push it to ${BRANCH}, and wait until its run has ended`,
  part: (what: string) =>
    `Commit ${what} and push it to ${BRANCH}; its run may still fail, since no change was found for all that is wrong`,
}

/** The changes as steps; those of files in lines of the file as it was graded, and joined where they meet. */
async function stepsOf(answers: Answers, { made, now, verdicts }: Tried): Promise<PlanStep[]> {
  const paths = [...new Set(made.flatMap(({ change: { file } }) => file ?? []))]
  const edits = (await Promise.all(paths.map((path) => editsOf(answers, path, made)))).flat()
  const others = (isPush: boolean) =>
    made
      .filter(({ change: { kind } }) => kind !== 'workflow' && (kind === 'push') === isPush)
      .map((one) => stepOf({ ...one.change, edits: [] }, [one]))
  const [before, pushes] = [others(false), others(true)]
  if (edits.length === 0) return [...before, ...pushes]
  // On GitHub the files are what counts: the edits have to get there.
  const isWhole = pushes.length > 0 || (await staysAfterPush(now, verdicts))
  const what = paths.map((path) => posix.basename(path)).join(' and ')
  const title = COMMIT_TITLES[isWhole ? 'whole' : 'part'](what)
  const folder = paths.every((path) => path.startsWith('.github/')) ? '.github' : '--all'
  const text = `git add ${folder} && git commit -m "Fix the pipeline" && git push origin ${BRANCH}`
  const own = made.filter(({ change }) => change.kind === 'push')
  return [...before, ...edits, stepOf({ ...COMMIT, title, text }, own)]
}

/** The changes of one file. */
async function editsOf(answers: Answers, path: string, made: readonly Made[]): Promise<PlanStep[]> {
  const own = made.filter(({ change }) => change.file === path)
  const text = await textIn(answers, path)
  const lines = text.split('\n')
  const versions = await Promise.all(own.map(({ change }) => textIn(change.after, path)))
  const [only, second] = own
  const combined =
    only !== undefined && second === undefined
      ? [{ versions: [0], edits: only.change.edits }]
      : combineEdits(text, versions)
  return combined.map(({ versions: indexes, edits }) => {
    const makers = indexes.flatMap((index) => own[index] ?? [])
    const title = placeOf(path, edits) + makers.map(({ change }) => change.title).join('; ')
    const placed = edits.map((edit) => ({
      ...edit,
      file: path,
      above: edit.endLine < edit.line ? lastWithText(lines.slice(0, edit.endLine)) : null,
    }))
    return stepOf({ kind: 'workflow', title, text: null, edits: placed }, makers)
  })
}

function lastWithText(lines: readonly string[]): FileEdit['above'] {
  const at = lines.findLastIndex((text) => text.trim() !== '')
  const text = lines[at]
  return text === undefined ? null : { line: at + 1, text }
}

/** The text of main.yml, or of another file of the repository; empty where there is none. */
async function textIn(answers: Answers, path: string): Promise<string> {
  const evidence = answers.evidence()
  const main = await workflowText(evidence)
  if (path === (main.state === 'found' ? main.value.path : WORKFLOW_PATH)) {
    return main.state === 'found' ? main.value.text : ''
  }
  const other = await fileOf(evidence)(path)
  return other.state === 'found' ? other.value : ''
}

function stepOf(
  { kind, title, text, edits }: Pick<PlanStep, 'kind' | 'title' | 'text' | 'edits'>,
  made: readonly Made[],
): PlanStep {
  const wins = CHECK_IDS.filter((id) => made.some((one) => one.wins.includes(id)))
  const mistakes = made.map((one) => ({ check: one.check, wins: one.wins }))
  return { kind, title, text, edits, wins, mistakes }
}

/** Whether what passes still does once a push to main has been run. */
async function staysAfterPush(answers: Answers, verdicts: Verdicts): Promise<boolean> {
  const pushed = await pushedTo(answers)
  if (pushed === null) return false
  const ids = broughtAbout([...verdicts.keys()])
  const before = new Map([...verdicts].filter(([id]) => ids.includes(id)))
  return !gainBetween(before, await judge(pushed, ids)).losesAny
}

function broughtAbout(ids: readonly CheckId[]): CheckId[] {
  return ids.filter((id) => BROUGHT_ABOUT.includes(id))
}

/**
 * `Line 17: `, the first line that changes; where lines are only put in, the line before them. Of another file than
 * main.yml its name, too.
 */
function placeOf(path: string, edits: readonly LineEdit[]): string {
  const changed = edits.find(({ line, endLine }) => endLine >= line)
  const [{ endLine } = { endLine: 0 }] = edits
  if (changed === undefined && endLine === 0) return ''
  const place = changed === undefined ? `After line ${endLine}` : `Line ${changed.line}`
  const name = posix.basename(path)
  return name === WORKFLOW_FILE ? `${place}: ` : `${place} of ${name}: `
}
