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
