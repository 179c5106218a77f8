import { map, type Observed } from '@grade4/unknown'
import type { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import { BRANCH, WORKFLOW_FILE, WORKFLOW_PATH } from '../assignment.js'
import type { Clients } from '../clients.js'
import { moment } from '../moment.js'
import { question } from '../question.js'
import type { Github } from './client.js'
import { look } from './look.js'
import { everyPage } from './pages.js'

/** One run of a workflow, in its latest attempt. Source: `GET …/actions/workflows/{file}/runs`. */
export const WorkflowRun = z.object({
  id: z.number(),
  number: z.number(),
  attempt: z.number(),
  headSha: z.string(),
  /** queued, in_progress, completed, waiting … */
  status: z.string(),
  /** success, failure, cancelled, skipped …; `null` until it is completed. */
  conclusion: z.string().nullable(),
  createdAt: moment,
  /** Start of the latest attempt. */
  startedAt: moment,
  updatedAt: moment,
  url: z.string(),
})
export type WorkflowRun = z.infer<typeof WorkflowRun>

/** A job of a run and how far its steps are. Source: `GET …/actions/runs/{run_id}/jobs`. */
export const RunJob = z.object({
  /** As GitHub shows it; a leg of a matrix has its values in it, `test (20)`, a job of a called workflow `caller / job`. */
  name: z.string(),
  /** queued, in_progress, completed, waiting … */
  status: z.string(),
  /** success, failure, skipped, cancelled …; `null` until it is completed. */
  conclusion: z.string().nullable(),
  /** In order, the runner's own among them (`Set up job`, `Post …`); empty for a job that never ran. */
  steps: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      /** As the job's; a failure that continue-on-error forgives is a success. */
      conclusion: z.string().nullable(),
      /** `null` until it starts. */
      startedAt: moment.nullable(),
    }),
  ),
})
export type RunJob = z.infer<typeof RunJob>

/** A file, with how long it is; one above 1 MB comes without its content. Source: "Get repository content". */
const FileAnswer = z.object({
  encoding: z.literal('base64'),
  content: z.string(),
  /** In bytes. */
  size: z.number(),
})

/** GitHub's own words for a 404 that is about the branch or an empty repository, not about permission. */
export const NOTHING_THERE = /this repository is empty|no commit found for the ref/i

/** The text of main.yml on the branch main. */
export const workflowFile = question({
  name: 'github.workflowFile',
  schema: z.string(),
  ask: ({ github }) =>
    fileAt(github, WORKFLOW_PATH, BRANCH, async (error) => {
      if (NOTHING_THERE.test(error.message)) return true
      const root = await look(github, CONTENTS, { path: '', ref: BRANCH }, (data) =>
        z.array(z.unknown()).parse(data),
      )
      return root.state === 'found'
    }),
})

/** Of what is asked only where main.yml of the branch could be read, under the same permission. */
const proven = async () => true

/** The text of another file on the branch main, by its path from the top of the repository. */
export const repositoryFile = question({
  name: 'github.file',
  schema: z.string(),
  ask: ({ github }, path: string) => fileAt(github, path, BRANCH, proven),
})

/** The text of main.yml at a commit, 40 hex digits; `absent` where that has none, or is not there any more. */
export const workflowFileAt = question({
  name: 'github.workflowFileAt',
  schema: z.string(),
  ask: ({ github }, sha: string) => fileAt(github, WORKFLOW_PATH, sha, proven),
})

const CONTENTS = 'GET /repos/{owner}/{repo}/contents/{path}'

/** The text of a file, by its path, at a branch or a commit; `proof`: as `look` takes it. */
function fileAt(
  github: Github,
  path: string,
  ref: string,
  proof: (error: RequestError) => Promise<boolean>,
): Promise<Observed<string>> {
  return look(github, CONTENTS, { path, ref }, readFile, proof)
}

/** Throws when the answer is no file, or not the whole of it: half a main.yml would be the student's fault. */
function readFile(data: unknown): string {
  const { content, size } = FileAnswer.parse(data)
  const bytes = Buffer.from(content, 'base64')
  if (bytes.byteLength !== size) throw new Error(`${bytes.byteLength} of ${size} bytes came.`)
  return new TextDecoder().decode(bytes)
}

