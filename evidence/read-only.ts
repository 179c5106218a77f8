/**
 * Everything grade4 may ask of AWS, and why. The gate refuses any other operation before it is signed,
 * and `grade4 policy` is generated from this list, so that the two cannot drift apart.
 * Keys are IAM actions; each has the operation's own name.
 */
export const AWS_OPERATIONS = {
  'ecr:DescribeRepositories': 'whether cs40 exists',
  'ecr:DescribeImages': 'which images there are, their tags and push times',
  'ecr:BatchGetImage': 'the manifest of the image behind latest',
  'ecr:GetDownloadUrlForLayer': 'the config blob of an image that is no index',
  'ecs:ListClusters': 'finding the service when the stack does not name it',
  'ecs:ListServices': 'finding the service when the stack does not name it',
  'ecs:DescribeServices': 'the service and its deployments',
  'ecs:DescribeTaskDefinition': 'which image the service runs',
  'ecs:ListTasks': 'which tasks run, and which ones stopped in a rollout that is not well',
  'ecs:DescribeTasks': 'which digest each task runs, and why tasks stopped',
  'iam:ListOpenIDConnectProviders': 'whether GitHub is an identity provider',
  'iam:GetOpenIDConnectProvider': 'which audiences the provider accepts',
  'iam:ListRoles': 'finding the role when main.yml does not name it',
  'iam:GetRole': 'the trust policy and session length of the role',
  'iam:ListAttachedRolePolicies': 'the managed policies of the role',
  'iam:ListRolePolicies': 'the inline policies of the role',
  'cloudformation:DescribeStacks': 'the state of the compute stack',
  'cloudformation:ListStackResources': 'which service and role the stack made',
  'cloudformation:DescribeStackEvents': 'what stopped a deploy that failed',
  'sts:GetCallerIdentity': 'which account the credentials belong to',
  'sts:AssumeRole': 'taking a read-only role in a student account; changes nothing there',
} as const satisfies Record<string, string>

/** An AWS operation on the read-only list, `service:Operation`. */
export type AwsOperation = keyof typeof AWS_OPERATIONS

/**
 * Every GitHub route grade4 may call, with the permission a fine-grained token needs for it.
 * Source: GitHub documentation, "Permissions required for fine-grained personal access tokens".
 */
export const GITHUB_ROUTES = {
  'GET /repos/{owner}/{repo}': 'Metadata: read',
  'GET /repos/{owner}/{repo}/contents/{path}': 'Contents: read',
  'GET /repos/{owner}/{repo}/actions/permissions': 'Administration: read',
  'GET /repos/{owner}/{repo}/actions/secrets': 'Secrets: read',
  'GET /repos/{owner}/{repo}/actions/variables': 'Variables: read',
  'GET /repos/{owner}/{repo}/actions/workflows': 'Actions: read',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': 'Actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': 'Actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': 'Actions: read',
  'GET /repos/{owner}/{repo}/actions/oidc/customization/sub': 'Actions: read',
} as const satisfies Record<string, string>

/** A GitHub route on the read-only list. */
export type GithubRoute = keyof typeof GITHUB_ROUTES

/** Thrown by the gate: an operation that is not on the read-only list was about to be sent. A bug of ours. */
export class NotReadOnly extends Error {
  override readonly name = 'NotReadOnly'
  constructor(operation: string) {
    super(`${operation} is not on the read-only list, so it was not sent.`)
  }
}
