import { DESCRIPTIONS } from '../checks/descriptions.js'
import { CHECK_IDS, type CheckId, POINTS } from '../checks/rubric.js'
import type { Finding, Location } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'

/** What differs from a passed check. */
type Change = Partial<Pick<ReportCheck, 'status' | 'hint' | 'blockedBy'>> & {
  findings?: Finding[]
}

/** A fault; what is not told is `null`. */
export function finding(message: string, more: Partial<Finding> = {}): Finding {
  return { message, expected: null, actual: null, location: null, hint: null, ...more }
}

/** A place in main.yml. */
function inMainYml(line: number, column: number, source: string | null): Location {
  return { file: '.github/workflows/main.yml', line, column, source }
}

/** A check that failed with these faults; its hint is the rubric's. */
export function failed(...findings: Finding[]): Change {
  return { status: 'failed', findings }
}

/** A check that waits for another. */
export function blocked(by: CheckId): Change {
  return { status: 'blocked', blockedBy: by, findings: [finding(`Waits for ${by}.`)] }
}

/** A check that could not be graded, and what to do about it. */
export function ungraded(because: string, remedy: string): Change {
  return { status: 'error', findings: [finding(because, { hint: remedy })], hint: remedy }
}

/** A report in which every check passed but for these. */
export function reportWith(
  changes: Partial<Record<CheckId, Change>> = {},
  about: Partial<Report> = {},
): Report {
  const checks = CHECK_IDS.map((id) => checkWith(id, changes[id] ?? {}))
  const score = checks.reduce((sum, check) => sum + check.score, 0)
  const undecided = checks
    .filter((check) => isUndecided(check, checks))
    .reduce((sum, check) => sum + check.maxScore, 0)
  return {
    schema: 'grade4/report@1',
    assignment: 'cs40-a4',
    student: 'ada',
    account: '111122223333',
    region: 'us-west-2',
    repository: 'ada/yoctogram-app',
    startedAt: '2024-03-09T20:00:00.000Z',
    finishedAt: '2024-03-09T20:00:01.100Z',
    submittedAt: '2024-03-09T19:41:07.000Z',
    submittedFrom: 'run',
    due: null,
    late: false,
    lateBySeconds: null,
    latePenalty: null,
    score,
    range: [score, score + undecided],
    maxScore: 150,
    complete: checks.every(({ status }) => status !== 'error'),
    checks,
    advice: [],
    requests: { aws: 14, github: 5 },
    ...about,
  }
}

function checkWith(id: CheckId, change: Change): ReportCheck {
  const { status = 'passed', findings = [], blockedBy = null } = change
  const { title, section, hint } = DESCRIPTIONS[id]
  const points = POINTS[id]
  const [first] = findings
  return {
    id,
    title,
    section,
    status,
    score: status === 'passed' ? points : 0,
    maxScore: points,
    message: findings.map(({ message }) => message).join(' '),
    hint: status === 'passed' ? null : (change.hint ?? hint),
    expected: first?.expected ?? null,
    actual: first?.actual ?? null,
    blockedBy,
    location: first?.location ?? null,
    findings,
    durationMs: 12,
  }
}

/** A circle of blocked checks ends where the checks to look at do. */
function isUndecided(check: ReportCheck, others: readonly ReportCheck[]): boolean {
  if (check.status !== 'blocked') return check.status === 'error'
  const left = others.filter((other) => other !== check)
  const blocker = left.find(({ id }) => id === check.blockedBy)
  return blocker !== undefined && isUndecided(blocker, left)
}

/** Every point. */
export const perfect = reportWith()

/** Faults of every shape: several in one check, values, places in main.yml, advice. */
export const severalFailures = reportWith(
  {
    'ecs.image': failed(
      finding('The service runs an image that CDK built, not the one in your ECR repository.', {
        expected: '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
        actual:
          '111122223333.dkr.ecr.us-west-2.amazonaws.com/cdk-hnb659fds-container-assets-111122223333-us-west-2:0f3a1c5e7d9b2a4c6e8f',
      }),
    ),
    'role.subject': failed(
      finding('Statement 1 lets in pushes to every branch of ada/yoctogram-app.', {
        expected: 'repo:ada/yoctogram-app:ref:refs/heads/main',
        actual: 'repo:ada/yoctogram-app:*',
        hint: 'Replace the * in the condition by ref:refs/heads/main, then cdk deploy.',
      }),
    ),
    'role.policies': failed(
      finding('arn:aws:iam::aws:policy/AmazonECS_FullAccess is not attached to the role.'),
      finding(
        'arn:aws:iam::aws:policy/AdministratorAccess is attached too; the pipeline does not need it.',
      ),
      finding('The role has an inline policy, "GitHubActionsRoleDefaultPolicy7A2B".'),
    ),
    'workflow.tags': failed(
      finding('The push carries one tag; the timestamp is missing.', {
        expected:
          '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest\n111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:TIMESTAMP',
        actual: '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
        location: inMainYml(61, 11, '          tags: ${{ env.ECR_REGISTRY }}/cs40:latest'),
      }),
    ),
    'workflow.redeploy': failed(
      finding('aws ecs update-service names the cluster "<cluster-name>".', {
        expected: 'yoctogram-compute-stack-yoctogramcluster2BA83DB9-HZYMbQe0NRT0',
        actual: '<cluster-name>',
        location: inMainYml(
          68,
          43,
          '      run: aws ecs update-service --cluster <cluster-name> --service <service-name> --force-new-deployment --region us-west-2',
        ),
      }),
    ),
  },
  {
    due: '2024-03-09T08:00:00.000Z',
    late: true,
    lateBySeconds: 42_067,
    advice: [
      {
        id: 'workflow.set-output',
        message: '::set-output is deprecated; write the timestamp to $GITHUB_OUTPUT instead.',
      },
      {
        id: 'workflow.permissions',
        message:
          'permissions: write-all gives the job more than it needs; id-token: write and contents: read would do.',
      },
    ],
  },
)

