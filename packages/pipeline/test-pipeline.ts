import { absent, found, type Observed } from '@grade4/unknown'
import { judgeBuild } from '../../checks/workflow/build.check.js'
import { credentialsRefusal, judgeCredentials } from '../../checks/workflow/credentials.check.js'
import type { RunCheck } from '../../checks/workflow/not-run.js'
import type { Outcome } from '../../checks/workflow/outcome.js'
import { judgePush } from '../../checks/workflow/push.check.js'
import { judgeRedeploy } from '../../checks/workflow/redeploy.check.js'
import { judgeTags } from '../../checks/workflow/tags.check.js'
import { judgeUntag } from '../../checks/workflow/untag.check.js'
import type { Targets } from '../../facts/targets.js'
import type { PipelineRepository, RepositorySettings } from './input.js'
import type { ReadFile } from './repository-files.js'
import { runPipeline } from './run-pipeline.js'
import type { SubjectCustomization } from './subject-claim.js'
import type { PipelineTrace } from './trace.js'
import type { AccountView, EcrImage, OidcProvider, Role } from './twin/account-view.js'
import { ACCOUNT, REGION, SERVICE_MODEL, testView } from './twin/test-account.js'
import { loadWorkflow } from './workflow/load.js'
import type { Workflow } from './workflow/model.js'

export { image } from './twin/test-account.js'

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/github-actions`
export const SUBJECT = 'repo:ada/yoctogram-app:ref:refs/heads/main'

export const REPOSITORY: PipelineRepository = {
  owner: 'ada',
  name: 'yoctogram-app',
  id: 2001,
  ownerId: 1001,
  ownerType: 'User',
  private: true,
}

/** A trust policy that lets one subject in. */
export function trustPolicy(subject: string | string[] = SUBJECT): string {
  const issuer = 'token.actions.githubusercontent.com'
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringLike: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: 'sts.amazonaws.com' },
        },
      },
    ],
  })
}

/** How an account differs from one that is all right. */
export interface Account {
  readonly images?: readonly EcrImage[]
  readonly tagMutability?: string
  readonly role?: Observed<Role>
  readonly providers?: Observed<OidcProvider[]>
  readonly trust?: string
  readonly change?: (view: AccountView) => Partial<AccountView>
}

export function accountView(account: Account = {}): AccountView {
  const role: Role = {
    name: 'github-actions',
    arn: ROLE_ARN,
    trustPolicy: account.trust ?? trustPolicy(),
    maxSessionSeconds: 3600,
  }
  const provider: OidcProvider = {
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    url: 'token.actions.githubusercontent.com',
    clientIds: ['sts.amazonaws.com'],
  }
  const view: AccountView = {
    ...testView(account.images, account.tagMutability),
    role: async (name) =>
      account.role ?? (name === role.name ? found(role) : absent('NoSuchEntityException')),
    oidcProviders: async () => account.providers ?? found([provider]),
  }
  return { ...view, ...account.change?.(view) }
}

export const CUSTOMIZATION: SubjectCustomization = {
  useDefault: true,
  includeClaimKeys: [],
  useImmutableSubject: false,
  subjectPrefix: null,
}

/** What a test varies. */
export interface Setting {
  readonly account?: Account
  readonly repository?: PipelineRepository | null
  readonly customization?: Observed<SubjectCustomization>
  readonly settings?: RepositorySettings
  /** Files of the repository by their paths; absent: they can't be read. */
  readonly files?: Readonly<Record<string, string>>
  readonly graded?: Partial<Targets>
}

export function load(text: string): Workflow {
  const loaded = loadWorkflow(text, '.github/workflows/main.yml')
  if (loaded.state !== 'valid') throw new Error(JSON.stringify(loaded, null, 2))
  return loaded.workflow
}

export async function traceOf(text: string, setting: Setting = {}): Promise<PipelineTrace> {
  return await runPipeline({
    workflow: load(text),
    view: accountView(setting.account),
    github: {
      repository: setting.repository === undefined ? REPOSITORY : setting.repository,
      customization: setting.customization ?? found(CUSTOMIZATION),
      ...(setting.settings === undefined ? {} : { settings: setting.settings }),
      ...(setting.files === undefined ? {} : { file: readerOf(setting.files) }),
    },
    startedAt: new Date('2024-03-09T20:00:00Z'),
  })
}

/** Reads files by their paths. */
export function readerOf(files: Readonly<Record<string, string>>): ReadFile {
  return async (path) => {
    const text = files[path]
    return text === undefined ? absent('HTTP 404') : found(text)
  }
}

/** What each of the six checks says of a main.yml. */
export async function judge(
  text: string,
  setting: Setting = {},
): Promise<Record<RunCheck, Outcome> & { refusal: ReturnType<typeof credentialsRefusal> }> {
  return judgeTrace(await traceOf(text, setting), setting.graded)
}

/** The same of what a main.yml does. */
export function judgeTrace(
  trace: PipelineTrace,
  differently: Partial<Targets> = {},
): Record<RunCheck, Outcome> & { refusal: ReturnType<typeof credentialsRefusal> } {
  const graded: Targets = {
    roleArn: ROLE_ARN,
    service: {
      arn: SERVICE_MODEL.arn,
      name: SERVICE_MODEL.name,
      clusterArn: SERVICE_MODEL.clusterArn,
    },
    ...differently,
  }
  return {
    'workflow.credentials': judgeCredentials(trace, graded),
    'workflow.build': judgeBuild(trace),
    'workflow.tags': judgeTags(trace),
    'workflow.untag': judgeUntag(trace),
    'workflow.push': judgePush(trace),
    'workflow.redeploy': judgeRedeploy(trace, graded),
    refusal: credentialsRefusal(trace),
  }
}

/** The text of a step of the reference, by its number, without the line's end. */
export function referenceStep(number: number): string {
  const step = new RegExp(`    - name: ${number} [\\s\\S]*?(?=\\n    - name: |\\n*$)`)
  const [text] = step.exec(REFERENCE) ?? []
  if (text === undefined) throw new Error(`There is no step ${number}.`)
  return text
}

/** The assignment's starter, completed as its text says. */
export const REFERENCE = `name: CI/CD Pipeline

