import { ACCOUNT_SECRET, LATEST, PLATFORM, REPOSITORY } from '../../evidence/assignment.js'
import { mapAt, scalarAt, type WrittenStep } from './file.js'
import type { Ground } from './repair.js'

/** The steps of the assignment, in its order. */
export const STEP_KINDS = [
  'timestamp',
  'checkout',
  'credentials',
  'login',
  'buildx',
  'build',
  'untag',
  'push',
  'redeploy',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

const ACTIONS = {
  'actions/checkout': 'checkout',
  'aws-actions/configure-aws-credentials': 'credentials',
  'aws-actions/amazon-ecr-login': 'login',
  'docker/setup-buildx-action': 'buildx',
} as const satisfies Readonly<Record<string, StepKind>>

const BUILD_PUSH = 'docker/build-push-action'

/** The student's steps by what they are for, as far as it shows; of several of a kind the first. */
export function stepsByKind({
  file,
}: Pick<Ground, 'file'>): Partial<Record<StepKind, WrittenStep>> {
  const found: Partial<Record<StepKind, WrittenStep>> = {}
  const builds = file.steps.filter(({ action }) => action === BUILD_PUSH)
  const pushing = builds.find(({ inputs }) => /^(true|yes)$/i.test(scalarAt(inputs, 'push') ?? ''))
  const [first, second] = builds
  const build = builds.find((step) => step !== pushing) ?? undefined
  if (build !== undefined) found.build = build
  const push = pushing ?? (first === build ? second : first)
  if (push !== undefined) found.push = push
  for (const step of file.steps) {
    const kind = kindOf(step)
    if (kind !== null) found[kind] ??= step
  }
  // An update of another kind, of the desired count for example, is a step of its own.
  const forced = file.steps.find((step) => kindOf(step) === 'redeploy' && isForced(step))
  if (forced !== undefined) found.redeploy = forced
  return found
}

function kindOf({ action, run }: WrittenStep): StepKind | null {
  if (action !== null) return Object.entries(ACTIONS).find(([name]) => name === action)?.[1] ?? null
  if (run === null) return null
  if (/update-service/.test(run)) return 'redeploy'
  if (/batch-delete-image|imageTag|COMMAND_HERE/.test(run)) return 'untag'
  if (/\bdate\b/.test(run)) return 'timestamp'
  return null
}

function isForced({ run }: WrittenStep): boolean {
  return run?.includes('--force-new-deployment') === true
}

/** The command of step 7. */
export function untagCommand(region: string): string {
  return `aws ecr batch-delete-image --repository-name ${REPOSITORY} --image-ids imageTag=${LATEST} --region ${region}`
}

/** The command of step 9; `null` where there is no service to name. */
export function redeployCommand({ cluster, service, region }: Ground): string | null {
  if (cluster === null || service === null) return null
  return `aws ecs update-service --cluster ${cluster} --service ${service} --force-new-deployment --region ${region}`
}

/** What a job needs to assume a role, as the value of `permissions`. */
export const PERMISSIONS = '\n  id-token: write\n  contents: read'

export const TIMESTAMP_COMMAND = 'echo "timestamp=$(date +%s%3N)" >> "$GITHUB_OUTPUT"'

/** The ARN of step 3's role, without the account's number in it. */
export function roleToAssume(role: string): string {
  return `arn:aws:iam::\${{ secrets.${ACCOUNT_SECRET} }}:role/${role}`
}

/** The two tags of steps 6 and 8, a line each. */
export function tagLines(ground: Ground): string[] {
  const { file, region } = ground
  const names = mapAt(file.root, 'env')
  const hasEnv = (key: string) => scalarAt(names, key) !== null
  const registry = hasEnv('ECR_REGISTRY')
    ? '${{ env.ECR_REGISTRY }}'
    : `\${{ secrets.${ACCOUNT_SECRET} }}.dkr.ecr.${region}.amazonaws.com`
  const repository = hasEnv('ECR_REPOSITORY') ? '${{ env.ECR_REPOSITORY }}' : REPOSITORY
  const { id, output } = timestampOutput(ground)
  return [LATEST, `\${{ steps.${id}.outputs.${output} }}`].map(
    (tag) => `${registry}/${repository}:${tag}`,
  )
}

/** Step and output that hold the timestamp; those of the assignment where none shows. */
function timestampOutput(ground: Ground): { readonly id: string; readonly output: string } {
  const step = stepsByKind(ground).timestamp
  const output = outputsWritten(step?.run ?? '').at(-1)
  if (step?.id == null || output === undefined) return { id: 'timestamp', output: 'timestamp' }
  return { id: step.id, output }
}

/** Names of the outputs that a script seems to write. */
export function outputsWritten(script: string): string[] {
  const found = [
    ...script.matchAll(/::set-output name=([\w-]+)::|(?:^|[\s"'`;{(])([A-Za-z_][\w-]*)=/gm),
  ]
  return found.flatMap(([, old, name]) => old ?? name ?? [])
}

/** A step as the assignment has it, the dash in the first column; `null` where it can't be written. */
export function assignmentStep(kind: StepKind, ground: Ground): string | null {
  const script = (name: string, command: string | null) =>
    command === null ? null : `- name: ${name}\n  run: ${command}`
  const action = (name: string, uses: string) => `- name: ${name}\n  uses: ${uses}`
  switch (kind) {
    case 'timestamp':
      return `- name: Retrieve timestamp\n  id: timestamp\n  run: ${TIMESTAMP_COMMAND}`
    case 'checkout':
      return action('Checkout code', 'actions/checkout@v4')
    case 'credentials':
      return ground.role === null
        ? null
        : `${action('Configure AWS credentials', 'aws-actions/configure-aws-credentials@v4')}\n  with:\n    role-to-assume: ${roleToAssume(ground.role)}\n    aws-region: ${ground.region}`
    case 'login':
      return `- name: Login to Amazon ECR\n  id: login-ecr\n  uses: aws-actions/amazon-ecr-login@v2`
    case 'buildx':
      return action('Set up Docker Buildx', 'docker/setup-buildx-action@v3')
    case 'build':
      return buildStep('Build Docker images', false, ground)
    case 'push':
      return buildStep('Push Docker images', true, ground)
    case 'untag':
      return script('Remove latest tag from old latest', untagCommand(ground.region))
    case 'redeploy':
      return script('Force a Fargate redeploy', redeployCommand(ground))
  }
}

function buildStep(name: string, push: boolean, ground: Ground): string {
  return [
    `- name: ${name}`,
    `  uses: ${BUILD_PUSH}@v6`,
    '  with:',
    ...buildInputs(push, ground).map((line) => `    ${line}`),
  ].join('\n')
}

/** The inputs of step 6 or 8, a line each. */
export function buildInputs(push: boolean, ground: Ground): string[] {
  return [
    'context: .',
    `platforms: ${PLATFORM}`,
    `push: ${push}`,
    'tags: |',
    ...tagLines(ground).map((tag) => `  ${tag}`),
  ]
}
