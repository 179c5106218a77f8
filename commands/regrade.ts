import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CHECK_IDS } from '../checks/rubric.js'
import { loadEvidence, UnreadableEvidence } from '../evidence/saved-evidence.js'
import type { Subject } from '../evidence/subject.js'
import { UsageError } from '../evidence/usage-error.js'
import type { Report } from '../grading/report.js'
import { jsonLine } from '../reporters/json.js'
import { safeText } from '../reporters/safe-text.js'
import type { Plan, WorkflowText } from '../runner/index.js'
import { exitCodeOf, exitCodeOfAll } from './exit-code.js'
import type { RegradeOptions } from './options.js'
import { readRulesAndDue } from './rules.js'
import { runPlan } from './run-plan.js'
import { showReport, showsWorkflow } from './show-report.js'
import type { Surroundings } from './surroundings.js'

/** So many are graded in one run; the next run's begin when they are shown. */
const FILES_A_RUN = 200

/**
 * One at a time: nothing is waited for, so more would gain nothing, and each would be charged for the others'
 * time where a hostile script's time is limited.
 */
const IN_FLIGHT = 1

/** Nothing is gathered; this only bounds how long a check may think, in milliseconds. */
const TIME_LIMIT_MS = 60_000

/** A file of evidence, and who it is about. */
interface EvidenceFile {
  readonly path: string
  readonly subject: Subject
}

/**
 * `grade4 regrade`: grades saved evidence again and shows the reports in the order of the arguments.
 * Nothing is sent anywhere. Gives the exit code over all of them.
 * Throws `UsageError` for evidence that can't be read, before anything is graded.
 */
export async function regrade(
  paths: readonly string[],
  options: RegradeOptions,
  around: Surroundings,
): Promise<number> {
  const listed = await Promise.all(paths.map((path) => filesAt(path, around.cwd())))
  const single = listed.length === 1 && listed[0]?.isFolder === false
  if (!single && options.reporter?.some(({ file }) => file !== null)) {
    throw new UsageError('--reporter NAME=FILE holds one report; name one file of evidence.')
  }
  const files = await readAll(listed.flatMap(({ files }) => files))
  const checks = options.only ?? CHECK_IDS
  const rules = await readRulesAndDue(options, checks, FILES_A_RUN, around)
  const regradeSome = async (chunk: readonly EvidenceFile[]) => {
    const plan: Plan = {
      subjects: chunk.map(({ subject }) => subject),
      loadFrom: chunk.map(({ path }) => path),
      checks,
      access: { githubToken: null, githubUrl: '', timeLimitMs: TIME_LIMIT_MS },
      inFlight: IN_FLIGHT,
      withTrace: options.debug === true,
      withStacks: options.debug === true,
      withWorkflow: showsWorkflow(options),
    }
    const showing = {
      doing: 'Grading saved evidence again',
      color: options.color,
      quiet: options.quiet === true,
    }
    const graded = await runPlan(plan, rules, showing, around)
    for (const [index, report] of graded.reports.entries()) {
      const workflow = graded.workflows[index] ?? null
      await show({ report, workflow }, chunk[index]?.path ?? '', single, options, around)
    }
    return graded.reports.map(exitCodeOf)
  }
  const codes: number[] = []
  for (let from = 0; from < files.length; from += FILES_A_RUN) {
    codes.push(...(await regradeSome(files.slice(from, from + FILES_A_RUN))))
  }
  return exitCodeOfAll(codes)
}

/** One report alone as `grade4` shows it; of several, each on a line as JSON, or under the name of its file. */
async function show(
  { report, workflow }: { readonly report: Report; readonly workflow: WorkflowText | null },
  path: string,
  single: boolean,
  options: RegradeOptions,
  around: Surroundings,
): Promise<void> {
  if (single) return await showReport(report, { workflow, changes: null }, options, around)
  const { json, ...others } = options
  if (json) around.stdout.write(jsonLine(report))
  if (json && others.reporter === undefined) return
  around.stdout.write(`${safeText(path)}:\n`)
  await showReport(report, { workflow, changes: null }, others, around)
  around.stdout.write('\n')
}

/** The file itself, or the `.json` files right in a folder, by name. */
async function filesAt(
  path: string,
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly isFolder: boolean }> {
  const resolved = resolve(folder, path)
  const isFolder = await stat(resolved).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (!isFolder) return { files: [resolved], isFolder }
  const names = (await readdir(resolved)).filter((name) => name.endsWith('.json')).toSorted()
  if (names.length === 0) throw new UsageError(`${path} holds no evidence: there is no .json file.`)
  return { files: names.map((name) => join(resolved, name)), isFolder }
}

/** Who each file is about. Throws `UsageError` naming every file that is no evidence. */
async function readAll(paths: readonly string[]): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = []
  const faults: string[] = []
  for (const path of paths) {
    try {
      const { subject } = await loadEvidence(path)
      files.push({ path, subject })
    } catch (error) {
      if (!(error instanceof UnreadableEvidence)) throw error
      faults.push(error.message)
    }
  }
  if (faults.length > 0) throw new UsageError(faults.join(' '))
  return files
}