on:
  push:
    branches: [ main ]

permissions: write-all

env:
  AWS_REGION: ${REGION}
  ECR_REGISTRY: \${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.us-west-2.amazonaws.com
  ECR_REPOSITORY: cs40

jobs:
  build-and-push:
    runs-on: ubuntu-latest

    steps:
    - name: 1 Retrieve Timestamp
      id: timestamp
      run: echo "::set-output name=timestamp::$(date +%s%3N)"

    - name: 2 Checkout code
      uses: actions/checkout@v2

    - name: 3 Configure AWS credentials
      uses: aws-actions/configure-aws-credentials@v4
      with:
        role-to-assume: arn:aws:iam::\${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions
        aws-region: us-west-2

    - name: 4 Login to Amazon ECR
      id: login-ecr
      uses: aws-actions/amazon-ecr-login@v1

    - name: 5 Set up Docker Buildx
      uses: docker/setup-buildx-action@v1

    - name: 6 Build Docker images
      uses: docker/build-push-action@v2
      with:
        context: .
        platforms: linux/arm64
        push: false
        tags: |
          \${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:latest
          \${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:\${{ steps.timestamp.outputs.timestamp }}

    - name: 7 Remove latest Tag From Old latest
      run: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2

    - name: 8 Push Docker images
      uses: docker/build-push-action@v2
      with:
        context: .
        platforms: linux/arm64
        push: true
        tags: |
          \${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:latest
          \${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:\${{ steps.timestamp.outputs.timestamp }}

    - name: 9 Force a Fargate Redeploy
      run: aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2
`
