import { Holes, hasHole } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, type Json, parseTemplate, resolveStacks } from './index.js'

const HOME = { account: '111122223333', region: 'us-west-2' }

/** Resolves one stack whose resource `Thing` has these properties. */
function resolved(properties: Json, template: { [key: string]: Json } = {}) {
  const { Resources, ...rest } = template
  const more = isJsonObject(Resources) ? Resources : {}
  const all = {
    ...rest,
    Resources: { Thing: { Type: 'Custom::Thing', Properties: properties }, ...more },
  }
  const holes = new Holes()
  const stack = { name: 'app', template: parseTemplate(JSON.stringify(all)), ...HOME }
  const [only] = resolveStacks([stack], new Map(), holes)
  const thing = only?.resources.find(({ logicalId }) => logicalId === 'Thing')
  return { value: thing?.properties, resources: only?.resources ?? [], holes }
}

/** What one value comes to. */
function comesTo(value: Json, template: { [key: string]: Json } = {}): Json | undefined {
  const { value: properties } = resolved({ it: value }, template)
  return isJsonObject(properties) ? properties.it : undefined
}

const TEMPLATE = {
  Parameters: {
    Name: { Type: 'String', Default: 'ada' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Count: { Type: 'Number', Default: 3 },
    Open: { Type: 'String' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/image' },
  },
  Conditions: {
    IsAda: { 'Fn::Equals': [{ Ref: 'Name' }, 'ada'] },
    IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] },
    IsOther: { 'Fn::Not': [{ Condition: 'IsAda' }] },
    Both: { 'Fn::And': [{ Condition: 'IsAda' }, { Condition: 'IsOther' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsOpen' }, { Condition: 'IsAda' }] },
    Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
  },
  Mappings: { Regions: { 'us-west-2': { ami: 'ami-1', list: ['x', 'y'] } } },
  Resources: {
    Named: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'deployer', Path: '/ci/' } },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://issuer.example' } },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'main' } },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: { Cluster: { Ref: 'Cluster' }, ServiceName: 'web' },
    },
    Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'cs40' } },
    Queue: { Type: 'AWS::SQS::Queue' },
  },
}

