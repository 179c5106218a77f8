import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  ListOpenIDConnectProvidersCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
  type Role as SdkRole,
} from '@aws-sdk/client-iam'
import { absent, type Observed } from '@grade4/unknown'
import { z } from 'zod'
import { question } from '../question.js'
import { look } from './look.js'
import { everyItem } from './pages.js'

/** An IAM OIDC identity provider. Source: IAM GetOpenIDConnectProvider. */
export const OidcProvider = z.object({
  arn: z.string(),
  /** Without `https://`. */
  url: z.string(),
  clientIds: z.array(z.string()),
})
export type OidcProvider = z.infer<typeof OidcProvider>

/** An IAM role. Source: IAM GetRole, ListRoles. */
export const Role = z.object({
  name: z.string(),
  arn: z.string(),
  /** The trust policy's JSON text, percent-decoded but not parsed: a student may have written anything. */
  trustPolicy: z.string(),
  maxSessionSeconds: z.number(),
})
export type Role = z.infer<typeof Role>

const NO_SUCH_ENTITY = ['NoSuchEntityException', 'NoSuchEntity']

/** What IAM takes for a role that never said how long a session may last, in seconds. */
const DEFAULT_SESSION_SECONDS = 3600

/** The identity provider for an issuer (without `https://`); IAM keeps at most one per URL. */
export const oidcProvider = question({
  name: 'iam.oidcProvider',
  schema: OidcProvider,
  ask: async ({ aws }, issuer: string): Promise<Observed<OidcProvider>> => {
    const listed = await look(aws, 'iam:ListOpenIDConnectProviders', [], async (options) => {
      const answer = await aws.iam.send(new ListOpenIDConnectProvidersCommand({}), options)
      return (answer.OpenIDConnectProviderList ?? []).map(({ Arn }) => z.string().parse(Arn))
    })
    if (listed.state !== 'found') return listed
    const arn = listed.value.find((provider) => provider.endsWith(`:oidc-provider/${issuer}`))
    if (arn === undefined) return absent('not among the OIDC providers')
    return await look(aws, 'iam:GetOpenIDConnectProvider', NO_SUCH_ENTITY, async (options) => {
      const answer = await aws.iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
        options,
      )
      return OidcProvider.parse({ arn, url: answer.Url, clientIds: answer.ClientIDList ?? [] })
    })
  },
})

/** The role of that name (no path, no ARN). */
export const role = question({
  name: 'iam.role',
  schema: Role,
  ask: ({ aws }, name: string) =>
    look(aws, 'iam:GetRole', NO_SUCH_ENTITY, async (options) => {
      const answer = await aws.iam.send(new GetRoleCommand({ RoleName: name }), options)
      return readRole(answer.Role)
    }),
})

/** Every role of the account, service roles included. */
export const roles = question({
  name: 'iam.roles',
  schema: z.array(Role),
  alwaysThere: true,
  ask: ({ aws }) =>
    look(aws, 'iam:ListRoles', [], async (options) => {
      const listed = await everyItem(
        paginateListRoles({ client: aws.iam }, { MaxItems: 1000 }, options),
        ({ Roles }) => Roles,
      )
      return listed.map(readRole)
    }),
})

/** ARNs of the managed policies attached to a role. */
export const attachedPolicies = question({
  name: 'iam.attachedPolicies',
  schema: z.array(z.string()),
  ask: ({ aws }, RoleName: string) =>
    look(aws, 'iam:ListAttachedRolePolicies', NO_SUCH_ENTITY, async (options) => {
      const attached = await everyItem(
        paginateListAttachedRolePolicies({ client: aws.iam }, { RoleName }, options),
        ({ AttachedPolicies }) => AttachedPolicies,
      )
      return attached.map(({ PolicyArn }) => z.string().parse(PolicyArn))
    }),
})

/** Names of the inline policies of a role. */
export const inlinePolicies = question({
  name: 'iam.inlinePolicies',
  schema: z.array(z.string()),
  ask: ({ aws }, RoleName: string) =>
    look(aws, 'iam:ListRolePolicies', NO_SUCH_ENTITY, async (options) =>
      everyItem(
        paginateListRolePolicies({ client: aws.iam }, { RoleName }, options),
        ({ PolicyNames }) => PolicyNames,
      ),
    ),
})

/** IAM hands trust policies over percent-encoded. */
function readRole(role: SdkRole | undefined): Role {
  return Role.parse({
    name: role?.RoleName,
    arn: role?.Arn,
    trustPolicy: decodeURIComponent(z.string().parse(role?.AssumeRolePolicyDocument)),
    maxSessionSeconds: role?.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
  })
}
