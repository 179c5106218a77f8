import { notFollowed } from './errors.js'

const SETTINGS =
  /^(default\.)?(region|output|aws_access_key_id|aws_secret_access_key|aws_session_token|cli_pager)$/

/**
 * `aws configure set|get` for the default profile, whose `settings` it changes. Gives what it prints; `null`: there
 * is no such setting, and it ends with 1. Throws `UnknownError` for what is not followed.
 */
export function configure(
  settings: Map<string, string>,
  command: string,
  rest: readonly string[],
): string | null {
  const [name = '', value] = rest
  const setting = name.replace(/^default\./, '')
  if (command === 'set' && SETTINGS.test(name) && value !== undefined && rest.length === 2) {
    settings.set(setting, value)
    return ''
  }
  if (command === 'get' && SETTINGS.test(name) && rest.length === 1) {
    const there = settings.get(setting)
    return there === undefined ? null : `${there}\n`
  }
  throw notFollowed(`the script runs aws configure ${command}, which the grader lacks`)
}
