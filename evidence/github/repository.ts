import { z } from 'zod'
import { question } from '../question.js'
import { look } from './look.js'
import { everyPage } from './pages.js'

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

const RepositoryAnswer = z.object({
  id: z.number(),
  name: z.string(),
  full_name: z.string(),
  private: z.boolean(),
  visibility: z.string().optional(),
  default_branch: z.string(),
  owner: z.object({ login: z.string(), id: z.number(), type: z.string().optional() }),
})

/** The repository itself, with its name in GitHub's own spelling. A renamed one is followed. */
export const repository = question({
  name: 'github.repository',
  schema: GithubRepository,
  alwaysThere: true,
  ask: ({ github }) =>
    look(github, 'GET /repos/{owner}/{repo}', {}, (data) => {
      const answer = RepositoryAnswer.parse(data)
      return {
        fullName: answer.full_name,
        owner: answer.owner.login,
        name: answer.name,
        id: answer.id,
        ownerId: answer.owner.id,
        ownerType: answer.owner.type ?? null,
        private: answer.private,
        visibility: answer.visibility ?? (answer.private ? 'private' : 'public'),
        defaultBranch: answer.default_branch,
      }
    }),
})

const PermissionsAnswer = z.object({
  enabled: z.boolean(),
  allowed_actions: z.string().optional(),
  sha_pinning_required: z.boolean().optional(),
})

/** Whether Actions is on, and which actions may be used. */
export const actionsPermissions = question({
  name: 'github.actionsPermissions',
  schema: ActionsPermissions,
  alwaysThere: true,
  ask: ({ github }) =>
    look(github, 'GET /repos/{owner}/{repo}/actions/permissions', {}, (data) => {
      const answer = PermissionsAnswer.parse(data)
      return {
        enabled: answer.enabled,
        allowedActions: answer.allowed_actions ?? null,
        shaPinningRequired: answer.sha_pinning_required ?? false,
      }
    }),
})

const SecretsAnswer = z.object({ secrets: z.array(z.object({ name: z.string() })) })

/** Names of the repository's own secrets, upper-case as GitHub keeps them. Values can't be read. */
export const secretNames = question({
  name: 'github.secretNames',
  schema: z.array(z.string()),
  alwaysThere: true,
  ask: ({ github }) =>
    everyPage((page) =>
      look(github, 'GET /repos/{owner}/{repo}/actions/secrets', page, (data) =>
        SecretsAnswer.parse(data).secrets.map(({ name }) => name),
      ),
    ),
})

const VariablesAnswer = z.object({ variables: z.array(ActionsVariable) })

/** GitHub's largest page of variables. Source: "List repository variables". */
const VARIABLES_PAGE = 30

/** The repository's own configuration variables. */
export const variables = question({
  name: 'github.variables',
  schema: z.array(ActionsVariable),
  ask: ({ github }) =>
    everyPage(
      (page) =>
        look(
          github,
          'GET /repos/{owner}/{repo}/actions/variables',
          page,
          (data) => VariablesAnswer.parse(data).variables,
        ),
      VARIABLES_PAGE,
    ),
})

const CustomizationAnswer = z.object({
  use_default: z.boolean(),
  include_claim_keys: z.array(z.string()).optional(),
  use_immutable_subject: z.boolean().optional(),
  sub_claim_prefix: z.string().optional(),
})

/** How GitHub writes the `sub` claim of tokens for this repository. */
export const subjectCustomization = question({
  name: 'github.subjectCustomization',
  schema: SubjectCustomization,
  alwaysThere: true,
  ask: ({ github }) =>
    look(github, 'GET /repos/{owner}/{repo}/actions/oidc/customization/sub', {}, (data) => {
      const answer = CustomizationAnswer.parse(data)
      return {
        useDefault: answer.use_default,
        includeClaimKeys: answer.include_claim_keys ?? [],
        useImmutableSubject: answer.use_immutable_subject ?? null,
        subjectPrefix: answer.sub_claim_prefix ?? null,
      }
    }),
})
