/** The assignment's sections that the rubric refers to. */
const CREATE_REPOSITORY = 'Creating the ECR Repository'
const INITIAL_IMAGE = 'Push an Initial Image to ECR'
const PULL_FROM_ECR = 'Pulling from ECR'
const OIDC = 'Configuring GitHub OIDC'
const ACTIONS = 'Configuring GitHub Actions to Push to ECR'

/** One line of the rubric. */
export interface RubricLine {
  /** Points, whole. */
  readonly points: number
  readonly title: string
  /** Heading in the assignment. */
  readonly section: string
  /** The next thing to do when the check fails: a command or a console page. */
  readonly hint: string
}

const LINES = {
  'ecr.repository': {
    points: 10,
    title: 'The ECR repository cs40 exists',
    section: CREATE_REPOSITORY,
    hint: 'Run: aws ecr create-repository --repository-name cs40 --region us-west-2',
  },
  'ecr.latest': {
    points: 10,
    title: 'One image carries the tag latest',
    section: INITIAL_IMAGE,
    hint: 'Push to main and let the pipeline end, or push an image tagged latest by hand as the assignment shows.',
  },
  'ecr.platform': {
    points: 5,
    title: 'The latest image runs on linux/arm64',
    section: ACTIONS,
    hint: 'Set "platforms: linux/arm64" in steps 6 and 8 of main.yml and push again.',
  },
  'stack.deployed': {
    points: 5,
    title: 'The compute stack is deployed and made the rest',
    section: OIDC,
    hint: 'Run cdk deploy for the compute stack; the events of the stack in the CloudFormation console say what stopped it.',
  },
  'ecs.image': {
    points: 15,
    title: 'The service runs cs40:latest from your ECR',
    section: PULL_FROM_ECR,
    hint: 'In compute_stack.py give the app container ecs.ContainerImage.from_ecr_repository(repository, "latest"), then cdk deploy.',
  },
  'oidc.provider': {
    points: 10,
    title: 'IAM trusts GitHub as an OIDC provider',
    section: OIDC,
    hint: 'Add the iam.OpenIdConnectProvider block of the assignment to compute_stack.py, then cdk deploy.',
  },
  'role.trust': {
    points: 5,
    title: 'Only GitHub may assume the role',
    section: OIDC,
    hint: 'Give the role one principal in CDK, iam.WebIdentityPrincipal(provider ARN, conditions), then cdk deploy.',
  },
  'role.subject': {
    points: 10,
    title: 'The role trusts only pushes to main of your repository',
    section: OIDC,
    hint: 'Set the condition token.actions.githubusercontent.com:sub of the WebIdentityPrincipal, then cdk deploy.',
  },
  'role.audience': {
    points: 5,
    title: 'The role asks for the audience sts.amazonaws.com',
    section: OIDC,
    hint: 'Set the condition token.actions.githubusercontent.com:aud to sts.amazonaws.com, then cdk deploy.',
  },
  'role.policies': {
    points: 10,
    title: 'The role has exactly the two managed policies',
    section: OIDC,
    hint: 'Attach AmazonEC2ContainerRegistryFullAccess and AmazonECS_FullAccess with iam.ManagedPolicy.from_aws_managed_policy_name, and nothing else.',
  },
  'role.session': {
    points: 5,
    title: 'Sessions of the role last one hour at most',
    section: OIDC,
    hint: 'Give the role max_session_duration=Duration.hours(1), then cdk deploy.',
  },
  'delivery.redeploy': {
    points: 10,
    title: 'The service was redeployed with the latest image',
    section: ACTIONS,
    hint: 'Push a commit to main and let the pipeline end; or run aws ecs update-service with --force-new-deployment.',
  },
  'repo.private': {
    points: 2,
    title: 'The GitHub repository is private',
    section: 'Clone Yoctogram Backend Code',
    hint: 'On GitHub: Settings > General > Danger Zone > Change visibility > private.',
  },
  'repo.actions': {
    points: 2,
    title: 'All actions are allowed in the repository',
    section: ACTIONS,
    hint: 'On GitHub: Settings > Actions > General > Allow all actions and reusable workflows.',
  },
  'repo.secret': {
    points: 2,
    title: 'The repository secret AWS_ACCOUNT_ID exists',
    section: ACTIONS,
    hint: 'On GitHub: Settings > Secrets and variables > Actions > New repository secret, named AWS_ACCOUNT_ID.',
  },
  'workflow.valid': {
    points: 4,
    title: 'main.yml is a valid workflow',
    section: ACTIONS,
    hint: 'Mend the lines named above in .github/workflows/main.yml and push to main.',
  },
  'workflow.trigger': {
    points: 3,
    title: 'A push to main starts the pipeline',
    section: ACTIONS,
    hint: 'main.yml should begin with: on: { push: { branches: [ main ] } }, with no other filter.',
  },
  'workflow.credentials': {
    points: 5,
    title: 'The pipeline takes your role through OIDC',
    section: ACTIONS,
    hint: 'Step 3: role-to-assume is the ARN of your role, aws-region is us-west-2, and the job has the permission id-token: write.',
  },
  'workflow.build': {
    points: 6,
    title: 'The image is built for linux/arm64 without a push',
    section: ACTIONS,
    hint: 'Step 6: docker/build-push-action with "platforms: linux/arm64", "push: false" and both tags.',
  },
  'workflow.tags': {
    points: 6,
    title: 'Build and push carry the tags latest and TIMESTAMP',
    section: ACTIONS,
    hint: 'Steps 6 and 8: tags are REGISTRY/cs40:latest and REGISTRY/cs40:${{ steps.timestamp.outputs.timestamp }}, no others.',
  },
  'workflow.untag': {
    points: 5,
    title: 'The tag latest is off old images before the push',
    section: ACTIONS,
    hint: 'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
  },
  'workflow.push': {
    points: 5,
    title: 'The image is pushed for linux/arm64',
    section: ACTIONS,
    hint: 'Step 8: the same as step 6, with "push: true".',
  },
  'workflow.redeploy': {
    points: 4,
    title: 'The pipeline redeploys the service after the push',
    section: ACTIONS,
    hint: 'Step 9: aws ecs update-service with your cluster, your service, --force-new-deployment and --region us-west-2.',
  },
  'delivery.run': {
    points: 3,
    title: 'The newest run of the pipeline succeeded',
    section: ACTIONS,
    hint: 'Open the run on the Actions page of the repository, mend what its red step says, and push again.',
  },
  'delivery.image': {
    points: 3,
    title: 'The pipeline pushed the latest image',
    section: ACTIONS,
    hint: 'Push a commit to main and let the pipeline push the image, with both tags.',
  },
} as const satisfies Record<string, RubricLine>

/** Id of a check, `group.name`. A contract: other programs read it. */
export type CheckId = keyof typeof LINES

/** The 25 lines, by id, in the order in which they are reported. Points add up to 150. */
export const RUBRIC: Readonly<Record<CheckId, RubricLine>> = LINES

/** Ids in rubric order. */
export const CHECK_IDS = Object.keys(LINES) as readonly CheckId[]

/** Whether a word is the id of a check. */
export function isCheckId(word: string): word is CheckId {
  return Object.hasOwn(LINES, word)
}
