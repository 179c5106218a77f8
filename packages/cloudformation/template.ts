import { z } from 'zod'
import { BadTemplate } from './bad-template.js'
import { type Json, jsonProblem } from './json.js'
import { readYaml } from './read-yaml.js'

/** A parameter of a template. */
export interface Parameter {
  /** `String`, `CommaDelimitedList`, `AWS::SSM::Parameter::Value<String>` … */
  readonly type: string
  /** `null`: whoever deploys has to give a value. */
  readonly default: string | null
}

/** A resource as it is written: its properties still hold intrinsic functions. */
export interface Resource {
  readonly type: string
  /** Name of the condition under which it is made; `null`: always. */
  readonly condition: string | null
  readonly properties: Json
  /** Path of the construct that made it, as CDK notes it; `null`: not noted. */
  readonly constructPath: string | null
  /** File of a nested stack's template, as CDK notes it. */
  readonly assetPath: string | null
}

/** An output as it is written. */
export interface Output {
  readonly value: Json
  readonly exportName: Json | null
  readonly condition: string | null
}

/** A template as it is written. Logical ids and names are the keys. */
export interface Template {
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly conditions: ReadonlyMap<string, Json>
  readonly mappings: Json
  readonly resources: ReadonlyMap<string, Resource>
  readonly outputs: ReadonlyMap<string, Output>
}

/** In bytes. Source: CloudFormation User Guide, "Quotas", template body in an S3 object. */
const LARGEST_BYTES = 1_048_576

/** What `jsonProblem` let pass. */
const anyJson = z.custom<Json>()
const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String)

function membersOf<T>(member: z.ZodType<T>) {
  return z
    .record(z.string(), member)
    .default({})
    .transform((members) => new Map(Object.entries(members)))
}

const Skeleton = z.object({
  Parameters: membersOf(
    z
      .object({ Type: z.string(), Default: Text.optional() })
      .transform((one): Parameter => ({ type: one.Type, default: one.Default ?? null })),
  ),
  Conditions: membersOf(anyJson),
  Mappings: anyJson.default({}),
  Resources: z
    .record(
      z.string(),
      z
        .object({
          Type: z.string(),
          Condition: z.string().optional(),
          Properties: anyJson.default({}),
          Metadata: z
            .looseObject({
              'aws:cdk:path': z.string().optional().catch(undefined),
              'aws:asset:path': z.string().optional().catch(undefined),
            })
            .default({}),
        })
        .transform(
          (one): Resource => ({
            type: one.Type,
            condition: one.Condition ?? null,
            properties: one.Properties,
            constructPath: one.Metadata['aws:cdk:path'] ?? null,
            assetPath: one.Metadata['aws:asset:path'] ?? null,
          }),
        ),
    )
    .transform((members) => new Map(Object.entries(members))),
  Outputs: membersOf(
    z
      .object({
        Value: anyJson,
        Export: z.object({ Name: anyJson }).optional(),
        Condition: z.string().optional(),
      })
      .transform(
        (one): Output => ({
          value: one.Value,
          exportName: one.Export?.Name ?? null,
          condition: one.Condition ?? null,
        }),
      ),
  ),
})

/** Reads a template, JSON or YAML. Throws `BadTemplate`. */
export function parseTemplate(text: string): Template {
  if (Buffer.byteLength(text) > LARGEST_BYTES) {
    throw new BadTemplate('it has more than the 1 MB that CloudFormation takes')
  }
  const value = /^\s*\{/.test(text) ? parseJson(text) : readYaml(text)
  const problem = jsonProblem(value)
  if (problem !== null) throw new BadTemplate(problem)
  const skeleton = Skeleton.safeParse(value)
  if (!skeleton.success) {
    const [issue] = skeleton.error.issues
    const where = issue?.path.join('.') ?? ''
    throw new BadTemplate(
      where === '' ? 'it is no object' : `${where.slice(0, 200)} is missing or not as it should be`,
    )
  }
  const { Parameters, Conditions, Mappings, Resources, Outputs } = skeleton.data
  return {
    parameters: Parameters,
    conditions: Conditions,
    mappings: Mappings,
    resources: Resources,
    outputs: Outputs,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new BadTemplate('it is not JSON')
  }
}
