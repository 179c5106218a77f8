import { cannotFollow, type Status } from '@grade4/shell'
import type { JobInvocation } from '../commands/command.js'

const SETTINGS =
  /^(default\.)?(region|output|aws_access_key_id|aws_secret_access_key|aws_session_token|cli_pager)$/

/** `aws configure set|get|list` for the default profile. */
export async function configure(
  { machine, host, out }: JobInvocation,
  command: string,
  rest: readonly string[],
): Promise<Status> {
  const { awsConfig } = machine
  const [name = '', value] = rest
  const setting = name.replace(/^default\./, '')
  if (command === 'set' && SETTINGS.test(name) && value !== undefined && rest.length === 2) {
    awsConfig.set(setting, value)
    return 0
  }
  if (command === 'get' && SETTINGS.test(name) && rest.length === 1) {
    const there = awsConfig.get(setting)
    if (there === undefined) return 1
    await out(`${there}\n`)
    return 0
  }
  if (command === 'list') {
    const because = 'the script prints the configuration of aws'
    await out(`${host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`)
    return 0
  }
  throw cannotFollow(`the script runs aws configure ${command}, which the grader lacks`)
}
