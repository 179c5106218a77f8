import { MANAGED_POLICIES } from '../evidence/assignment.js'

/** Lines of CDK about the role for GitHub, as compute_stack.py of the assignment has them. */
export const IMPORT_IAM = 'from aws_cdk import aws_iam as iam'
export const DURATION = 'from aws_cdk import Duration'
export const SESSION = 'max_session_duration=Duration.hours(1),'

/** The two managed policies as an argument of the role. */
export function managedPolicies(): string[] {
  const names = MANAGED_POLICIES.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))
  return [
    'managed_policies=[',
    ...indented(names.map((name) => `iam.ManagedPolicy.from_aws_managed_policy_name("${name}"),`)),
    '],',
  ]
}

/** Lines one level deeper. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`)
}
