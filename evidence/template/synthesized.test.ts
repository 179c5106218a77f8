import { describe, expect, test } from 'vitest'
import { EcsService } from '../aws/ecs.js'
import { Synthesized } from './synthesized.js'

const HOME = { account: '111122223333', region: 'us-west-2' }
const ISSUER = 'token.actions.githubusercontent.com'
const ARN = 'arn:aws:iam::111122223333'

/** What stacks of these resources answer. `region`: of the only stack; `null`: wherever it is deployed. */
function of(resources: object, region: string | null = null, more: object = {}) {
  const text = JSON.stringify({ Resources: resources, ...more })
  const stack = { name: 'app', file: 'app.template.json', account: null, region }
  const files = [{ file: 'app.template.json', text }]
  const synthesized = new Synthesized({ path: 'cdk.out', stacks: [stack], files }, HOME)
  return (question: string, ...args: string[]) => synthesized.answer(question, args)
}

const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'deployer', AssumeRolePolicyDocument: { Statement: [] }, ...properties },
})
const policy = (type: string, properties: object) => ({ Type: type, Properties: properties })
const found = (value: unknown) => ({ state: 'found', value })
const UNKNOWN = { state: 'unknown' }

describe('policies of a role, from wherever they are attached', () => {
  const other = { Ref: 'Other' }
  test.each<[string, object, unknown, unknown]>([
    ['none', { R: role() }, [], []],
    [
      'its own lists',
      { R: role({ ManagedPolicyArns: ['arn:a'], Policies: [{ PolicyName: 'p' }] }) },
      ['arn:a'],
      ['p'],
    ],
    [
      'a managed policy that names it',
      {
        R: role(),
        P: policy('AWS::IAM::ManagedPolicy', { ManagedPolicyName: 'm', Roles: [{ Ref: 'R' }] }),
      },
      [`${ARN}:policy/m`],
      [],
    ],
    [
      'a policy that a grant makes',
      {
        R: role(),
        P: policy('AWS::IAM::Policy', { PolicyName: 'RDefaultPolicy', Roles: [{ Ref: 'R' }] }),
      },
      [],
      ['RDefaultPolicy'],
    ],
    [
      'a role policy',
      { R: role(), P: policy('AWS::IAM::RolePolicy', { PolicyName: 'x', RoleName: 'deployer' }) },
      [],
      ['x'],
    ],
    [
      "another role's policies",
      {
        R: role(),
        Other: role({ RoleName: 'x' }),
        P: policy('AWS::IAM::Policy', { PolicyName: 'p', Roles: [other] }),
      },
      [],
      [],
    ],
    [
      "another role's, whose name is generated",
      {
        R: role(),
        Other: role({ RoleName: { Ref: 'AWS::NoValue' } }),
        P: policy('AWS::IAM::Policy', { PolicyName: 'p', Roles: [other] }),
      },
      [],
      [],
    ],
    [
      'a customer policy with a generated name is none of AWS’s own',
      { R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: policy('AWS::IAM::ManagedPolicy', {}) },
      [expect.stringContaining(':policy/app-P-')],
      [],
    ],
    [
      'a list that a parameter gives',
      { R: role({ ManagedPolicyArns: { Ref: 'Given' } }) },
      undefined,
      [],
    ],
    [
      'a list of which a part is given',
      { R: role({ ManagedPolicyArns: [{ Ref: 'Given' }] }) },
      undefined,
      [],
    ],
    [
      'roles that a parameter gives',
      { R: role(), P: policy('AWS::IAM::Policy', { PolicyName: 'p', Roles: { Ref: 'Given' } }) },
      [],
      undefined,
    ],
    [
      'properties that CloudFormation would refuse',
      { R: role({ ManagedPolicyArns: 7 }) },
      undefined,
      undefined,
    ],
  ])('%s', (_name, resources, attached, inline) => {
    const ask = of(resources, null, { Parameters: { Given: { Type: 'String' } } })
    const wanted = (value: unknown) => (value === undefined ? UNKNOWN : found(value))
    expect(ask('iam.attachedPolicies', 'deployer')).toMatchObject(wanted(attached))
    expect(ask('iam.inlinePolicies', 'deployer')).toMatchObject(wanted(inline))
  })
})

