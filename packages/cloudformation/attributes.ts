import { generatedPrefix } from './physical-names.js'

/** What a resource's own names and ARNs are made of. */
export interface Identity {
  readonly logicalId: string
  readonly stack: string
  readonly account: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string
  /** Its physical id, where it is deployed. */
  readonly deployed: string | undefined
  /** A property of it that is a text, resolved; `undefined`: it is not set. */
  property(name: string): string | undefined
  /** What only a deploy tells; the same for the same name. `name`: no slash, colon or comma is in it. */
  later(what: string, form?: 'name'): string
}

/** How `Ref` and `Fn::GetAtt` come out for one type of resource. Source: CloudFormation Template Reference, "Return values". */
interface TypeRules {
  ref(of: Identity): string
  readonly attributes: Readonly<Record<string, (of: Identity) => string>>
}

/** Longest name of a role or a policy, and of what has room for any. */
const IAM_NAME = 64
const ANY_NAME = 255

/** The name that a property gives, or that CloudFormation generates. */
function nameOf(of: Identity, property: string, longest = ANY_NAME): string {
  return (
    of.property(property) ??
    `${generatedPrefix(of.stack, of.logicalId, longest)}${of.later(property, 'name')}`
  )
}

/** The last part of an ARN or path. */
function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1)
}

const iam = (of: Identity, resource: string) => `arn:${of.partition}:iam::${of.account}:${resource}`
const regional = (of: Identity, service: string, resource: string) =>
  `arn:${of.partition}:${service}:${of.region}:${of.account}:${resource}`
const pathOf = (of: Identity) => of.property('Path') ?? '/'

const roleName = (of: Identity) => of.deployed ?? nameOf(of, 'RoleName', IAM_NAME)
const clusterName = (of: Identity) => of.deployed ?? nameOf(of, 'ClusterName')
const serviceArn = (of: Identity) => {
  const cluster = lastPart(of.property('Cluster') ?? 'default')
  return of.deployed ?? regional(of, 'ecs', `service/${cluster}/${nameOf(of, 'ServiceName')}`)
}
const repositoryName = (of: Identity) =>
  of.deployed ?? of.property('RepositoryName') ?? of.later('RepositoryName', 'name')
const providerArn = (of: Identity) => {
  // The custom resource of CDK has a lower-case url.
  const url = of.property('Url') ?? of.property('url')
  return url === undefined
    ? of.later('Arn')
    : iam(of, `oidc-provider/${url.replace(/^https:\/\//, '')}`)
}
const policyArn = (of: Identity) =>
  of.deployed ?? iam(of, `policy${pathOf(of)}${nameOf(of, 'ManagedPolicyName', 128)}`)

const PROVIDER: TypeRules = {
  ref: providerArn,
  attributes: { Arn: providerArn, OpenIDConnectProviderArn: providerArn },
}

const RULES: ReadonlyMap<string, TypeRules> = new Map([
  [
    'AWS::IAM::Role',
    { ref: roleName, attributes: { Arn: (of) => iam(of, `role${pathOf(of)}${roleName(of)}`) } },
  ],
  ['AWS::IAM::OIDCProvider', PROVIDER],
  ['Custom::AWSCDKOpenIdConnectProvider', PROVIDER],
  ['AWS::IAM::ManagedPolicy', { ref: policyArn, attributes: { PolicyArn: policyArn } }],
  [
    'AWS::ECS::Cluster',
    {
      ref: clusterName,
      attributes: { Arn: (of) => regional(of, 'ecs', `cluster/${clusterName(of)}`) },
    },
  ],
  [
    'AWS::ECS::Service',
    {
      ref: serviceArn,
      attributes: { ServiceArn: serviceArn, Name: (of) => lastPart(serviceArn(of)) },
    },
  ],
  [
    'AWS::ECS::TaskDefinition',
    {
      // A new revision with each deploy: the one that is deployed is another.
      ref: (of) => {
        const family = of.property('Family') ?? of.later('Family', 'name')
        return regional(of, 'ecs', `task-definition/${family}:${of.later('revision', 'name')}`)
      },
      attributes: {},
    },
  ],
  [
    'AWS::ECR::Repository',
    {
      ref: repositoryName,
      attributes: {
        Arn: (of) => regional(of, 'ecr', `repository/${repositoryName(of)}`),
        RepositoryUri: (of) =>
          `${of.account}.dkr.ecr.${of.region}.amazonaws.com/${repositoryName(of)}`,
      },
    },
  ],
  [
    'AWS::CloudFormation::Stack',
    {
      ref: (of) =>
        of.deployed ??
        regional(
          of,
          'cloudformation',
          `stack/${generatedPrefix(of.stack, of.logicalId, ANY_NAME)}${of.later('StackName', 'name')}`,
        ),
      attributes: {},
    },
  ],
] satisfies [string, TypeRules][])

/** What `Ref` gives. */
export function referenceTo(type: string, of: Identity): string {
  return RULES.get(type)?.ref(of) ?? of.deployed ?? of.later('Ref')
}

/** What `Fn::GetAtt` gives; an attribute that is not followed comes from the deploy. */
export function attributeOf(type: string, attribute: string, of: Identity): string {
  const attributes = RULES.get(type)?.attributes ?? {}
  const rule = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  return rule?.(of) ?? of.later(attribute)
}
