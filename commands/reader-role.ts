import { stringify } from 'yaml'
import { readOnlyPolicy } from '../evidence/read-only-policy.js'

/** Longest session, in seconds: the longest that grade4 asks for. */
const MAX_SESSION_SECONDS = 3600

/** Who may assume a reader's role. */
interface ReaderRole {
  readonly name: string
  readonly description: string
  /** The comment on top of the template. */
  readonly howTo: string
  readonly parameters: Readonly<Record<string, object>>
  /** The one statement of its trust policy. */
  readonly trust: object
}

const FOR_STAFF: ReaderRole = {
  name: 'grade4-reader',
  description: 'Assumed by the course staff to grade; can only read.',
  howTo: `# A role that lets the staff of a course look at this AWS account with grade4, and change nothing in it.
# Made by: grade4 policy --cloudformation
#
# Deploy it with the two values that the staff gives you; the external id is yours alone:
#
#   aws cloudformation deploy --region us-west-2 --stack-name grade4-reader \\
#     --template-file grade4-reader.yaml --capabilities CAPABILITY_NAMED_IAM \\
#     --parameter-overrides TrustedAccountId=444455556666 ExternalId=cs40-your-name
#
# Take it back: aws cloudformation delete-stack --region us-west-2 --stack-name grade4-reader
#
# The staff grades with: grade4 batch roster.csv --out DIR --role-name grade4-reader
# (external ids in the roster's column external_id), by credentials that may do sts:AssumeRole on
# arn:aws:iam::*:role/grade4-reader.
`,
  parameters: {
    TrustedAccountId: {
      Type: 'String',
      Description: 'AWS account of the course staff, 12 digits.',
      AllowedPattern: '\\d{12}',
      ConstraintDescription: 'An account id has 12 digits.',
    },
    ExternalId: {
      Type: 'String',
      Description:
        'External id that the staff has to give along. Another one for each student, so that nobody can have another account looked at in their place.',
      MinLength: 8,
      MaxLength: 1224,
      // What STS takes for an external id. Source: STS API Reference, AssumeRole.
      AllowedPattern: '[\\w+=,.@:/-]*',
      ConstraintDescription: 'Letters, digits and _ + = , . @ : / -, at least 8 of them.',
    },
  },
  trust: {
    Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${TrustedAccountId}:root' } },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
  },
}

const FOR_WORKFLOWS: ReaderRole = {
  name: 'grade4-ci-reader',
  description: 'Assumed by a workflow on GitHub to grade; can only read.',
  howTo: `# A role with which a workflow on GitHub looks at this AWS account with grade4, and changes nothing in it: that of a
# course's own repository, or of the student's. Never grade with the role that deploys, and give that one no further
# permission: it is graded itself.
# Made by: grade4 policy --github-oidc
#
# It needs the account's OIDC provider for token.actions.githubusercontent.com, which the assignment makes. Ask GitHub for
# the two subjects of the repository whose workflow grades; it sends the second where the repository is new:
#
#   subjects=$(gh api repos/OWNER/REPO --jq '"repo:\\(.full_name):ref:refs/heads/main,repo:\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id):ref:refs/heads/main"')
#   aws cloudformation deploy --region us-west-2 --stack-name grade4-ci-reader \\
#     --template-file grade4-ci-reader.yaml --capabilities CAPABILITY_NAMED_IAM \\
#     --parameter-overrides "Subjects=$subjects"
#
# Take it back: aws cloudformation delete-stack --region us-west-2 --stack-name grade4-ci-reader
#
# The workflow grades with (permissions: id-token: write, contents: read):
#
#   - uses: aws-actions/configure-aws-credentials@v5
#     with:
#       role-to-assume: arn:aws:iam::ACCOUNT:role/grade4-ci-reader
#       aws-region: us-west-2
#   - run: npx grade4 --repo OWNER/REPO --reporter github
`,
  parameters: {
    Subjects: {
      Type: 'CommaDelimitedList',
      Description:
        "Subjects of the tokens that GitHub issues to the workflow, exactly: repo:OWNER/REPO:ref:refs/heads/main, or GitHub's newer form with ids, or both with a comma between.",
      AllowedPattern: 'repo:[\\w.@-]+/[\\w.@-]+:[^*?]+',
      ConstraintDescription:
        'A subject is like repo:OWNER/REPO:ref:refs/heads/main, without wildcards.',
    },
  },
  trust: {
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
}

/** A CloudFormation template, YAML, of a role in a student's account that may only look at it: for whom. */
export function readerRoleTemplate(reader: 'staff' | 'workflow'): string {
  const role = reader === 'staff' ? FOR_STAFF : FOR_WORKFLOWS
  return `${role.howTo}\n${stringify(templateOf(role), { lineWidth: 0, version: '1.1' })}`
}

function templateOf({ name, description, parameters, trust }: ReaderRole) {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Read-only access for grading CS 40, Assignment 4, with grade4.',
    Parameters: parameters,
    Resources: {
      ReaderRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: name,
          Description: description,
          MaxSessionDuration: MAX_SESSION_SECONDS,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', ...trust }],
          },
          Policies: [{ PolicyName: 'grade4-read-only', PolicyDocument: policyHere() }],
        },
      },
    },
    Outputs: {
      RoleArn: {
        Description: "For the roster's column role_arn, or a workflow's role-to-assume.",
        Value: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] },
      },
    },
  }
}

/** The read-only policy for whatever partition and account the template is deployed in. */
function policyHere() {
  const { Statement, ...rest } = readOnlyPolicy('${AWS::Partition}')
  return {
    ...rest,
    Statement: Statement.map((statement) => ({
      ...statement,
      Resource: statement.Resource === '*' ? '*' : { 'Fn::Sub': statement.Resource },
    })),
  }
}
