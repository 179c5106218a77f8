import { stringify } from 'yaml'
import { readOnlyPolicy } from '../evidence/read-only-policy.js'

/** Name of the role, and what `--role-name` is given. */
const ROLE_NAME = 'grade4-reader'

/** Longest session, in seconds: the longest that grade4 asks for. */
const MAX_SESSION_SECONDS = 3600

const HOW_TO = `# A role that lets the staff of a course look at this AWS account with grade4, and change nothing in it.
# Made by: grade4 policy --cloudformation
#
# Deploy it with the two values that the staff gives you; the external id is yours alone:
#
#   aws cloudformation deploy --region us-west-2 --stack-name ${ROLE_NAME} \\
#     --template-file ${ROLE_NAME}.yaml --capabilities CAPABILITY_NAMED_IAM \\
#     --parameter-overrides TrustedAccountId=444455556666 ExternalId=cs40-your-name
#
# Take it back: aws cloudformation delete-stack --region us-west-2 --stack-name ${ROLE_NAME}
#
# The staff grades with: grade4 batch roster.csv --out DIR --role-name ${ROLE_NAME}
# (external ids in the roster's column external_id), by credentials that may do sts:AssumeRole on
# arn:aws:iam::*:role/${ROLE_NAME}.
`

/** A CloudFormation template, YAML, of the role that a course's staff takes in a student's account. */
export function readerRoleTemplate(): string {
  return `${HOW_TO}\n${stringify(TEMPLATE, { lineWidth: 0, version: '1.1' })}`
}

const TEMPLATE = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Read-only access for grading CS 40, Assignment 4, with grade4.',
  Parameters: {
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
  Resources: {
    ReaderRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: ROLE_NAME,
        Description: 'Taken by the course staff to grade; can only read.',
        MaxSessionDuration: MAX_SESSION_SECONDS,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: {
                AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${TrustedAccountId}:root' },
              },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
            },
          ],
        },
        Policies: [{ PolicyName: 'grade4-read-only', PolicyDocument: policyHere() }],
      },
    },
  },
  Outputs: {
    RoleArn: {
      Description: "For the roster's column role_arn.",
      Value: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] },
    },
  },
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
