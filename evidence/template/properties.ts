import type { Json } from '@grade4/cloudformation'
import { hasHole } from '@grade4/unknown'
import { z } from 'zod'

// The properties that are read of each type of resource, once their intrinsic functions are resolved. A text may have
// holes; a list that is one hole is a text. Source: CloudFormation Template Reference.

const Hole = z.string().refine(hasHole)
const texts = z.union([z.array(z.string()), Hole])

/** Numbers may be written as texts. */
const number = z.coerce.number<string | number>()

export const RoleProperties = z.object({
  AssumeRolePolicyDocument: z.custom<Json>((value) => value !== undefined),
  MaxSessionDuration: z.union([number, Hole]).optional(),
  ManagedPolicyArns: texts.default([]),
  Policies: z.union([z.array(z.object({ PolicyName: z.string() })), Hole]).default([]),
})
export type RoleProperties = z.infer<typeof RoleProperties>

/** `AWS::IAM::Policy`, `AWS::IAM::ManagedPolicy`. */
export const PolicyProperties = z.object({
  PolicyName: z.string().optional(),
  Roles: texts.default([]),
})

/** `AWS::IAM::RolePolicy`. */
export const RolePolicyProperties = z.object({ PolicyName: z.string(), RoleName: z.string() })

/** `AWS::IAM::OIDCProvider`, and CDK's custom resource, which spells the ids in another case. */
export const ProviderProperties = z.object({
  Url: z.string(),
  ClientIdList: texts.optional(),
  ClientIDList: texts.optional(),
})

export const ServiceProperties = z.object({
  Cluster: z.string().default('default'),
  TaskDefinition: z.string().optional(),
  DesiredCount: z.union([number, Hole]).optional(),
  LoadBalancers: z
    .union([z.array(z.object({ ContainerName: z.string().optional() })), Hole])
    .default([]),
})

export const TaskDefinitionProperties = z.object({
  RuntimePlatform: z.object({ CpuArchitecture: z.string().optional() }).default({}),
  ContainerDefinitions: z.array(z.object({ Name: z.string(), Image: z.string() })).default([]),
})
