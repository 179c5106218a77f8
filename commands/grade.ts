import { dirname, resolve } from 'node:path'
import { CHECK_IDS } from '../checks/rubric.js'
import type { Access } from '../evidence/access.js'
import { WORKFLOW_PATH } from '../evidence/assignment.js'
import type { RepositoryName, Subject } from '../evidence/subject.js'
import { UsageError } from '../evidence/usage-error.js'
import { type Changes, changesSince, lastRunOf } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'
import type { Plan } from '../runner/index.js'
import { isAccountAtHand } from './account-at-hand.js'
import { type Clone, cloneAt } from './clone.js'
import { exitCodeOf, exitCodeOfAll } from './exit-code.js'
import { findGithubToken, githubOf } from './github-token.js'
import { cacheFolder, lastRunFile, readLastRun, writeLastRun } from './last-run-file.js'
import { refuseBadCertificates } from './network.js'
import type { GradeOptions, SubjectOptions } from './options.js'
import { readWorkflowFile } from './read-text-file.js'
import { readRulesAndDue } from './rules.js'
import { runPlan } from './run-plan.js'
import { refuseUnwritable, showReport, showsWorkflow } from './show-report.js'
import type { Surroundings } from './surroundings.js'

/** Who owns the repositories that students start from, in lower case. */
const COURSE = 'infracourse'

/**
 * `grade4`: grades one account and repository, and shows the report. Gives the exit code.
 * `remembers`: whether the next grade tells what changed since this one.
 */
export async function grade(
  options: GradeOptions,
  around: Surroundings,
  remembers = true,
): Promise<number> {
  const access = await accessOf(options, around.env)
  const checks = options.only ?? CHECK_IDS
  const rules = await readRulesAndDue(options, checks, 1, around)
  await refuseUnwritable(options, around)
  const subject = await findSubject(options, access, around)
  if (options.wait) {
    // Not before it is needed: it brings the AWS SDK into this thread.
    const { waitForPipeline } = await import('./wait.js')
    await waitForPipeline(subject, access, options, around)
  }
  const plan: Plan = {
    subjects: [subject],
    saveTo: [options.save === undefined ? null : resolve(around.cwd(), options.save)],
    checks,
    access,
    withTrace: options.debug === true,
    withStacks: options.debug === true,
    withWorkflow: showsWorkflow(options),
  }
  const showing = {
    doing: 'Looking at the account and the repository',
    color: options.color,
    quiet: options.quiet === true,
  }
  const { reports, workflows, unsaved } = await runPlan(plan, rules, showing, around)
  const isWhole = checks.length === CHECK_IDS.length && subject.localWorkflow === null
  for (const [index, report] of reports.entries()) {
    const changes = remembers && isWhole ? await changesSinceLastRun(report, around.env) : null
    await showReport(report, { workflow: workflows[index] ?? null, changes }, options, around)
  }
  if (unsaved.length > 0) throw new UsageError(unsaved.join(' '))
  return exitCodeOfAll(reports.map(exitCodeOf))
}

/** What a report changed since the last one of this account and repository; keeps it for the next. */
async function changesSinceLastRun(
  report: Report,
  env: NodeJS.ProcessEnv,
): Promise<Changes | null> {
  const folder = cacheFolder(env)
  const file = folder === null ? null : lastRunFile(folder, report)
  if (file === null) return null
  const before = await readLastRun(file)
  await writeLastRun(file, lastRunOf(report, before))
  return before === null ? null : changesSince(before, report)
}

/** What a look at one account may use: the token at hand, the API's address, the time. */
export async function accessOf(
  { timeout }: Pick<GradeOptions, 'timeout'>,
  env: NodeJS.ProcessEnv,
): Promise<Access> {
  await refuseBadCertificates(env)
  const token = await findGithubToken(env)
  return {
    githubToken: token?.text ?? null,
    ...(token === null ? {} : { githubTokenFrom: token.from }),
    ...githubOf(env),
    timeLimitMs: timeout * 1000,
  }
}