describe('a function of a template comes to what CloudFormation makes of it', () => {
  test.each<[string, Json, Json]>([
    ['a text', 'x', 'x'],
    ['Ref of a parameter', { Ref: 'Name' }, 'ada'],
    ['Ref of a number', { Ref: 'Count' }, '3'],
    ['Ref of a list', { Ref: 'Zones' }, ['a', 'b', 'c']],
    ['Ref of a role', { Ref: 'Named' }, 'deployer'],
    [
      'Ref of a provider',
      { Ref: 'Provider' },
      'arn:aws:iam::111122223333:oidc-provider/issuer.example',
    ],
    ['Ref of a service', { Ref: 'Service' }, 'arn:aws:ecs:us-west-2:111122223333:service/main/web'],
    [
      'GetAtt of a role',
      { 'Fn::GetAtt': ['Named', 'Arn'] },
      'arn:aws:iam::111122223333:role/ci/deployer',
    ],
    [
      'GetAtt as a text',
      { 'Fn::GetAtt': 'Cluster.Arn' },
      'arn:aws:ecs:us-west-2:111122223333:cluster/main',
    ],
    ['GetAtt of a service', { 'Fn::GetAtt': ['Service', 'Name'] }, 'web'],
    ['the account', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['the region', { Ref: 'AWS::Region' }, 'us-west-2'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['the stack', { Ref: 'AWS::StackName' }, 'app'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-ada-1'],
    ['Join of a list parameter', { 'Fn::Join': ['/', { Ref: 'Zones' }] }, 'a/b/c'],
    [
      'Sub',
      { 'Fn::Sub': '${Name}@${AWS::Region}:${Named.Arn}' },
      'ada@us-west-2:arn:aws:iam::111122223333:role/ci/deployer',
    ],
    ['Sub with a map', { 'Fn::Sub': ['${x}${Name}', { x: { Ref: 'Count' } }] }, '3ada'],
    ['Sub of a literal', { 'Fn::Sub': '${!Name} ${Name}' }, '${Name} ada'],
    ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [
      'Select from a split',
      { 'Fn::Select': ['4', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Repository', 'Arn'] }] }] },
      '111122223333',
    ],
    ['If', { 'Fn::If': ['IsAda', 'yes', 'no'] }, 'yes'],
    ['If not', { 'Fn::If': ['IsOther', 'yes', 'no'] }, 'no'],
    ['And', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['Or with what is not known', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['If that does not matter', { 'Fn::If': ['IsOpen', 'same', 'same'] }, 'same'],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'ami'] }, 'ami-1'],
    [
      'FindInMap with a default',
      { 'Fn::FindInMap': ['Regions', 'x', 'ami', { DefaultValue: 'none' }] },
      'none',
    ],
    ['Base64', { 'Fn::Base64': 'a' }, 'YQ=='],
    ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    [
      'an object with a key like a function beside another',
      { Ref: 'Name', x: 1 },
      { Ref: 'Name', x: 1 },
    ],
  ])('%s', (_name, value, wanted) => {
    expect(comesTo(value, TEMPLATE)).toEqual(wanted)
  })

  test('a literal hostname of ECR is made as CDK makes it', () => {
    const arn = { 'Fn::GetAtt': ['Repository', 'Arn'] }
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', arn] }] })
    const image = {
      'Fn::Join': [
        '',
        [
          part(4),
          '.dkr.ecr.',
          part(3),
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/',
          { Ref: 'Repository' },
          ':latest',
        ],
      ],
    }
    expect(comesTo(image, TEMPLATE)).toBe(
      '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
    )
  })
})

describe('what only a deploy tells is a hole, and equals only itself', () => {
  test.each<[string, Json]>([
    ['a parameter without a default', { Ref: 'Open' }],
    ['a parameter of Systems Manager', { Ref: 'Image' }],
    ['a generated name', { Ref: 'Role' }],
    ['an attribute', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['a dynamic reference', '{{resolve:ssm:/x}}'],
    ['the zones', { 'Fn::GetAZs': '' }],
    ['a choice by it', { 'Fn::If': ['IsOpen', 'yes', 'no'] }],
    ['a part of it', { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Open' }] }] }],
    ['a text with it', { 'Fn::Sub': 'a ${Open} b' }],
    ['a circle', { 'Fn::If': ['Loop', 'yes', 'no'] }],
    ['what is not there', { Ref: 'Nobody' }],
    ['a macro', { 'Fn::Transform': { Name: 'x' } }],
    ['an import of nobody', { 'Fn::ImportValue': 'x' }],
  ])('%s', (_name, value) => {
    const [one, other] = [value, value]
    const it = comesTo({ one, other }, TEMPLATE)
    if (!isJsonObject(it)) throw new Error('There is no value.')
    expect(it.one).toBe(it.other)
    expect(hasHole(String(it.one))).toBe(true)
  })

  test('two generated names are two', () => {
    const it = comesTo([{ Ref: 'Role' }, { Ref: 'Other' }], {
      ...TEMPLATE,
      Resources: { ...TEMPLATE.Resources, Other: { Type: 'AWS::IAM::Role' } },
    })
    expect(Array.isArray(it) && it[0] === it[1]).toBe(false)
  })

  test('an ARN with a generated name can be taken apart at its colons', () => {
    const arn = { 'Fn::GetAtt': ['Role', 'Arn'] }
    expect(comesTo({ 'Fn::Select': [4, { 'Fn::Split': [':', arn] }] }, TEMPLATE)).toBe(
      '111122223333',
    )
  })
})

test('a resource whose condition does not hold is not made; one whose is not known may be', () => {
  const { resources } = resolved(
    {},
    {
      ...TEMPLATE,
      Resources: {
        Never: { Type: 'T', Condition: 'IsOther' },
        Perhaps: { Type: 'T', Condition: 'IsOpen' },
        Always: { Type: 'T', Condition: 'IsAda' },
      },
    },
  )
  const made = resources.map(({ logicalId, certain }) => [logicalId, certain])
  expect(made).toEqual([
    ['Thing', true],
    ['Perhaps', false],
    ['Always', true],
  ])
})

describe('a reference that leads to itself ends', () => {
  test.each<[string, { [key: string]: Json }]>([
    [
      'two names',
      {
        A: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'B' } } },
        B: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'A' } } },
      },
    ],
    [
      'its own name',
      { A: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': 'x${A}' } } } },
    ],
    [
      'a long row',
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, index) => [
          `R${index}`,
          { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: `R${index + 1}` } } },
        ]),
      ),
    ],
  ])('%s', (_name, Resources) => {
    expect(resolved({}, { Resources }).resources.length).toBeGreaterThan(1)
  })

  test('texts that double themselves', () => {
    const outputs = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `O${index}`,
        {
          Value: { 'Fn::Join': ['', [1, 2].map(() => ({ 'Fn::ImportValue': `o${index + 1}` }))] },
          Export: { Name: `o${index}` },
        },
      ]),
    )
    const it = comesTo(
      { 'Fn::ImportValue': 'o0' },
      {
        Outputs: { ...outputs, O60: { Value: 'x', Export: { Name: 'o60' } } },
      },
    )
    expect(String(it).length).toBeLessThan(100_000)
  })
})

