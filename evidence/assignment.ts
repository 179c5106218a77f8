// What the assignment fixes: next year's staff edit this file, and `checks/rubric.ts` for the points. It imports
// nothing, so that every room may read it. GitHub's issuer and AWS's audience are in packages/trust: no
// assignment chooses those.

/** What the course and the assignment are called in reports. */
export const COURSE = 'CS 40'
export const ASSIGNMENT = 'Assignment 4'

/** What programs know the assignment by: `assignment` of a report. A contract. */
export const ASSIGNMENT_ID = 'cs40-a4'

/** The headings of the assignment that checks refer to. */
export type Section =
  | 'Clone Yoctogram Backend Code'
  | 'Creating the ECR Repository'
  | 'Push an Initial Image to ECR'
  | 'Pulling from ECR'
  | 'Configuring GitHub OIDC'
  | 'Configuring GitHub Actions to Push to ECR'

/** The ECR repository. */
export const REPOSITORY = 'cs40'

/** The tag that the service runs and that the pipeline moves. */
export const LATEST = 'latest'

/** The platform of the image, and of the cluster that runs it. */
export const PLATFORM = 'linux/arm64'

/** About how large the image is, in bytes: 105 MB. */
export const EXPECTED_IMAGE_BYTES = 105_000_000

/** The AWS region, where the caller names no other. */
export const REGION = 'us-west-2'

/** Name of the compute stack, where the caller names no other. */
export const STACK = 'yoctogram-compute-stack'

/** ARNs of the managed policies of the role; AWS's own, as a policy of the student's has an account in its ARN. */
export const MANAGED_POLICIES: readonly string[] = [
  'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess',
  'arn:aws:iam::aws:policy/AmazonECS_FullAccess',
]

/** How long a session of the role may last, in seconds. */
export const SESSION_SECONDS = 3600

/** The branch whose pushes are deployed. */
export const BRANCH = 'main'

/** The workflow, by file name and by its path in the repository. */
export const WORKFLOW_FILE = 'main.yml'
export const WORKFLOW_PATH = `.github/workflows/${WORKFLOW_FILE}`

/** The repository secret that holds the account's number. */
export const ACCOUNT_SECRET = 'AWS_ACCOUNT_ID'

/**
 * How far the clocks of AWS, GitHub and a runner are apart at most where one of them is held against another, in
 * milliseconds. All three are set by time servers; a minute is far more than they drift, and less than any run.
 */
export const CLOCK_TOLERANCE_MS = 60_000
