import type { CheckId } from '../checks/rubric.js'
import type { Finding, Location } from '../checks/verdict.js'
import type { Report, ReportCheck } from '../grading/report.js'

/**
 * A rubric for the tests of formats: few lines that stay as they are, whatever becomes of the course's. Its ids
 * are some of the course's, since a report holds no others.
 */
const LINES = {
  'ecr.repository': line('The repository exists', 10, 'Create it: aws ecr create-repository.'),
  'ecr.latest': line('One image carries the tag latest', 10, 'Push one: docker push.'),
  'role.subject': line('Only pushes to main assume the role', 15, 'Set the condition on sub.'),
  'workflow.valid': line('main.yml is a valid workflow', 4, 'Fix the lines named above.'),
  'workflow.tags': line('Build and push carry two tags', 6, 'Steps 6 and 8: give both tags.'),
  'delivery.run': line('The newest run of main.yml succeeded', 5, 'Push a commit to main.'),
} satisfies Partial<Record<CheckId, object>>

/** What a check can be called in these tests. */
export type TestId = keyof typeof LINES

/** Every check of these tests, in rubric order. */
export const TEST_IDS = Object.keys(LINES).filter((id): id is TestId => id in LINES)

function line(title: string, points: number, hint: string) {
  return { title, points, hint, section: 'Configuring GitHub Actions' }
}

/** What differs from a passed check. */
type Change = Partial<Pick<ReportCheck, 'status' | 'hint' | 'blockedBy' | 'change'>> & {
  findings?: Finding[]
}

/** A fault; what is not given is `null`. */
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
export function blocked(by: TestId): Change {
  return { status: 'blocked', blockedBy: by, findings: [finding(`Waits for ${by}.`)] }
}

/** A check that could not be graded, and what to do about it. */
export function ungraded(because: string, remedy: string): Change {
  return { status: 'error', findings: [finding(because, { hint: remedy })], hint: remedy }
}

/** A report in which every check passed but for these. */
export function reportWith(
  changes: Partial<Record<TestId, Change>> = {},
  about: Partial<Report> = {},
): Report {
  const checks = TEST_IDS.map((id) => checkWith(id, changes[id] ?? {}))
  const score = sum(checks.map((check) => check.score))
  const undecided = checks.filter((check) => isUndecided(check, checks))
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
    range: [score, score + sum(undecided.map((check) => check.maxScore))],
    maxScore: sum(checks.map((check) => check.maxScore)),
    complete: checks.every(({ status }) => status !== 'error'),
    checks,
    plan: [],
    advice: [],
    requests: { aws: 14, github: 5 },
    ...about,
  }
}

function checkWith(id: TestId, change: Change): ReportCheck {
  const { status = 'passed', findings = [], blockedBy = null } = change
  const { points, title, section, hint } = LINES[id]
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
    change: change.change ?? null,
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Every point. */
export const perfect = reportWith()

/** Faults of every shape: several in one check, values, places in main.yml, advice. */
export const severalFailures = reportWith(
  {
    'ecr.latest': failed(
      finding('Two images carry the tag latest, which no registry allows.'),
      finding(
        'The image sha256:4b825dc642cb6eb9a060e54bf8d69288fbee4904 was pushed from a laptop, not by the pipeline.',
      ),
      finding('The repository has a lifecycle policy, "GitHubActionsRoleDefaultPolicy7A2B".'),
    ),
    'role.subject': failed(
      finding('Statement 1 lets in pushes to every branch of ada/yoctogram-app.', {
        expected: 'repo:ada/yoctogram-app:ref:refs/heads/main',
        actual:
          'repo:ada/yoctogram-app:*:cdk-hnb659fds-container-assets-111122223333-us-west-2:0f3a1c5e7d9b2a4c6e8f',
        hint: 'Replace the * in the condition by ref:refs/heads/main, then cdk deploy.',
      }),
    ),
    'workflow.tags': failed(
      finding('The push carries one tag; the timestamp is missing.', {
        expected:
          '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest\n111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:TIMESTAMP',
        actual: '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
        location: inMainYml(61, 11, '          tags: ${{ env.ECR_REGISTRY }}/cs40:latest'),
      }),
    ),
    'delivery.run': failed(
      finding('Run 42 failed at the step that names the cluster "<cluster-name>".', {
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
    TEST_IDS.map((id) => [id, /^(ecr|role)\./.test(id) ? noAwsCredentials : noGitHubToken]),
  ),
  { student: null, account: null, submittedAt: null },
)

/** A missing repository, an invalid main.yml and a run in progress, with checks that wait on them. */
export const blockedChains = reportWith({
  'ecr.repository': failed(finding('There is no ECR repository cs40 in us-west-2.')),
  'ecr.latest': blocked('ecr.repository'),
  'role.subject': blocked('ecr.latest'),
  'workflow.valid': failed(
    finding("Unexpected value ''", { location: inMainYml(47, 12, '      with:') }),
    finding("Unexpected value ''", { location: inMainYml(56, 12, '      with:') }),
  ),
  'workflow.tags': blocked('delivery.run'),
  'delivery.run': ungraded(
    'Run 42 of main.yml is still in progress.',
    'Come back when it has ended, or grade with --wait.',
  ),
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
    'ecr.repository': failed(finding(HOSTILE.link, { actual: HOSTILE.wide })),
    'ecr.latest': failed(finding(HOSTILE.escape, { expected: 'cs40', actual: HOSTILE.invisible })),
    'role.subject': failed(
      finding(HOSTILE.bidi, { hint: `Say ${HOSTILE.bidi} instead\r\nof\tthis.` }),
      finding(HOSTILE.surrogate),
      finding(HOSTILE.stacked),
      finding(HOSTILE.unknown),
      finding('x'.repeat(1000)),
    ),
    'workflow.valid': failed(
      finding(HOSTILE.emoji, {
        location: inMainYml(7, 31, `    - name: ${HOSTILE.emoji} ${HOSTILE.wide} tail`),
      }),
      finding('A tab can’t indent.', { location: inMainYml(8, 2, '\t- run: true\u001B[8m') }),
    ),
    'delivery.run': ungraded(`GitHub said "${HOSTILE.escape}".`, HOSTILE.link),
  },
  {
    student: HOSTILE.wide,
    repository: `ada/${HOSTILE.bidi}`,
    advice: [{ id: 'image.size', message: HOSTILE.emoji }],
  },
)

/** One report of each kind, by name. */
export const REPORTS = {
  perfect,
  'several-failures': severalFailures,
  'no-credentials': noCredentials,
  'blocked-chains': blockedChains,
  'hostile-strings': hostileStrings,
}
