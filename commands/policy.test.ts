import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { AWS_OPERATIONS, GITHUB_ROUTES } from '../evidence/read-only.js'
import { readOnlyPolicy } from '../evidence/read-only-policy.js'
import { ROUTES } from '../fixtures/cloud/github/routes.js'
import { referenceWorld } from '../fixtures/reference.js'
import { main } from './main.js'
import { permissionsNeeded } from './token-permissions.js'

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await main(['policy', ...args], {
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    env: {},
    cwd: () => '/',
  })
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}

describe('grade4 policy', () => {
  test('prints the IAM policy and nothing else', async () => {
    const { code, stdout, stderr } = await run()
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual(readOnlyPolicy())
  })

  test('grants the read-only list but for what needs no permission there', () => {
    const granted = readOnlyPolicy().Statement.flatMap(({ Action }) => Action)
    const others = ['sts:GetCallerIdentity', 'sts:AssumeRole']
    expect([...granted, ...others].toSorted()).toEqual(Object.keys(AWS_OPERATIONS).toSorted())
  })

  test('grants only what begins with a reading word', () => {
    for (const action of readOnlyPolicy().Statement.flatMap(({ Action }) => Action)) {
      expect(action).toMatch(/:(Describe|List|Get|BatchGet)[A-Z]\w+$/)
    }
  })

  test('fits into what STS takes for a session policy', () => {
    expect(JSON.stringify(readOnlyPolicy('aws-us-gov')).length).toBeLessThan(2048)
  })

  test('wants one document at a time', async () => {
    const { code, stdout, stderr } = await run('--github', '--cloudformation')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/cannot be used with/)
  })
})

describe('grade4 policy --github', () => {
  test('names the permissions of the reference student’s token, with a link that grants them', async () => {
    const { code, stdout } = await run('--github')
    const names = permissionsNeeded().map(({ name }) => name.toLowerCase())
    expect(code).toBe(0)
    expect(names).toEqual(referenceWorld().token.permissions.toSorted())
    const [link = ''] = /https:\S+/.exec(stdout) ?? []
    const { name: _, ...granted } = Object.fromEntries(new URL(link).searchParams)
    expect(granted).toEqual(Object.fromEntries(names.map((one) => [one, 'read'])))
    for (const route of Object.keys(GITHUB_ROUTES)) expect(stdout).toContain(route)
  })

  test('asks for each route the permission that GitHub asks for', () => {
    const asked = new Map(
      ROUTES.map(({ name, permission }): [string, string] => [name, permission]),
    )
    for (const [route, permission] of Object.entries(GITHUB_ROUTES)) {
      expect(`${asked.get(route)}: read`, route).toBe(permission.toLowerCase())
    }
  })
})

const Template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string(),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), AllowedPattern: z.string() })),
  Resources: z.strictObject({
    ReaderRole: z.strictObject({
      Type: z.literal('AWS::IAM::Role'),
      Properties: z.looseObject({
        RoleName: z.string(),
        MaxSessionDuration: z.number(),
        AssumeRolePolicyDocument: z.looseObject({ Statement: z.array(z.unknown()) }),
        Policies: z.array(z.looseObject({ PolicyDocument: z.unknown() })),
      }),
    }),
  }),
  Outputs: z.strictObject({ RoleArn: z.looseObject({ Value: z.unknown() }) }),
})

describe('grade4 policy --cloudformation', () => {
  const template = async () => Template.parse(parse((await run('--cloudformation')).stdout))

  test('lets in the given account alone, with the external id, for an hour at most', async () => {
    const { Parameters, Resources } = await template()
    const { MaxSessionDuration, AssumeRolePolicyDocument } = Resources.ReaderRole.Properties
    expect(MaxSessionDuration).toBe(3600)
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${TrustedAccountId}:root' } },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
      },
    ])
    // Without a default, CloudFormation refuses to make the role until both are given.
    expect(Object.keys(Parameters)).toEqual(['TrustedAccountId', 'ExternalId'])
    for (const parameter of Object.values(Parameters)) {
      expect(parameter).not.toHaveProperty('Default')
    }
  })

  test('grants what grade4 policy grants', async () => {
    const { Resources } = await template()
    const text = JSON.stringify(Resources.ReaderRole.Properties.Policies)
    const resolved = text
      .replaceAll('${AWS::Partition}', 'aws')
      .replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
    expect(JSON.parse(resolved)).toEqual([
      { PolicyName: 'grade4-read-only', PolicyDocument: readOnlyPolicy() },
    ])
  })

  test('says on top how to deploy it', async () => {
    const { stdout } = await run('--cloudformation')
    const comment = stdout.split('\n').filter((line) => line.startsWith('#'))
    expect(comment.join('\n')).toMatch(
      /aws cloudformation deploy .*CAPABILITY_NAMED_IAM.*TrustedAccountId=\d{12} ExternalId=/s,
    )
    expect(stdout.startsWith('#')).toBe(true)
  })
})

describe('grade4 policy --github-oidc', () => {
  test('lets in the given subjects of GitHub alone, as the trust policy that is graded should', async () => {
    const { stdout } = await run('--github-oidc')
    const { Parameters, Resources } = Template.parse(parse(stdout))
    const { AssumeRolePolicyDocument, Policies } = Resources.ReaderRole.Properties
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: {
          Federated: {
            'Fn::Sub':
              'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com',
          },
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': { Ref: 'Subjects' },
          },
        },
      },
    ])
    const subject = new RegExp(`^(?:${Parameters.Subjects?.AllowedPattern})$`)
    for (const right of ['repo:o/r:ref:refs/heads/main', 'repo:o@1/r@2:environment:x']) {
      expect(right).toMatch(subject)
    }
    for (const wrong of ['repo:o/*:ref:refs/heads/main', 'repo:o/r:*', '*', 'o/r']) {
      expect(wrong).not.toMatch(subject)
    }
    const staff = Template.parse(parse((await run('--cloudformation')).stdout))
    expect(Policies).toEqual(staff.Resources.ReaderRole.Properties.Policies)
  })

  test('says on top how to deploy it, and that the role that deploys is none to grade with', async () => {
    const comment = (await run('--github-oidc')).stdout.split('\n\n')[0]
    expect(comment).toMatch(/Never grade with the role that deploys/)
    expect(comment).toMatch(/gh api repos\/OWNER\/REPO .*\(\.owner\.id\)/)
  })
})