const RunAnswer = z.object({
  id: z.number(),
  run_number: z.number(),
  run_attempt: z.number().optional(),
  head_sha: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: z.string(),
  run_started_at: z.string().optional(),
  updated_at: z.string(),
  html_url: z.string(),
})

const RunsAnswer = z.object({ workflow_runs: z.array(RunAnswer) })

/** Runs of main.yml for pushes to main, newest first, each in its latest attempt. */
export const workflowRuns = question({
  name: 'github.workflowRuns',
  schema: z.array(WorkflowRun),
  ask: (clients) => runsOf(clients, { event: 'push' }),
})

/** The same whatever started them: a push, somebody by hand, a schedule. */
export const workflowRunsOfAnyEvent = question({
  name: 'github.workflowRunsOfAnyEvent',
  schema: z.array(WorkflowRun),
  ask: (clients) => runsOf(clients, {}),
})

function runsOf({ github }: Clients, filter: { event?: string }) {
  return everyPage((page) =>
    look(
      github,
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      { workflow_id: WORKFLOW_FILE, branch: BRANCH, ...filter, ...page },
      (data) => RunsAnswer.parse(data).workflow_runs.map(readRun),
      async () => {
        const workflows = await look(
          github,
          'GET /repos/{owner}/{repo}/actions/workflows',
          {},
          (data) => z.object({ total_count: z.number() }).parse(data),
        )
        return workflows.state === 'found'
      },
    ),
  )
}

/** An earlier attempt of a run that was run again. */
export const runAttempt = question({
  name: 'github.runAttempt',
  schema: WorkflowRun,
  alwaysThere: true,
  ask: ({ github }, run: string, attempt: string) =>
    look(
      github,
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
      { run_id: Number(run), attempt_number: Number(attempt) },
      (data) => readRun(RunAnswer.parse(data)),
    ),
})

const JobsAnswer = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      run_attempt: z.number().optional(),
      status: z.string(),
      conclusion: z.string().nullable(),
      steps: z
        .array(
          z.object({
            name: z.string(),
            status: z.string(),
            conclusion: z.string().nullable(),
            started_at: z.string().nullish(),
          }),
        )
        .optional(),
    }),
  ),
})

/**
 * The jobs of a run with their steps, each in the latest attempt that it was in: "re-run failed jobs" leaves
 * the others as an earlier attempt had them. Source: REST API, "List jobs for a workflow run", `filter`.
 */
export const runJobs = question({
  name: 'github.runJobs',
  schema: z.array(RunJob),
  alwaysThere: true,
  ask: async ({ github }, run: string) => {
    const jobs = await everyPage((page) =>
      look(
        github,
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
        { run_id: Number(run), filter: 'all', ...page },
        (data) => JobsAnswer.parse(data).jobs,
      ),
    )
    return map(jobs, (all) => newestAttempts(all).map(readJob))
  },
})

type JobAnswer = z.infer<typeof JobsAnswer>['jobs'][number]

function newestAttempts(jobs: readonly JobAnswer[]): JobAnswer[] {
  const newest = new Map<string, number>()
  for (const { name, run_attempt = 1 } of jobs) {
    newest.set(name, Math.max(run_attempt, newest.get(name) ?? 0))
  }
  return jobs.filter(({ name, run_attempt = 1 }) => newest.get(name) === run_attempt)
}

function readJob(job: JobAnswer): RunJob {
  return RunJob.parse({
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    steps: (job.steps ?? []).map(({ name, status, conclusion, started_at }) => ({
      name,
      status,
      conclusion,
      startedAt: started_at ?? null,
    })),
  })
}

function readRun(run: z.infer<typeof RunAnswer>): WorkflowRun {
  return WorkflowRun.parse({
    id: run.id,
    number: run.run_number,
    attempt: run.run_attempt ?? 1,
    headSha: run.head_sha,
    status: run.status ?? 'unknown',
    conclusion: run.conclusion,
    createdAt: run.created_at,
    startedAt: run.run_started_at ?? run.created_at,
    updatedAt: run.updated_at,
    url: run.html_url,
  })
}