const noAwsCredentials = ungraded(
  'No AWS credentials were found, so nothing in the account could be looked at.',
  'Run aws sso login, or export AWS_PROFILE, then grade again.',
)
const noGitHubToken = ungraded(
  'GitHub does not show ada/yoctogram-app without a token.',
  'Run gh auth login, or set GITHUB_TOKEN to a token that may read the repository.',
)

/** Neither credentials nor token: nothing could be graded. */
export const noCredentials = reportWith(
  Object.fromEntries(
    CHECK_IDS.map((id) => [
      id,
      /^(repo|workflow)\.|^delivery\.run$/.test(id) ? noGitHubToken : noAwsCredentials,
    ]),
  ),
  { student: null, account: null, submittedAt: null },
)

/** A missing repository, an invalid main.yml and a run in progress, each with checks that wait on it. */
export const blockedChains = reportWith({
  'ecr.repository': failed(finding('There is no ECR repository cs40 in us-west-2.')),
  'ecr.latest': blocked('ecr.repository'),
  'ecr.platform': blocked('ecr.latest'),
  'ecs.image': failed(finding('The stack has no ECS service.')),
  'delivery.redeploy': blocked('ecr.latest'),
  'workflow.valid': failed(
    finding("Unexpected value ''", { location: inMainYml(47, 12, '      with:') }),
    finding("Unexpected value ''", { location: inMainYml(56, 12, '      with:') }),
  ),
  'workflow.trigger': blocked('workflow.valid'),
  'workflow.credentials': blocked('workflow.valid'),
  'workflow.build': blocked('workflow.credentials'),
  'workflow.tags': blocked('workflow.build'),
  'workflow.untag': blocked('workflow.credentials'),
  'workflow.push': blocked('workflow.credentials'),
  'workflow.redeploy': blocked('workflow.credentials'),
  'delivery.run': ungraded(
    'Run 42 of main.yml is still in progress.',
    'Come back when it has ended, or grade with --wait.',
  ),
  'delivery.image': blocked('delivery.run'),
})

/** One text for each way to paint over the report, to hide, or to break the layout. */
export const HOSTILE = {
  escape: '\u001B[2J\u001B[31mall checks passed\u001B[0m\u0007',
  link: '\u001B]8;;https://example.com\u0007click\u001B]8;;\u0007',
  bidi: 'repo:ada/\u202Eppa-margotcoy\u2066:ref',
  invisible: 'cs\u200B40\uFEFF',
  wide: '写真共有アプリ本番環境用コンテナイメージ置き場写真共有アプリ本番環境用コンテナイメージ置き場',
  emoji: '🚀 deploy 👩‍💻 ❤️ 1️⃣ 🇺🇸',
  surrogate: 'half \uD83D of a pair',
  stacked: `Z${'\u0335'.repeat(40)}algo`,
  unknown: 'arn:aws:iam::\uE0F03\uE0F1:role/deploy',
} as const

/** Names and values that try to paint over the report, hide, or break the layout. */
export const hostileStrings = reportWith(
  {
    'ecr.latest': failed(finding(HOSTILE.escape, { expected: 'cs40', actual: HOSTILE.invisible })),
    'ecs.image': failed(finding(HOSTILE.link, { actual: HOSTILE.wide })),
    'role.subject': failed(
      finding(HOSTILE.bidi, { hint: `Say ${HOSTILE.bidi} instead\r\nof\tthis.` }),
      finding(HOSTILE.surrogate),
      finding(HOSTILE.stacked),
      finding('x'.repeat(5000)),
    ),
    'workflow.valid': failed(
      finding(HOSTILE.emoji, {
        location: inMainYml(7, 31, `    - name: ${HOSTILE.emoji} ${HOSTILE.wide} tail`),
      }),
      finding('A tab can’t indent.', { location: inMainYml(8, 2, '\t- run: true\u001B[8m') }),
    ),
    'workflow.credentials': failed(finding(HOSTILE.unknown)),
    'delivery.run': ungraded(`GitHub said "${HOSTILE.escape}".`, HOSTILE.link),
  },
  {
    student: HOSTILE.wide,
    repository: `ada/${HOSTILE.bidi}`,
    advice: [{ id: 'image.size', message: HOSTILE.emoji }],
  },
)
