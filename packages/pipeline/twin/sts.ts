import type { Session } from './caller.js'
import { type Json, partOfAnswer } from './json.js'

/**
 * STS GetCallerIdentity for a role session.
 * Source: aws-actions/configure-aws-credentials names its sessions `GitHubActions`.
 */
export function callerIdentity(session: Session): Json {
  const role = session.roleArn.split('/').at(-1)
  const known = {
    Account: session.account,
    Arn: `arn:aws:sts::${session.account}:assumed-role/${role}/GitHubActions`,
  }
  return partOfAnswer('caller', known, ['UserId'])
}