/** Who is graded: what the options say, completed from the clone and, in the end, from the account. */
export async function findSubject(
  options: SubjectOptions,
  access: Access,
  around: Surroundings,
): Promise<Subject> {
  const clone = options.repo === undefined ? await cloneAt(around.cwd()) : null
  const localWorkflow = await findWorkflow(options, access, clone, around.cwd())
  // Not before it is needed: it brings YAML, CloudFormation and trust policies into this thread.
  const templates = options.template === undefined ? null : await import('./find-template.js')
  const template = (await templates?.findTemplate(options, around.cwd())) ?? null
  const isAsked =
    (template === null && options.workflow === undefined) ||
    (await isAccountAtHand(options, around.env))
  const home = localWorkflow === null ? null : await cloneOf(options, clone, around.cwd())
  const subject: Subject = {
    student: null,
    repository: options.repo ?? appRepositoryOf(clone),
    region: options.region,
    stack: options.stack,
    profile: options.profile ?? null,
    roleArn: options.roleArn ?? null,
    externalId: options.externalId ?? null,
    localWorkflow,
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(template === null ? {} : { template }),
    ...(isAsked ? {} : { withoutAccount: true as const }),
    ...(home === null ? {} : { clone: home.folder }),
  }
  if (subject.repository !== null) return subject
  if (!isAsked) {
    if (templates === null || template === null) return subject
    return { ...subject, repository: templates.repositoryOfTemplate(template, subject.region) }
  }
  // Not before it is needed: it brings the AWS SDK into this thread.
  const { repositoryOfTrust } = await import('./repository-of-trust.js')
  const repository = await repositoryOfTrust(subject, access)
  if (clone !== null) tellOtherClone(clone, repository, around)
  return { ...subject, repository }
}

/** The repository that a clone's pipeline is in; `null` where it is another one, of the course's or with the CDK app. */
function appRepositoryOf(clone: Clone | null): RepositoryName | null {
  if (clone === null || clone.isCdkApp) return null
  return clone.repository?.owner.toLowerCase() === COURSE ? null : clone.repository
}

/** Says why a clone's repository is not the one that is graded, and which is. */
function tellOtherClone(
  { repository, isCdkApp }: Clone,
  graded: RepositoryName | null,
  { stderr }: Surroundings,
): void {
  if (repository === null) return
  const what = isCdkApp ? 'your CDK app, not the Yoctogram backend' : "the course's, not yours"
  const next =
    graded === null
      ? 'Run grade4 in the clone of your backend repository, or name it with --repo OWNER/NAME.'
      : `Grading ${graded.owner}/${graded.name}, which your role trusts (--repo OWNER/NAME names another).`
  stderr.write(
    `grade4: this folder is a clone of ${repository.owner}/${repository.name}: ${what}. ${next}\n`,
  )
}

/** The clone that the main.yml on this machine lies in. */
async function cloneOf(
  options: SubjectOptions,
  clone: Clone | null,
  folder: string,
): Promise<Clone | null> {
  if (options.workflow === undefined) return clone
  return await cloneAt(dirname(resolve(folder, options.workflow)))
}

/** The main.yml that was named; without a token the clone's own, since GitHub can't be asked for it. */
async function findWorkflow(
  options: SubjectOptions,
  access: Access,
  clone: Clone | null,
  folder: string,
): Promise<Subject['localWorkflow']> {
  if (options.workflow !== undefined) {
    const path = resolve(folder, options.workflow)
    return { path: options.workflow, text: await readWorkflowFile(path) }
  }
  if (access.githubToken !== null || clone === null || clone.isCdkApp) return null
  try {
    return { path: WORKFLOW_PATH, text: await readWorkflowFile(clone.workflow) }
  } catch (error) {
    if (error instanceof UsageError) return null
    throw error
  }
}
