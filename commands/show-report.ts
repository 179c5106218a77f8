import { randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { access, appendFile, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { errorCode } from '../evidence/local-text.js'
import { UsageError } from '../evidence/usage-error.js'
import type { Changes } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'
import { REPORTERS } from '../reporters/index.js'
import { safeText } from '../reporters/safe-text.js'
import { scoreText } from '../reporters/terminal/score-bar.js'
import type { WorkflowText } from '../runner/index.js'
import type { GradeOptions } from './options.js'
import { detailOf, lookOf, PIPED_COLUMNS } from './screen-look.js'
import type { Surroundings } from './surroundings.js'

/** What some formats show beside a report. */
export interface Beside {
  /** main.yml as it was graded; `null`: not at hand. */
  readonly workflow: WorkflowText | null
  /** What is different from the run before; `null`: there was none, or it is not to be shown. */
  readonly changes: Changes | null
}

/**
 * Writes the report as the options say: to standard output, to files, or both; with the reporter `github`
 * also to the step summary. Throws `UsageError` when a file can't be written, after everything else was shown.
 */
export async function showReport(
  report: Report,
  { workflow, changes }: Beside,
  options: Pick<GradeOptions, 'reporter' | 'json' | 'color' | 'advice' | 'quiet' | 'verbose'>,
  around: Surroundings,
): Promise<void> {
  const { stdout, stderr, env } = around
  const look = {
    ...lookOf(stdout, env, options.color),
    ...detailOf(options),
    advice: options.advice === true,
  }
  const asked = options.reporter ?? (options.json ? [] : [{ name: 'terminal', file: null }])
  const choices = options.json ? [...asked, { name: 'json', file: null }] : asked
  const commandsAreRead = choices.some(({ name, file }) => name === 'github' && file === null)
  const unwritten: string[] = []
  const attempt = (file: string, written: Promise<void>) =>
    written.catch((error: unknown) => unwritten.push(`${file} (${whyOf(error)})`))
  for (const { name, file } of choices) {
    const reporter = await REPORTERS.get(name)?.()
    if (reporter === undefined) throw new UsageError(`There is no reporter called ${name}.`)
    if (file === null) {
      const text = reporter.render(report, look, workflow, changes)
      stdout.write(commandsAreRead && name !== 'github' ? withoutCommands(text) : text)
    } else {
      const plain = { ...look, color: false, columns: PIPED_COLUMNS }
      const text = reporter.render(report, plain, workflow, changes)
      await attempt(file, writeReport(resolve(around.cwd(), file), text))
    }
  }
  const summary = env.GITHUB_STEP_SUMMARY
  if (summary && choices.some(({ name }) => name === 'github')) {
    await attempt(summary, appendSummary(report, summary))
  }
  if (unwritten.length > 0) {
    throw new UsageError(`The report could not be written to ${unwritten.join('; ')}`)
  }
  // Whoever waits at a terminal would be left with an empty screen.
  if (stderr.isTTY && choices.every(({ file }) => file !== null)) {
    const files = choices.map(({ file }) => file).join(', ')
    stderr.write(`${files}: ${safeText(scoreText(report))}\n`)
  }
}

/** Tells before anything is graded which files a report can't be written to. Throws `UsageError`. */
export async function refuseUnwritable(
  { reporter, save }: Pick<GradeOptions, 'reporter' | 'save'>,
  around: Surroundings,
): Promise<void> {
  const files = [...(reporter ?? []).map(({ file }) => file), save ?? null]
  const unwritable: string[] = []
  for (const file of files) {
    if (file === null) continue
    const path = resolve(around.cwd(), file)
    try {
      const there = await statOrNull(path)
      if (there?.isDirectory()) throw new Error('it is a folder')
      // A file is replaced, in its folder; a pipe or /dev/stdout is written to where it is.
      const target = there === null || there.isFile() ? dirname(path) : path
      await access(target, constants.W_OK)
    } catch (error) {
      unwritable.push(`${file} (${whyOf(error)})`)
    }
  }
  if (unwritable.length > 0) {
    throw new UsageError(`The report can't be written to ${unwritable.join('; ')}`)
  }
}

async function statOrNull(path: string): Promise<Stats | null> {
  return await stat(path).catch(() => null)
}

/** Whether a format that was asked for shows main.yml. */
export function showsWorkflow({ reporter }: Pick<GradeOptions, 'reporter'>): boolean {
  return reporter?.some(({ name }) => name === 'html') === true
}

/**
 * Text in which GitHub's runner looks for no commands. Without this a line of a student's that begins with
 * `::`, indented or not, or holds `##[` anywhere, would be one. The token can't be guessed.
 */
function withoutCommands(text: string): string {
  const token = randomUUID()
  return `::stop-commands::${token}\n${text}::${token}::\n`
}

/** Several steps of ours in one job each have a file; within a step, reports follow each other. */
async function appendSummary(report: Report, file: string): Promise<void> {
  const { stepSummary } = await import('../reporters/markdown.js')
  const there = await statOrNull(file)
  await appendFile(file, stepSummary(report, there?.size ?? 0))
}

/** Writes a file whole or not at all; what is none (a pipe, `/dev/stdout`) as it is. `path`: absolute. */
async function writeReport(path: string, text: string): Promise<void> {
  const there = await statOrNull(path)
  if (there?.isFile() === false) return await writeFile(path, text)
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(path, text)
}

/** The system's code of an error, or what else it says. */
function whyOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.message : String(error))
}