describe('a role by its name', () => {
  const generated = { logicalrole5C0E3B7F: role({ RoleName: { Ref: 'AWS::NoValue' } }) }
  test.each<[string, object, string, object]>([
    [
      'its own',
      { R: role() },
      'deployer',
      found({ name: 'deployer', arn: `${ARN}:role/deployer` }),
    ],
    [
      'with a path',
      { R: role({ Path: '/ci/' }) },
      'deployer',
      found({ arn: `${ARN}:role/ci/deployer` }),
    ],
    ['another', { R: role() }, 'x', { state: 'absent' }],
    [
      'one that is generated, by any name that it may have',
      generated,
      'app-logicalrole5C0E3B7F-Kd83nQ2xYv0a',
      found({
        name: 'app-logicalrole5C0E3B7F-Kd83nQ2xYv0a',
        arn: `${ARN}:role/app-logicalrole5C0E3B7F-Kd83nQ2xYv0a`,
      }),
    ],
    [
      'one of another logical id',
      generated,
      'app-otherrole5C0E3B7F-Kd83nQ2xYv0a',
      { state: 'absent' },
    ],
    ['one without the random part', generated, 'app-logicalrole5C0E3B7F', { state: 'absent' }],
    [
      'a session of a parameter',
      { R: role({ MaxSessionDuration: { Ref: 'AWS::StackId' } }) },
      'deployer',
      UNKNOWN,
    ],
    [
      'a session as a text',
      { R: role({ MaxSessionDuration: '7200' }) },
      'deployer',
      found({ maxSessionSeconds: 7200 }),
    ],
    [
      'a provider whose conditions are given later',
      {
        R: role({
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Principal: { Federated: 'x' },
                Condition: { StringLike: { a: { Ref: 'AWS::StackId' } } },
              },
            ],
          },
        }),
      },
      'deployer',
      UNKNOWN,
    ],
    [
      'beside the provider, a role whose name is generated',
      {
        R: role({
          AssumeRolePolicyDocument: {
            Statement: [
              { Principal: { Federated: 'x' } },
              { Principal: { AWS: { 'Fn::GetAtt': ['O', 'Arn'] } } },
            ],
          },
        }),
        O: role({ RoleName: { Ref: 'AWS::NoValue' } }),
      },
      'deployer',
      found({ trustPolicy: expect.stringContaining('role/app-O-') }),
    ],
  ])('%s', (_name, resources, name, wanted) => {
    expect(of(resources)('iam.role', name)).toMatchObject(wanted)
  })
})

describe('an identity provider', () => {
  const cdk = policy('Custom::AWSCDKOpenIdConnectProvider', {
    Url: `https://${ISSUER}`,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const arn = `${ARN}:oidc-provider/${ISSUER}`
  test.each<[string, object, object]>([
    [
      'of CDK’s custom resource',
      { P: cdk },
      found({ arn, url: ISSUER, clientIds: ['sts.amazonaws.com'] }),
    ],
    [
      'of CloudFormation’s own type',
      { P: policy('AWS::IAM::OIDCProvider', { Url: `https://${ISSUER}` }) },
      found({ arn, clientIds: [] }),
    ],
    [
      'for another issuer',
      { P: policy('AWS::IAM::OIDCProvider', { Url: 'https://example.com' }) },
      { state: 'absent' },
    ],
    [
      'that the stacks only use',
      { R: role({ AssumeRolePolicyDocument: { Statement: [{ Principal: { Federated: arn } }] } }) },
      { state: 'unknown', lacks: 'deployment' },
    ],
    [
      'at an address that is given later',
      { P: policy('AWS::IAM::OIDCProvider', { Url: { Ref: 'AWS::StackId' } }) },
      UNKNOWN,
    ],
  ])('%s', (_name, resources, wanted) => {
    expect(of(resources)('iam.oidcProvider', ISSUER)).toMatchObject(wanted)
  })
})

describe('a service', () => {
  const task = {
    T: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [{ Name: 'app', Image: 'i' }] },
    },
  }
  const stack = (service: object, cluster: object = {}) => ({
    ...task,
    C: { Type: 'AWS::ECS::Cluster', Properties: cluster },
    S: {
      Type: 'AWS::ECS::Service',
      Properties: { Cluster: { Ref: 'C' }, TaskDefinition: { Ref: 'T' }, ...service },
    },
  })
  const named = stack({ ServiceName: 'web' }, { ClusterName: 'main' })

  test.each<[string, object, [string, string], object]>([
    ['by its names', named, ['main', 'web'], found({ name: 'web', desiredCount: 1 })],
    [
      'by its ARNs',
      named,
      [
        'arn:aws:ecs:us-west-2:111122223333:cluster/main',
        'arn:aws:ecs:us-west-2:111122223333:service/main/web',
      ],
      found({ name: 'web' }),
    ],
    ['by another name', named, ['main', 'x'], { state: 'absent', saidBy: 'MISSING' }],
    [
      'in another cluster',
      named,
      ['x', 'web'],
      { state: 'absent', saidBy: 'ClusterNotFoundException' },
    ],
    [
      'by a name that it may get',
      stack({}),
      ['app-C-x1x1x1x1x1x1', 'app-S-x1x1x1x1x1x1'],
      { state: 'unknown', lacks: 'deployment' },
    ],
    [
      'by a name that it can not get',
      stack({}),
      ['app-C-x1x1x1x1x1x1', 'other-S-x1x1x1x1x1x1'],
      { state: 'absent', saidBy: 'MISSING' },
    ],
  ])('%s', (_name, resources, names, wanted) => {
    expect(of(resources)('ecs.service', ...names)).toMatchObject(wanted)
  })

  test('leads to its task definition, which has a revision of its own', () => {
    const ask = of(named)
    const service = ask('ecs.service', 'main', 'web')
    if (service?.state !== 'found') throw new Error('There is no service.')
    const { deployments } = EcsService.parse(service.value)
    const arn = deployments[0]?.taskDefinitionArn ?? ''
    expect(ask('ecs.taskDefinition', arn)).toMatchObject(
      found({ arn, containers: [{ name: 'app', image: 'i' }] }),
    )
  })

  test('of a stack for another region is not in this one', () => {
    const ask = of(named, 'us-east-1')
    expect(ask('ecs.service', 'main', 'web')).toMatchObject({ state: 'absent' })
    expect(ask('cloudformation.stack', 'app')).toMatchObject({ state: 'absent' })
    expect(of(named, 'us-west-2')('cloudformation.stack', 'app')).toBeUndefined()
  })
})