describe('what a template makes of a long text stays small', () => {
  const long = { Ref: 'Long' }
  test.each<[string, Json]>([
    ['the text itself', long],
    ['joined', { 'Fn::Join': ['-', [long, 'a']] }],
    ['substituted', { 'Fn::Sub': '${Long}b' }],
    ['taken apart', { 'Fn::Split': ['x', long] }],
    ['encoded', { 'Fn::Base64': long }],
  ])('%s', (_name, value) => {
    const parameter = { Type: 'String', Default: 'x'.repeat(60_000) }
    const { value: properties } = resolved(
      Array.from({ length: 10_000 }, () => value),
      {
        Parameters: { Long: parameter },
      },
    )
    expect(JSON.stringify(properties).length).toBeLessThan(80_000_000)
  })
})

test('what one stack exports is what another imports', () => {
  const holes = new Holes()
  const [network, app] = [
    {
      Resources: { C: { Type: 'AWS::ECS::Cluster' } },
      Outputs: { O: { Value: { Ref: 'C' }, Export: { Name: 'network:C' } } },
    },
    { Resources: { S: { Type: 'T', Properties: { it: { 'Fn::ImportValue': 'network:C' } } } } },
  ].map((template, index) => ({
    name: `stack-${index}`,
    template: parseTemplate(JSON.stringify(template)),
    ...HOME,
  }))
  if (network === undefined || app === undefined) throw new Error('There are two.')
  const [one, two] = resolveStacks([network, app], new Map(), holes)
  expect(two?.resources[0]?.properties).toEqual({ it: one?.resources[0]?.physicalId })
  const [importing, exporting] = resolveStacks([app, network], new Map(), new Holes())
  expect(importing?.resources[0]?.properties).toEqual({
    it: exporting?.resources[0]?.physicalId,
  })
})

