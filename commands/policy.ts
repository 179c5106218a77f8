import { readOnlyPolicy } from '../evidence/read-only-policy.js'
import { readerRoleTemplate } from './reader-role.js'
import type { Surroundings } from './surroundings.js'
import { tokenPermissions } from './token-permissions.js'

/** What `grade4 policy` prints: by default the IAM policy. */
export interface PolicyOptions {
  readonly cloudformation?: true
  readonly github?: true
  readonly githubOidc?: true
}

/** What `grade4 policy --help` ends with. */
export const POLICY_HELP = `
Standard output carries one document and nothing else, so that it can be piped:

  grade4 policy > policy.json
  aws iam put-user-policy --user-name grader --policy-name grade4-read-only \\
    --policy-document file://policy.json

  grade4 policy --cloudformation > grade4-reader.yaml
                               a role for the course staff in your account; how to deploy it stands on top

  grade4 policy --github-oidc > grade4-ci-reader.yaml
                               a role for a workflow on GitHub that grades, such as a course's CI

  grade4 policy --github       what a GitHub token needs, and a link that makes one

All of them are made from the list that grade4 itself is held to: what is not on it is never sent.
`

/** `grade4 policy`: the least that grade4 needs to be allowed, as one document on standard output. */
export function policy(
  { cloudformation, github, githubOidc }: PolicyOptions,
  { stdout }: Surroundings,
): void {
  if (cloudformation) stdout.write(readerRoleTemplate('staff'))
  else if (githubOidc) stdout.write(readerRoleTemplate('workflow'))
  else if (github) stdout.write(tokenPermissions())
  else stdout.write(`${JSON.stringify(readOnlyPolicy(), null, 2)}\n`)
}
