import type { Unknown } from '@grade4/unknown'
import { RequestError } from '@octokit/request-error'
import type { RootContent } from 'mdast'
import { toMarkdown } from 'mdast-util-to-markdown'
import { RoleNotAssumed, WrongAccount } from '../evidence/aws/assume-role.js'
import { FAULTS } from '../evidence/aws/credentials.js'
import { failedLook as failedAwsLook } from '../evidence/aws/failed-look.js'
import { TimeLimit } from '../evidence/budget.js'
import type { Github } from '../evidence/github/client.js'
import { failedLook as failedGithubLook, look } from '../evidence/github/look.js'
import { sentenceOf } from '../reporters/common-mistakes.js'
import { heading, inlineCode, paragraph, prose, text } from '../reporters/markdown-text.js'

/** A message of grade4 and what to do about it. */
interface Entry {
  readonly because: string
  readonly remedy: string
  /** Where it is said with this remedy, if not everywhere. */
  readonly where?: string
  /** The scenario in which it is said; `null`: none is named. */
  readonly scenario: string | null
}

const OPERATION = 'ecr:DescribeImages'
const PROFILE = 'PROFILE'
const ROLE = 'arn:aws:iam::111122223333:role/grade4-reader'
const IN_TIME = { isOver: false, milliseconds: 20_000 }
const TOO_LATE = { ...IN_TIME, isOver: true }
const AWS = { timeLimit: IN_TIME, inWorkflow: false }

/** The caller's configuration, one of each kind. */
const CREDENTIAL_FAULTS: Readonly<Record<keyof typeof FAULTS, Unknown>> = {
  none: FAULTS.none(),
  noProfile: FAULTS.noProfile(PROFILE),
  noSource: FAULTS.noSource(PROFILE, 'OTHER'),
  sso: FAULTS.sso(PROFILE),
  process: FAULTS.process(PROFILE),
  mfa: FAULTS.mfa(PROFILE),
  role: FAULTS.role(PROFILE, ROLE),
}

const REPOSITORY = { owner: 'OWNER', name: 'NAME' }
const ROUTE = 'GET /repos/{owner}/{repo}/actions/secrets'
const ADDRESS = 'GET /repos/OWNER/NAME/actions/secrets'

const INTRODUCTION =
  'What grade4 says when it could not find something out, and what to do about it. None of these costs a point: the check is not graded, and the score is a range until it is. Search this page for the first words of your message; names, numbers and operations in it are examples. grade4 doctor finds most causes of the first two parts at once.'

const SOMETHING_ELSE =
  'Something else? Run grade4 again with --debug, and send the course staff its output and the file that --save writes. Neither holds a key or a token.'

/**
 * docs/troubleshooting.md: every kind of message that ends in "could not be graded", with what to do. The words are
 * those of the code that says them. `verdicts`: tests/verdicts.txt, which has what the report of each scenario says.
 */
export async function troubleshootingPage(verdicts: string): Promise<string> {
  const children = [
    heading(1, text('Troubleshooting, by message')),
    paragraph(...prose(INTRODUCTION)),
    ...part('AWS', awsEntries()),
    ...part('GitHub', await githubEntries()),
    ...part('The pipeline and the account', scenarioEntries(verdicts)),
    paragraph(...prose(SOMETHING_ELSE)),
  ]
  return toMarkdown({ type: 'root', children }, { bullet: '-' })
}