describe('an output of another stack is read without an export', () => {
  const made = parseTemplate(
    JSON.stringify({
      Resources: { C: { Type: 'AWS::ECS::Cluster' } },
      Outputs: { O: { Value: { Ref: 'C' } } },
    }),
  )
  const output = { StackName: 'network', OutputName: 'O' }
  const role = (account: string) => `arn:aws:iam::${account}:role/reader`

  test.each<[string, Json, boolean]>([
    ['by name', output, true],
    ['in the same region', { ...output, Region: { Ref: 'AWS::Region' } }, true],
    ['in another region', { ...output, Region: 'eu-west-1' }, false],
    ['by a role of the same account', { ...output, RoleArn: role(HOME.account) }, true],
    ['by a role of another account', { ...output, RoleArn: role('999988887777') }, false],
    ['by a role that is not known', { ...output, RoleArn: { Ref: 'Nobody' } }, false],
    ['another one', { ...output, OutputName: 'P' }, false],
    ['of another stack', { ...output, StackName: 'data' }, false],
    ['of none', 'network', false],
  ])('%s', (_name, argument, isRead) => {
    const value = { 'Fn::GetStackOutput': argument }
    const text = JSON.stringify({ Resources: { S: { Type: 'T', Properties: { it: value } } } })
    const app = { name: 'app', template: parseTemplate(text), ...HOME }
    const network = { name: 'network', template: made, ...HOME }
    const [one, two] = resolveStacks([app, network], new Map(), new Holes())
    const properties = one?.resources[0]?.properties
    const it = isJsonObject(properties) ? properties.it : undefined
    expect(it === two?.resources[0]?.physicalId).toBe(isRead)
    expect(hasHole(String(it))).toBe(true)
  })
})

test('a nested stack has the parameters that its parent gives, and its outputs', () => {
  const inner = parseTemplate(
    JSON.stringify({
      Parameters: { Name: { Type: 'String' } },
      Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'Name' } } } },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['R', 'Arn'] } } },
    }),
  )
  const outer = parseTemplate(
    JSON.stringify({
      Resources: {
        N: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { Parameters: { Name: { 'Fn::Sub': 'x-${AWS::Region}' } } },
          Metadata: { 'aws:asset:path': 'n.nested.template.json' },
        },
        T: { Type: 'T', Properties: { it: { 'Fn::GetAtt': ['N', 'Outputs.Arn'] } } },
      },
    }),
  )
  const files = new Map([['n.nested.template.json', inner]])
  const [stack] = resolveStacks([{ name: 'app', template: outer, ...HOME }], files, new Holes())
  expect(stack?.nested[0]?.resources[0]?.physicalId).toBe('x-us-west-2')
  expect(stack?.nested[0]?.id).toBe(stack?.resources[0]?.physicalId)
  expect(stack?.resources[1]?.properties).toEqual({
    it: 'arn:aws:iam::111122223333:role/x-us-west-2',
  })
})

describe('no template makes it throw or hang', () => {
  const name = fc.constantFrom('A', 'B', 'Thing', 'P', 'AWS::Region', 'AWS::NoValue', '', 'A.B')
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), name),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(
          fc.constantFrom(
            'Ref',
            'Condition',
            ...[
              'GetAtt',
              'Sub',
              'Join',
              'Select',
              'Split',
              'If',
              'FindInMap',
              'ImportValue',
              'Base64',
              'Equals',
              'Not',
              'And',
              'Or',
              'X',
            ].map((one) => `Fn::${one}`),
          ),
          fc.string({ maxLength: 3 }),
        ),
        tie('value'),
        { maxKeys: 2 },
      ),
    ),
  })).value

  test('any values anywhere', () => {
    const type = fc.constantFrom(
      'AWS::IAM::Role',
      'AWS::ECS::Service',
      'AWS::CloudFormation::Stack',
      'AWS::IAM::OIDCProvider',
      'T',
    )
    const resource = fc.record(
      { Type: type, Properties: json, Condition: fc.constantFrom('A', 'B') },
      { requiredKeys: ['Type'] },
    )
    const template = fc.record({
      Parameters: fc.dictionary(
        name,
        fc.record(
          { Type: fc.constantFrom('String', 'CommaDelimitedList'), Default: fc.string() },
          { requiredKeys: ['Type'] },
        ),
      ),
      Conditions: fc.dictionary(name, json),
      Mappings: json,
      Resources: fc.dictionary(name, resource),
      Outputs: fc.dictionary(name, fc.record({ Value: json, Export: fc.record({ Name: json }) })),
    })
    fc.assert(
      fc.property(template, (one) => {
        const parsed = parseTemplate(JSON.stringify(one))
        resolveStacks(
          [{ name: 'app', template: parsed, ...HOME }],
          new Map([['', parsed]]),
          new Holes(),
        )
      }),
      { numRuns: 300 },
    )
  })
})
