import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { CloudRequest } from './cloud.js'
import { type RunOptions, timedRun } from './timed-run.js'

const run = promisify(execFile)

/** One command of the rival's script. */
interface RivalCommand {
  readonly program: string
  readonly args: readonly string[]
}

/** What the script took from beginning to end. */
export interface RivalTime {
  readonly wallMs: number
  readonly cpuMs: number | null
}

/**
 * The program that `aws` stands for; `null` when there is none on PATH.
 * pyenv puts a shell script in front of it, whose time is not the rival's.
 */
export async function findAws(): Promise<string | null> {
  const shimmed = await run('pyenv', ['which', 'aws']).catch(() => null)
  const program = shimmed?.stdout.trim() || 'aws'
  const version = await run(program, ['--version']).catch(() => null)
  return version === null ? null : program
}

/**
 * The same reads as a shell script would do them: `aws` for AWS's and `curl` for GitHub's.
 * They are made from the requests that the cloud answered to grade4, so they are the same by construction,
 * and the rival is spared all looking for names.
 */
export function rivalScript(
  requests: readonly CloudRequest[],
  aws: string,
  environment: Readonly<Record<string, string>>,
): RivalCommand[] {
  return requests.map((request) =>
    request.operation.startsWith('github:')
      ? curlCommand(request, environment)
      : awsCommand(request, aws),
  )
}

/** Runs the commands one after another. Throws when one fails. */
export async function runRival(
  script: readonly RivalCommand[],
  options: RunOptions,
): Promise<RivalTime> {
  let wallMs = 0
  let cpuMs: number | null = 0
  for (const { program, args } of script) {
    const each = await timedRun(program, args, options)
    wallMs += each.wallMs
    cpuMs = cpuMs === null || each.cpuMs === null ? null : cpuMs + each.cpuMs
  }
  return { wallMs, cpuMs }
}

/** `ecr:DescribeImages` and its input make `aws ecr describe-images --cli-input-json …`. */
function awsCommand({ operation, input }: CloudRequest, aws: string): RivalCommand {
  const [service = '', name = ''] = operation.split(':')
  const command = kebabCase(name)
  const given = Object.keys(input).length === 0 ? [] : ['--cli-input-json', JSON.stringify(input)]
  return { program: aws, args: [service, command, ...given, '--region', 'us-west-2'] }
}

/** `ListOpenIDConnectProviders` is list-open-id-connect-providers for the `aws` command. */
function kebabCase(operation: string): string {
  return operation
    .replace('OpenIDConnect', 'OpenIdConnect')
    .replaceAll(/(?<=.)[A-Z]/g, '-$&')
    .toLowerCase()
}

/** `github:GET /repos/{owner}/{repo}/…`, with what the route's braces stand for and the rest as its query. */
function curlCommand(
  { operation, repository, input }: CloudRequest,
  environment: Readonly<Record<string, string>>,
): RivalCommand {
  const query = new URLSearchParams()
  let path = operation.replace('github:GET ', '').replace('{owner}/{repo}', repository ?? '')
  for (const [name, value] of Object.entries(input)) {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, String(value))
    else query.append(name, String(value))
  }
  const url = `${environment.GITHUB_API_URL}${path}?${query}`
  const token = `authorization: Bearer ${environment.GITHUB_TOKEN}`
  return { program: 'curl', args: ['--silent', '--show-error', '--fail', '-H', token, url] }
}