function awsEntries(): Entry[] {
  const thrown = (name: string, more: object = {}) => Object.assign(new Error(), { name, ...more })
  const entries = [
    ...Object.values(CREDENTIAL_FAULTS),
    failedAwsLook(new RoleNotAssumed(ROLE, thrown('AccessDenied')), OPERATION, AWS),
    failedAwsLook(new WrongAccount('111122223333', '444455556666'), OPERATION, AWS),
    failedAwsLook(thrown('ExpiredTokenException'), OPERATION, AWS),
    failedAwsLook(thrown('UnrecognizedClientException'), OPERATION, AWS),
    failedAwsLook(thrown('SignatureDoesNotMatch'), OPERATION, AWS),
    failedAwsLook(thrown('AccessDeniedException'), OPERATION, AWS),
    failedAwsLook(thrown('ThrottlingException'), OPERATION, AWS),
    failedAwsLook(thrown('AbortError'), OPERATION, { ...AWS, timeLimit: TOO_LATE }),
    failedAwsLook(thrown('TimeoutError'), OPERATION, AWS),
    failedAwsLook(
      thrown('ServiceException', { $metadata: { httpStatusCode: 503 } }),
      OPERATION,
      AWS,
    ),
    failedAwsLook(thrown('Error', { code: 'ENOTFOUND' }), OPERATION, AWS),
    failedAwsLook(thrown('SyntaxError'), OPERATION, AWS),
  ].map(entryOf)
  const inWorkflow = failedAwsLook(thrown('AccessDeniedException'), OPERATION, {
    ...AWS,
    inWorkflow: true,
  })
  return [...entries, { ...entryOf(inWorkflow), where: 'In a workflow on GitHub' }]
}

async function githubEntries(): Promise<Entry[]> {
  const request = { method: 'GET' as const, url: 'https://api.github.com', headers: {} }
  const answered = (status: number, message = '', headers = {}) =>
    new RequestError(message, status, {
      request,
      response: { status, url: request.url, data: null, headers },
    })
  const asked = { timeLimit: IN_TIME, tokenFrom: null }
  const said = (error: unknown, by: Parameters<typeof failedGithubLook>[4] = asked) =>
    failedGithubLook(error, ADDRESS, ROUTE, REPOSITORY, by)
  const signedOut: Omit<Github, 'repository'> = {
    octokit: null,
    tokenFrom: null,
    timeLimit: new TimeLimit(IN_TIME.milliseconds),
    notNeeded: null,
  }
  const unasked = [REPOSITORY, null].map((repository) =>
    look({ ...signedOut, repository }, ROUTE, {}, (data) => data),
  )
  return [
    ...(await Promise.all(unasked)).filter((answer) => answer.state === 'unknown'),
    said(answered(401)),
    said(answered(401), { ...asked, tokenFrom: 'GITHUB_TOKEN' }),
    said(answered(403)),
    said(answered(404)),
    said(answered(403, '', { 'x-github-sso': 'required; url=https://github.com/orgs/OWNER/sso' })),
    said(answered(403, 'IP allow list')),
    said(answered(403, 'lifetime')),
    said(answered(403, 'forbids access via a personal access token')),
    said(answered(403, 'suspended')),
    said(answered(429)),
    said(answered(404), { ...asked, timeLimit: TOO_LATE }),
    said(answered(502)),
    said(new RequestError('', 500, { request })),
    said(new SyntaxError()),
  ].map(entryOf)
}

function entryOf({ because, remedy }: Unknown): Entry {
  return { because, remedy, scenario: null }
}

/** Scenarios of the first two parts. */
const ACCESS = /^access\//

const SAID = /^[a-z., ]+: error: (?<because>.*?) \| (?:.* \| )?hint: (?<remedy>.*)$/

/** What reports of scenarios say that is neither AWS's nor GitHub's refusal, each sentence once. */
function scenarioEntries(verdicts: string): Entry[] {
  const entries = new Map<string, Entry>()
  for (const block of verdicts.split(/^# /m)) {
    const [scenario = '', ...lines] = block.split('\n')
    if (ACCESS.test(scenario)) continue
    for (const line of lines) {
      const { because, remedy } = SAID.exec(line)?.groups ?? {}
      if (because === undefined || remedy === undefined) continue
      const sentence = sentenceOf(because)
      if (!entries.has(sentence)) entries.set(sentence, { because, remedy, scenario })
    }
  }
  return [...entries.values()]
}

function part(title: string, entries: readonly Entry[]): RootContent[] {
  return [
    heading(2, text(title)),
    ...entries.flatMap(({ because, remedy, where, scenario }) => [
      heading(3, ...prose(where === undefined ? because : `${where}: ${because}`)),
      paragraph(...prose(remedy)),
      ...(scenario === null
        ? []
        : [paragraph(text('To see it: '), inlineCode(`grade4 demo ${scenario}`))]),
    ]),
  ]
}
