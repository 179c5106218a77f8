import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CHECK_IDS } from '../checks/rubric.js'
import type { Access } from '../evidence/access.js'
import type { Subject } from '../evidence/subject.js'
import { UsageError } from '../evidence/usage-error.js'
import { changesSince, type LastRun, wholeRun } from '../grading/last-run.js'
import { safeText } from '../reporters/safe-text.js'
import { watchedLine, watchedScreen } from '../reporters/watched.js'
import { endThread, type Plan } from '../runner/index.js'
import { cloneAt } from './clone.js'
import { EXIT } from './exit-code.js'
import { accessOf, findSubject } from './grade.js'
import type { WatchOptions } from './options.js'
import { readRulesAndDue } from './rules.js'
import { runPlan } from './run-plan.js'
import { isLive, lookOf, PIPED_COLUMNS } from './screen-look.js'
import { catchStopSignals, unlessStopped } from './stop-signals.js'
import type { Surroundings } from './surroundings.js'
import { watchFiles } from './watched-files.js'

/** Where `cdk synth` writes to, in the folder of the app. */
const CDK_OUT = 'cdk.out'

/** Grades main.yml and `cdk.out` whenever they are saved, until Ctrl-C. Gives the exit code. Throws `UsageError`. */
export async function watch(given: WatchOptions, around: Surroundings): Promise<number> {
  const { stdout, stderr, env } = around
  const options = { ...given, ...(await watchedFiles(given, around.cwd())) }
  const files = [options.workflow ?? [], options.template ?? []].flat()
  const checks = options.only ?? CHECK_IDS
  const access = await accessOf(options, env)
  const rules = await readRulesAndDue(options, checks, 1, around)
  const { stop, end } = catchStopSignals()
  const folder = await mkdtemp(join(tmpdir(), 'grade4-watch-'))
  const kept = [join(folder, 'answers.json')]
  const saves = await watchFiles(
    files.map((file) => resolve(around.cwd(), file)),
    stop,
  )
  let graded: Subject | null = null
  let last: LastRun | null = null
  try {
    for (let goesOn = true; goesOn; goesOn = await saves.nextSave()) {
      const subject: Subject | null = await readSubject(options, graded, access, around)
      if (subject === null || isDeepStrictEqual(subject, graded)) continue
      graded = subject
      const plan: Plan = {
        subjects: [subject],
        startFrom: kept,
        saveTo: kept,
        checks,
        access,
        withStacks: options.debug === true,
      }
      const showing = { doing: 'Looking at the account and the repository', color: options.color }
      const errors = {
        // What a grade says that is broken off is of no use.
        write: (text: string) => stop.aborted || stderr.write(text),
        // After the first grade, lines that are painted over would only flicker below the screen of before.
        ...(last === null
          ? { isTTY: stderr.isTTY === true, columns: stderr.columns ?? PIPED_COLUMNS }
          : {}),
      }
      const run = runPlan(plan, rules, showing, { env, stderr: errors })
      const [report] = (await unlessStopped(run, stop))?.reports ?? []
      if (report === undefined) {
        await endThread()
        await run.catch(() => {})
        break
      }
      const changes = last === null ? null : changesSince(last, report)
      last = wholeRun(report)
      const look = { ...lookOf(stdout, env, options.color), advice: options.advice === true }
      stdout.write(
        isLive(stdout, env)
          ? watchedScreen(report, changes, files.join(' and '), look)
          : watchedLine(report, changes),
      )
    }
  } finally {
    await saves.end()
    end()
    await rm(folder, { recursive: true, force: true })
  }
  return EXIT.perfect
}

/** The files that are watched, as options name them. Throws `UsageError` where there are none. */
async function watchedFiles(
  { workflow, template }: WatchOptions,
  folder: string,
): Promise<Pick<WatchOptions, 'workflow' | 'template'>> {
  const clone = workflow === undefined ? await cloneAt(folder) : null
  const isThere = (path: string) => existsSync(resolve(folder, path))
  const own = clone === null ? undefined : relative(folder, clone.workflow)
  const found = workflow ?? (own !== undefined && isThere(own) ? own : undefined)
  const synthesized = template ?? (isThere(CDK_OUT) ? [CDK_OUT] : undefined)
  if (found === undefined && synthesized === undefined) {
    throw new UsageError(
      'There is no main.yml and no cdk.out to watch here: name one with --workflow FILE or --template PATH.',
    )
  }
  return {
    ...(found === undefined ? {} : { workflow: found }),
    ...(synthesized === undefined ? {} : { template: synthesized }),
  }
}

/**
 * Who is graded, with the files as they are now. A file that can't be read is a mistake of the command line at first
 * (throws `UsageError`), and later one that is being written: `null`, and standard error tells.
 */
async function readSubject(
  options: WatchOptions,
  before: Subject | null,
  access: Access,
  around: Surroundings,
): Promise<Subject | null> {
  // What a service answered is not asked again; what a template says may have changed.
  const repo = before?.withoutAccount === true ? null : before?.repository
  try {
    return await findSubject({ ...options, ...(repo == null ? {} : { repo }) }, access, around)
  } catch (error) {
    if (before === null || !(error instanceof UsageError)) throw error
    around.stderr.write(`grade4: ${safeText(error.message)}\n`)
    return null
  }
}
