import { z } from 'zod'
import { moment } from '../moment.js'

/** A GitHub repository. Source: `GET /repos/{owner}/{repo}`. */
export const GithubRepository = z.object({
  /** `OWNER/NAME` in GitHub's own spelling (IAM compares case). */
  fullName: z.string(),
  owner: z.string(),
  name: z.string(),
  id: z.number(),
  ownerId: z.number(),
  /** `User`, `Organization`; `null`: GitHub did not say. */
  ownerType: z.string().nullable(),
  private: z.boolean(),
  /** public, private or internal. */
  visibility: z.string(),
  defaultBranch: z.string(),
})
export type GithubRepository = z.infer<typeof GithubRepository>

/** A configuration variable of the repository. Source: `GET …/actions/variables`. */
export const ActionsVariable = z.object({
  /** Upper-case, as GitHub keeps it. */
  name: z.string(),
  value: z.string(),
})
export type ActionsVariable = z.infer<typeof ActionsVariable>

/** Source: `GET …/actions/permissions`. */
export const ActionsPermissions = z.object({
  enabled: z.boolean(),
  /** all, local_only or selected; `null` when Actions is disabled. */
  allowedActions: z.string().nullable(),
  /** When true, every `uses:` that names a tag fails. */
  shaPinningRequired: z.boolean(),
})
export type ActionsPermissions = z.infer<typeof ActionsPermissions>

/** How GitHub writes the `sub` claim for this repository. Source: `GET …/actions/oidc/customization/sub`. */
export const SubjectCustomization = z.object({
  useDefault: z.boolean(),
  /** Claim keys that make up the subject when `useDefault` is false. */
  includeClaimKeys: z.array(z.string()),
  /** True: `repo:OWNER@OWNERID/REPO@REPOID:…`. `null`: GitHub did not say. */
  useImmutableSubject: z.boolean().nullable(),
  /** E.g. `repo:ada@1001/yoctogram-app@2001`; `null`: GitHub did not say. */
  subjectPrefix: z.string().nullable(),
})
export type SubjectCustomization = z.infer<typeof SubjectCustomization>

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
